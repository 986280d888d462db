"""Call after call: one key says what came of it and what follows."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.kernel import clock
from filon.plans.models import PlanTarget
from filon.prospecting.models import Activity
from filon.prospecting.services.planning import activity_plan
from filon.prospecting.services.reporting import NextStep, Report, activity_report

A = Activity
R = Activity.Outcome
MORNING = time(9, 0)
# Days until the usual next contact, and how it is made.
USUAL_NEXT: dict[str, tuple[int, str]] = {
    R.APPOINTMENT: (7, A.Kind.MEETING),
    R.INTERESTED: (7, A.Kind.CALL),
    R.NEED_FOUND: (3, A.Kind.VISIT),
    R.CALL_BACK: (2, A.Kind.CALL),
    R.NOT_REACHED: (1, A.Kind.CALL),
}


def usual_moment(now: datetime, days: int) -> datetime:
    """Return nine in the morning of the working day `days` later, company time."""
    on = clock.day_of(now) + timedelta(days=days)
    while on.weekday() >= 5:
        on += timedelta(days=1)
    return datetime.combine(on, MORNING, tzinfo=timezone.get_current_timezone())


@transaction.atomic
def call_log(
    *,
    target: PlanTarget,
    outcome: str,
    actor: User,
    now: datetime,
    text: str = "",
    next_at: datetime | None = None,
) -> Activity:
    """Report a call to a target in one go; return the contact that was made.

    The call that was planned for the target is the one that is reported; without one
    it is written down now. The next contact takes the usual delay of the outcome; a
    target that is not interested is closed, with `text` as the reason.

    :param next_at: when the next contact is; None: after the usual delay.
    :raises ReportRefused: without an outcome, or without words where some are due.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    call = _planned_call(target, actor) or activity_plan(
        values={
            "plan_target": target,
            "kind": A.Kind.CALL,
            "starts_at": now,
            "subject": target.aim or _("Prospecting call"),
        },
        actor=actor,
        now=now,
    )
    activity_report(
        activity=call,
        report=Report(outcome=outcome, text=text or _words(outcome)),
        next_step=_next_step(outcome, text, next_at, now),
        actor=actor,
        now=now,
    )
    return call


def _planned_call(target: PlanTarget, actor: User) -> Activity | None:
    rows = A.objects.alive().filter(
        plan_target=target, owner=actor, kind=A.Kind.CALL, status=A.Status.PLANNED
    )
    call: Activity | None = (
        rows.select_related("organization", "plan", "plan_target")
        .order_by("starts_at", "pk")
        .first()
    )
    return call


def _words(outcome: str) -> str:
    """Return the outcome in words: a key that was pressed is a report, too."""
    return str(R(outcome).label) if outcome in R.values else ""


def _next_step(
    outcome: str, text: str, next_at: datetime | None, now: datetime
) -> NextStep | None:
    if outcome == R.NOT_INTERESTED:
        return NextStep(close_reason=text or _words(outcome))
    if outcome not in USUAL_NEXT:
        return None
    days, kind = USUAL_NEXT[outcome]
    return NextStep(kind=kind, starts_at=next_at or usual_moment(now, days))
