"""The roadmap sheet of one person for one week (« fiche de route »)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from filon.accounts.models import User, scope_of
from filon.plans.models import PlanAction, PlanTarget
from filon.prospecting.lifecycle import PLANS_AT_WORK, WORKED_ON
from filon.prospecting.selectors.activities import Week, week_of

TARGETS = 40


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Waves of the plans, contacts day by day, targets that wait for one."""

    person: User
    week: Week
    actions: Sequence[PlanAction]
    targets: Sequence[PlanTarget]


def roadmap(*, user: User, person: User, on: date, today: date) -> Roadmap:
    """Return the sheet of a person for the week of a day, in four queries."""
    week = week_of(user=user, person=person, on=on, today=today)
    at_work = Q(
        plan__status__in=PLANS_AT_WORK,
        plan__deleted_at=None,
    )
    readable = scope_of(user, "plan__")
    actions = PlanAction.objects.filter(at_work, readable).filter(
        Q(assignee=person) | Q(assignee=None, plan__owner=person),
        start_on__lte=week.end,
        end_on__gte=week.start,
    )
    targets = PlanTarget.objects.filter(at_work, readable).filter(
        assignee=person, status__in=WORKED_ON
    )
    waiting = targets.filter(
        Q(next_activity_on=None) | Q(next_activity_on__lt=week.start)
    )
    return Roadmap(
        person=person,
        week=week,
        actions=list(actions.select_related("plan").order_by("start_on", "pk")),
        targets=list(
            waiting.select_related("organization", "contact", "plan").order_by(
                "priority", "pk"
            )[:TARGETS]
        ),
    )
