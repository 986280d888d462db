"""Whom to call next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from filon.accounts.models import User
from filon.plans.models import ActionPlan, PlanTarget
from filon.prospecting.lifecycle import WORKED_ON
from filon.prospecting.models import Activity, CallGuide, GuideQuestion
from filon.prospecting.selectors.tools import proposed_guide

LATEST = 3
NEXT = 5


@dataclass(frozen=True, slots=True)
class CallScreen:
    """The target to call now, what is known, what to say; and who comes after."""

    target: PlanTarget | None
    guide: CallGuide | None
    questions: Sequence[GuideQuestion]
    latest: Sequence[Activity]
    after: Sequence[PlanTarget]
    waiting: int


def call_queue(*, person: User, on: date) -> QuerySet[PlanTarget]:
    """Return the targets of a person that are to be called by `on`, best first."""
    rows = PlanTarget.objects.filter(
        assignee=person,
        status__in=WORKED_ON,
        plan__status=ActionPlan.Status.RUNNING,
        plan__deleted_at=None,
    ).filter(Q(next_activity_on=None) | Q(next_activity_on__lte=on))
    return rows.select_related("organization", "contact", "plan").order_by(
        "priority", "next_activity_on", "pk"
    )


def call_screen(*, user: User, on: date, target_id: int | None = None) -> CallScreen:
    """Return what the call screen shows; `target_id` chooses another one first."""
    queue = call_queue(person=user, on=on)
    rows = list(queue[: NEXT + 1])
    target = _chosen(queue, rows, target_id)
    if target is None:
        return CallScreen(None, None, [], [], [], 0)
    language = target.contact.language if target.contact else ""
    guide = proposed_guide(
        user=user,
        organization=target.organization,
        language=language or target.organization.language,
    )
    latest = Activity.objects.visible_to(user).filter(
        organization=target.organization, status=Activity.Status.DONE
    )
    return CallScreen(
        target=target,
        guide=guide,
        questions=list(guide.questions.order_by("position", "pk")) if guide else [],
        latest=list(latest.order_by("-starts_at", "-pk")[:LATEST]),
        after=[row for row in rows if row.pk != target.pk][:NEXT],
        waiting=queue.count(),
    )


def _chosen(
    queue: QuerySet[PlanTarget], rows: list[PlanTarget], target_id: int | None
) -> PlanTarget | None:
    if target_id is not None:
        chosen = queue.filter(pk=target_id).first()
        if chosen is not None:
            return chosen
    return rows[0] if rows else None
