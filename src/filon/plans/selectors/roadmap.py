"""What the roadmap sheet of a plan holds for one person and one week."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from filon.accounts.models import User
from filon.plans.models import ActionPlan, PlanAction, PlanTarget
from filon.plans.roadmap import ActionRow, RoadmapSheet, TargetRow

MOST_TARGETS = 60
T = PlanTarget.Status


def plan_roadmap(*, plan: ActionPlan, person: User, on: date) -> RoadmapSheet:
    """Return the actions and targets of a person in the week of a day; two queries.

    Actions and targets of nobody are those of the plan's owner. The contacts that are
    planned belong to a later stage, which adds them to the sheet.
    """
    monday = on - timedelta(days=on.weekday())
    sunday = monday + timedelta(days=6)
    mine = Q(assignee=person)
    if plan.owner_id == person.pk:
        mine |= Q(assignee=None)
    actions = plan.actions.filter(mine, start_on__lte=sunday, end_on__gte=monday)
    targets = plan.targets.filter(mine, status__in=[T.TO_CONTACT, T.IN_PROGRESS])
    ordered = targets.select_related("organization", "site", "contact").order_by(
        "priority", "next_activity_on", "pk"
    )
    return RoadmapSheet(
        person=str(person),
        start_on=monday,
        end_on=sunday,
        actions=[action_row(a, str(plan)) for a in actions.order_by("start_on", "pk")],
        targets=[target_row(target) for target in ordered[:MOST_TARGETS]],
    )


def action_row(action: PlanAction, plan: str) -> ActionRow:
    """Return an action as the sheet shows it, in the active language."""
    return ActionRow(
        title=action.title,
        channel=str(action.get_channel_display()),
        start_on=action.start_on,
        end_on=action.end_on,
        quota=action.quota,
        plan=plan,
        note=action.note,
    )


def target_row(target: PlanTarget) -> TargetRow:
    """Return a target as the sheet shows it."""
    place = target.site or target.organization
    phone = target.organization.phone
    if target.contact is not None:
        phone = target.contact.phone or target.contact.mobile or phone
    return TargetRow(
        company=target.organization.name,
        place=f"{place.postcode} {place.city}".strip(),
        contact=str(target.contact or ""),
        phone=phone,
        aim=target.aim or target.reason,
        priority=target.priority,
        last_on=target.last_activity_on,
    )
