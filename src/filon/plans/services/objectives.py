"""What a plan aims at, and how many pass from stage to stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.policies import can_see_margin
from filon.journal.services import record
from filon.plans import policies
from filon.plans.models import ActionPlan, FunnelAssumption, PlanObjective

MARGIN_METRICS = frozenset(
    {PlanObjective.Metric.MARGIN, PlanObjective.Metric.MARGIN_RATE}
)


@transaction.atomic
def objective_add(
    *, plan: ActionPlan, values: Mapping[str, Any], actor: User, now: datetime
) -> PlanObjective:
    """Add an objective; the figure that was given stands beside the one proposed.

    :raises PermissionDenied: if the plan is no draft or not this person's, or if the
        objective is a margin and this person sees none.
    """
    _may_edit(actor, plan, values["metric"])
    objective = PlanObjective.objects.create(plan=plan, **values)
    record(
        target=plan,
        message=gettext_noop("Objective set: %(metric)s"),
        params={"metric": objective.metric},
        actor=actor,
        now=now,
    )
    return objective


@transaction.atomic
def objective_update(
    *,
    objective: PlanObjective,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
) -> None:
    """Change an objective of a draft.

    :raises PermissionDenied: as for `objective_add`.
    """
    _may_edit(actor, objective.plan, objective.metric)
    _may_edit(actor, objective.plan, values.get("metric", objective.metric))
    PlanObjective.objects.filter(pk=objective.pk).update(**values)
    objective.refresh_from_db()
    record(
        target=objective.plan,
        message=gettext_noop("Objective changed: %(metric)s"),
        params={"metric": objective.metric},
        actor=actor,
        now=now,
    )


@transaction.atomic
def objective_remove(*, objective: PlanObjective, actor: User, now: datetime) -> None:
    """Take an objective out of a draft.

    :raises PermissionDenied: as for `objective_add`.
    """
    _may_edit(actor, objective.plan, objective.metric)
    plan, metric = objective.plan, objective.metric
    objective.delete()
    record(
        target=plan,
        message=gettext_noop("Objective taken out: %(metric)s"),
        params={"metric": metric},
        actor=actor,
        now=now,
    )


@transaction.atomic
def assumptions_set(
    *,
    plan: ActionPlan,
    rates: Mapping[str, Decimal | None],
    average_deal: Decimal | None,
    source: str = FunnelAssumption.Source.MANUAL,
    actor: User,
    now: datetime,
) -> None:
    """Set how many of a hundred pass each stage, and what an order brings.

    :param rates: FunnelAssumption.Stage -> percent; None takes the stage out.
    :raises PermissionDenied: if the plan is closed or not this person's.
    """
    if not policies.can_work(actor, plan):
        raise PermissionDenied
    last = FunnelAssumption.Stage.OFFER_TO_ORDER
    for stage, rate in rates.items():
        rows = FunnelAssumption.objects.filter(plan=plan, stage=stage)
        if rate is None:
            rows.delete()
            continue
        FunnelAssumption.objects.update_or_create(
            plan=plan,
            stage=stage,
            defaults={
                "rate_percent": rate,
                "source": source,
                "average_deal": average_deal if stage == last else None,
            },
        )
    record(
        target=plan,
        message=gettext_noop("Conversion rates changed"),
        actor=actor,
        now=now,
    )


def _may_edit(actor: User, plan: ActionPlan, metric: str) -> None:
    hides_margin = metric in MARGIN_METRICS and not can_see_margin(actor)
    if not policies.can_edit(actor, plan) or hides_margin:
        raise PermissionDenied
