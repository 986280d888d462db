"""What the pages of a plan's figures and of a report show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Subquery, Value
from django.db.models.functions import Coalesce

from filon.accounts.models import CompanyProfile, User
from filon.measure.definitions import MARGIN_METRICS, Metric
from filon.measure.models import IndicatorComment, Snapshot
from filon.measure.selectors.thread import Progress, progress
from filon.plans.models import ActionPlan, Checkpoint


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """A plan's objectives now, its frozen figures, its checkpoints.

    Amounts are in `currency`, the company's.
    """

    plan: ActionPlan
    currency: str
    rows: Sequence[Progress]
    snapshots: Sequence[Snapshot]
    checkpoints: Sequence[Checkpoint]


def plan_figures(*, user: User, pk: int, on: date, with_margin: bool) -> PlanFigures:
    """Return the figures of one plan; margins are left out for who may not see them.

    :raises ActionPlan.DoesNotExist: if it is absent or not visible to `user`.
    """
    ours = CompanyProfile.objects.filter(pk=1).values("currency")
    plan = (
        ActionPlan.objects.visible_to(user)
        .annotate(company_currency=Coalesce(Subquery(ours), Value("EUR")))
        .get(pk=pk)
    )
    comments = IndicatorComment.objects.select_related("written_by").order_by("pk")
    snapshots = (
        Snapshot.objects.filter(plan=plan)
        .select_related("indicator", "taken_by", "plan_indicator__objective")
        .prefetch_related(Prefetch("comments", comments))
        .order_by("-as_of", "-taken_at", "pk")
    )
    rows = progress(plan, until=on)
    return PlanFigures(
        plan=plan,
        currency=plan.company_currency,
        rows=[r for r in rows if with_margin or not _is_margin(r.objective.metric)],
        snapshots=[
            s
            for s in snapshots[:200]
            if with_margin or not _is_margin(s.indicator.code)
        ],
        checkpoints=list(plan.checkpoints.order_by("due_on", "pk")),
    )


def _is_margin(code: str) -> bool:
    return Metric(code) in MARGIN_METRICS
