"""What an approver of a plan approves, as data."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from filon.plans.models import ActionPlan
from filon.plans.selectors.readiness import CONSTRAINTS

_FIELDS = (
    "title",
    "mandate",
    "scope",
    "start_on",
    "end_on",
    "feasibility",
    "feasibility_note",
    "territory_id",
    "segment_id",
    "currency",
    *CONSTRAINTS,
)


def plan_content(plan: ActionPlan) -> dict[str, Any]:
    """Return the content that an approval binds: scope, objectives, budget.

    Targets, actions and dates of contact are work, and may change afterwards. Three
    queries.
    """
    return {
        **{name: _plain(getattr(plan, name)) for name in _FIELDS},
        "insights": sorted(plan.insights.values_list("pk", flat=True)),
        "objectives": [
            [_plain(value) for value in row]
            for row in plan.objectives.order_by("pk").values_list(
                "metric", "target", "given", "unit", "person_id", "family_id"
            )
        ],
        "budget": [
            [_plain(value) for value in row]
            for row in plan.budget_lines.order_by("pk").values_list(
                "category", "label", "planned"
            )
        ],
    }


def plan_digest(plan: ActionPlan) -> str:
    """Return the hash of what an approver approves."""
    text = json.dumps(plan_content(plan), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat()
