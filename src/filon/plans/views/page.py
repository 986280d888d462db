"""What all tabs of a plan's page share: its head, its buttons, its tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.kernel import clock
from filon.plans import policies
from filon.plans.models import ActionPlan
from filon.plans.selectors.readiness import delays, readiness
from filon.plans.selectors.sheets import plan_row

TONES = {
    "DRAFT": "neutral",
    "SUBMITTED": "info",
    "APPROVED": "accent",
    "RUNNING": "good",
    "CLOSED": "neutral",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, as `web/components/tabs.html` shows it."""

    label: str
    url: str
    active: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One state of the way of a plan, as `web/components/steps.html` shows it."""

    label: str
    state: str
    on: Any = None


def plan_or_404(request: UserRequest, pk: int) -> Any:
    """Return a plan with its counts, or answer 404."""
    try:
        return plan_row(request.user, pk, clock.today())
    except ActionPlan.DoesNotExist:
        raise Http404 from None


def plan_page(
    request: UserRequest,
    plan: Any,
    template: str,
    active: str,
    *,
    error: str = "",
    status: int = 0,
    **context: Any,
) -> HttpResponse:
    """Answer a tab of a plan's page."""
    shown = {**head(request.user, plan, active), "error": error, **context}
    code = status or (422 if error else 200)
    return render(request, template, shown, status=code)


def head(user: User, plan: Any, active: str) -> dict[str, Any]:
    """Return what every tab needs of a plan; no query."""
    is_draft = plan.status == ActionPlan.Status.DRAFT
    return {
        "plan": plan,
        "tone": TONES[plan.status],
        "tabs": _tabs(plan, active),
        "steps": _steps(plan),
        "delays": delays(plan, clock.today()),
        "missing": readiness(plan).missing if is_draft else [],
        "may_edit": policies.can_edit(user, plan),
        "may_work": policies.can_work(user, plan),
        "may_submit": policies.can_submit(user, plan),
        "may_withdraw": policies.can_withdraw(user, plan),
        "may_start": policies.can_start(user, plan),
        "may_close": policies.can_close(user, plan),
        "may_trash": policies.can_trash(user, plan),
        "trail": [(_("Action plans"), reverse("plans:list"))],
    }


def _tabs(plan: Any, active: str) -> list[Tab]:
    parts = [
        (_("Overview"), "detail", ""),
        (_("Objectives"), "objectives", ""),
        (_("Targets"), "targets", str(plan.target_count)),
        (_("Actions"), "actions", str(plan.action_count)),
        (_("Budget"), "budget", ""),
        (_("Follow-up"), "checkpoints", str(plan.checkpoint_count)),
        (_("People and framework"), "people", ""),
    ]
    return [
        Tab(label, reverse(f"plans:{name}", args=[plan.pk]), name == active, count)
        for label, name, count in parts
    ]


def _steps(plan: Any) -> list[Step]:
    order = list(ActionPlan.Status)
    place = order.index(ActionPlan.Status(plan.status))
    days = {
        "SUBMITTED": plan.submitted_at,
        "APPROVED": plan.approved_at,
        "RUNNING": plan.started_at,
        "CLOSED": plan.closed_at,
    }
    return [
        Step(
            str(state.label),
            "done" if at < place else "current" if at == place else "todo",
            days.get(state.value) if at <= place else None,
        )
        for at, state in enumerate(order)
    ]
