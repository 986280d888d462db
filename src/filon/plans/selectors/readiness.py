"""What a plan still lacks, and what in it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.plans.models import (
    ActionPlan,
    BudgetLine,
    Checkpoint,
    PlanAction,
    PlanObjective,
    PlanTarget,
    ReminderRule,
)

M = PlanObjective.Metric
CONSTRAINTS = (
    "legal_constraints",
    "safety_constraints",
    "environment_constraints",
    "quality_constraints",
    "cost_constraints",
    "time_constraints",
)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a plan lacks, as sentences; without any it can be submitted."""

    missing: list[str]

    @property
    def is_complete(self) -> bool:
        """Whether it can be submitted."""
        return not self.missing


def with_counts(rows: QuerySet[ActionPlan], today: date) -> QuerySet[Any]:
    """Add to plans what their completeness and their delays depend on; no query more.

    Annotations: target_count, action_count, budget_count, checkpoint_count,
    rule_count, insight_count, related_count, has_revenue, has_volume, has_margin,
    checkpoints_late.
    """

    def counted(model: Any) -> Any:
        mine = model.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
        found = mine.annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(found, output_field=IntegerField()), 0)

    def linked(through: Any, column: str) -> Any:
        mine = through.objects.filter(**{column: OuterRef("pk")}).order_by()
        found = mine.values(column).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(found, output_field=IntegerField()), 0)

    def aims(*metrics: str) -> Exists:
        return Exists(
            PlanObjective.objects.filter(plan=OuterRef("pk"), metric__in=metrics)
        )

    late = Checkpoint.objects.filter(
        plan=OuterRef("pk"), status=Checkpoint.Status.PLANNED, due_on__lt=today
    )
    late_count = late.order_by().values("plan").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        target_count=counted(PlanTarget),
        action_count=counted(PlanAction),
        budget_count=counted(BudgetLine),
        checkpoint_count=counted(Checkpoint),
        rule_count=counted(ReminderRule),
        insight_count=linked(ActionPlan.insights.through, "actionplan_id"),
        related_count=linked(ActionPlan.related_plans.through, "from_actionplan_id"),
        has_revenue=aims(M.REVENUE),
        has_volume=aims(M.VOLUME),
        has_margin=aims(M.MARGIN, M.MARGIN_RATE),
        checkpoints_late=Coalesce(Subquery(late_count, output_field=IntegerField()), 0),
    )


def readiness(plan: Any) -> Readiness:
    """Return what a plan lacks before it can be submitted.

    :param plan: a row of `with_counts`.
    """
    feasible = {ActionPlan.Feasibility.YES, ActionPlan.Feasibility.YES_IF}
    checks = [
        (
            plan.mandate.strip() and plan.given_by_id,
            _("Say which mission was given, and by whom."),
        ),
        (plan.insight_count, _("Cite at least one insight: why is this plan made?")),
        (plan.scope.strip(), _("Describe the scope of the plan.")),
        (
            plan.territory_id or plan.segment_id,
            _("Choose a territory or a market segment."),
        ),
        (plan.feasibility in feasible, _("Say whether the mission is feasible.")),
        (
            any(getattr(plan, name).strip() for name in CONSTRAINTS),
            _("Write down the constraints: law, safety, quality, cost, time…"),
        ),
        (
            plan.related_count or plan.has_no_related_plan,
            _("Name the plans that interact with this one, or say that there is none."),
        ),
        (plan.has_revenue, _("Set an objective in revenue.")),
        (plan.has_volume, _("Set an objective in quantity sold.")),
        (plan.has_margin, _("Set an objective in margin.")),
        (plan.target_count, _("Choose the customers and prospects that are targeted.")),
        (plan.action_count, _("Schedule at least one action: channel, dates, quota.")),
        (plan.budget_count, _("Estimate the budget, even if it is small.")),
        (plan.checkpoint_count, _("Set a checkpoint.")),
        (plan.rule_count, _("Set a reminder rule.")),
    ]
    return Readiness([str(sentence) for is_there, sentence in checks if not is_there])


def delays(plan: Any, today: date) -> list[str]:
    """Return what is late in a plan, as sentences.

    :param plan: a row of `with_counts`.
    """
    status = ActionPlan.Status
    waiting = {status.DRAFT, status.SUBMITTED, status.APPROVED}
    found = []
    if plan.status in waiting and plan.start_on < today:
        found.append(_("The plan should have started already."))
    if plan.status == status.RUNNING and plan.end_on < today:
        found.append(_("The plan has ended and is not closed yet."))
    if plan.status == status.RUNNING and plan.checkpoints_late:
        found.append(
            ngettext(
                "%(count)s checkpoint was not held in time.",
                "%(count)s checkpoints were not held in time.",
                plan.checkpoints_late,
            )
            % {"count": plan.checkpoints_late}
        )
    return found
