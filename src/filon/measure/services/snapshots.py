"""Figures frozen on a day, and what people say of them."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.policies import can_write_sales
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.measure.definitions import BY_CODE
from filon.measure.models import Indicator, IndicatorComment, PlanIndicator, Snapshot
from filon.measure.selectors.thread import Progress, progress
from filon.plans.models import ActionPlan, Checkpoint, PlanObjective


class NothingToMeasure(DomainError):
    """The plan has no objective."""


@transaction.atomic
def snapshot_take(
    *,
    plan: ActionPlan,
    as_of: date,
    actor: User,
    now: datetime,
    checkpoint: Checkpoint | None = None,
) -> list[Snapshot]:
    """Freeze every objective of a plan as it stands on a day (C6-RES-1).

    The rows can never be changed afterwards: the database refuses it.

    :raises NothingToMeasure: if the plan has no objective.
    """
    if not can_write_sales(actor):
        raise PermissionDenied
    found = progress(plan, until=as_of)
    if not found:
        raise NothingToMeasure(_("Give the plan an objective first."))
    rows = [
        _snapshot(plan, row, as_of=as_of, actor=actor, now=now, checkpoint=checkpoint)
        for row in found
    ]
    record(
        target=plan,
        message=gettext_noop("Figures frozen as of %(day)s"),
        params={"day": as_of.isoformat()},
        actor=actor,
        now=now,
    )
    return rows


def _snapshot(
    plan: ActionPlan,
    row: Progress,
    *,
    as_of: date,
    actor: User,
    now: datetime,
    checkpoint: Checkpoint | None,
) -> Snapshot:
    followed = plan_indicator_of(plan, row.objective)
    return Snapshot.objects.create(
        plan=plan,
        plan_indicator=followed,
        checkpoint=checkpoint,
        indicator=followed.indicator,
        as_of=as_of,
        value=row.measured.value,
        target=row.objective.target,
        unit=row.measured.unit,
        scope=_scope(row.objective),
        trace=list(row.measured.trace),
        taken_at=now,
        taken_by=actor,
    )


def _scope(objective: PlanObjective) -> dict[str, str]:
    parts = {
        "person": objective.person,
        "family": objective.family,
        "item": objective.item,
        "territory": objective.territory,
    }
    return {name: str(value) for name, value in parts.items() if value is not None}


def plan_indicator_of(plan: ActionPlan, objective: PlanObjective) -> PlanIndicator:
    """Return the indicator that follows an objective, set up at its first use."""
    followed, _created = PlanIndicator.objects.get_or_create(
        objective=objective,
        defaults={
            "plan": plan,
            "indicator": indicator_of(objective.metric),
            "target": objective.target,
        },
    )
    return followed


def indicator_of(code: str) -> Indicator:
    """Return the row of a defined indicator, made from its definition if missing."""
    definition = BY_CODE[code]
    indicator, _created = Indicator.objects.get_or_create(
        code=definition.code,
        defaults={
            "name_fr": definition.name_fr,
            "name_en": definition.name_en,
            "formula_fr": definition.formula_fr,
            "formula_en": definition.formula_en,
            "unit": definition.unit,
            "direction": definition.direction,
        },
    )
    return indicator


@transaction.atomic
def snapshot_comment(
    *,
    snapshot: Snapshot,
    text: str,
    actor: User,
    now: datetime,
    cause: str = "",
    action: str = "",
) -> IndicatorComment:
    """Say what a figure means, why it is so, and what is done about it (C6-MOY-1)."""
    if not can_write_sales(actor):
        raise PermissionDenied
    comment = IndicatorComment.objects.create(
        snapshot=snapshot,
        text=text,
        cause=cause,
        action=action,
        written_at=now,
        written_by=actor,
    )
    if snapshot.plan is not None:
        record(
            target=snapshot.plan,
            message=gettext_noop("Indicator commented"),
            actor=actor,
            now=now,
        )
    return comment
