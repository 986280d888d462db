"""What contacts say about the target of a plan: its days, its state."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Min
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import move
from filon.kernel import clock
from filon.plans.lifecycle import TARGET
from filon.plans.models import PlanTarget
from filon.prospecting.models import Activity

T = PlanTarget.Status


def next_day_follow(target_id: int | None) -> None:
    """Give a target the day of its earliest planned contact, or none."""
    if target_id is None:
        return
    planned = Activity.objects.alive().filter(
        plan_target_id=target_id, status=Activity.Status.PLANNED
    )
    earliest = planned.aggregate(at=Min("starts_at"))["at"]
    PlanTarget.objects.filter(pk=target_id).update(
        next_activity_on=clock.day_of(earliest) if earliest else None
    )


def target_touched(*, target: PlanTarget, on: date, actor: User, now: datetime) -> None:
    """Note that a target was contacted; its first contact puts it in progress."""
    PlanTarget.objects.filter(pk=target.pk).update(last_activity_on=on)
    target.refresh_from_db()
    if target.status == T.TO_CONTACT:
        move(
            target,
            to=T.IN_PROGRESS,
            transitions=TARGET,
            actor=actor,
            now=now,
            message=gettext_noop("First contact made"),
            about=target.plan,
        )


def target_closed(
    *, target: PlanTarget, reason: str, actor: User, now: datetime
) -> None:
    """Close a target that leads nowhere, or where all is done."""
    move(
        target,
        to=T.CLOSED,
        transitions=TARGET,
        actor=actor,
        now=now,
        message=gettext_noop("Target closed: %(reason)s"),
        params={"reason": reason[:200]},
        about=target.plan,
        closed_reason=reason[:300],
    )
