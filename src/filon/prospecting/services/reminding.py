"""Follow-ups that the reminder rules of the plans ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.accounts.policies import can_write_sales
from filon.plans.models import ActionPlan, Channel, PlanTarget, ReminderRule
from filon.prospecting.lifecycle import WORKED_ON
from filon.prospecting.models import Activity
from filon.prospecting.services.calling import usual_moment
from filon.prospecting.services.planning import activity_plan

A = Activity
AT_ONCE = 500
KIND_OF: dict[str, str] = {
    Channel.PHONE: A.Kind.CALL,
    Channel.VISIT: A.Kind.VISIT,
    Channel.MAILING: A.Kind.MAILING,
    Channel.SHOW: A.Kind.SHOW,
    Channel.DEMO: A.Kind.DEMO,
    Channel.WEB: A.Kind.WEB,
    Channel.PARTNER: A.Kind.MEETING,
}


def follow_ups_create(*, now: datetime) -> int:
    """Plan what the rules ask for; return how many contacts were planned.

    Running it twice plans nothing twice: a target with a planned contact is left
    alone. Each contact is planned for the next working morning by whoever works on
    the target, else by the owner of the plan.
    """
    rules = ReminderRule.objects.filter(
        is_active=True,
        trigger__in=[
            ReminderRule.Trigger.TARGET_IDLE,
            ReminderRule.Trigger.CONTACT_MADE,
        ],
    ).order_by("pk")
    return sum(_apply(rule, now=now) for rule in rules.select_related("plan"))


def _apply(rule: ReminderRule, *, now: datetime) -> int:
    return sum(_plan(rule, target, now=now) for target in _due_targets(rule, now))


def _due_targets(rule: ReminderRule, now: datetime) -> Iterable[PlanTarget]:
    """Return the targets that have waited longer than the rule allows."""
    edge = now - timedelta(days=rule.delay_days)
    planned = A.objects.alive().filter(
        plan_target=OuterRef("pk"), status=A.Status.PLANNED
    )
    rows: QuerySet[PlanTarget] = PlanTarget.objects.filter(
        ~Exists(planned),
        status__in=WORKED_ON,
        plan__status=ActionPlan.Status.RUNNING,
        plan__deleted_at=None,
    )
    if rule.plan_id is not None:
        rows = rows.filter(plan_id=rule.plan_id)
    done = A.objects.alive().filter(plan_target=OuterRef("pk"), status=A.Status.DONE)
    if rule.trigger == ReminderRule.Trigger.TARGET_IDLE:
        rows = rows.filter(~Exists(done), plan__started_at__lte=edge)
    else:
        recent = done.filter(done_at__gt=edge)
        rows = rows.filter(Exists(done), ~Exists(recent))
    found = rows.select_related(
        "plan__owner", "organization", "contact", "site", "assignee"
    )
    return list(found.order_by("priority", "pk")[:AT_ONCE])


@transaction.atomic
def _plan(rule: ReminderRule, target: PlanTarget, *, now: datetime) -> bool:
    person = _worker(target)
    if person is None:
        return False
    subject = rule.template.strip() or _("Follow-up: %(company)s") % {
        "company": target.organization
    }
    activity_plan(
        values={
            "plan_target": target,
            "kind": KIND_OF[rule.channel],
            "starts_at": usual_moment(now, 1),
            "subject": subject[:200],
            "owner": person,
        },
        actor=person,
        now=now,
    )
    return True


def _worker(target: PlanTarget) -> User | None:
    for person in (target.assignee, target.plan.owner):
        if person is not None and can_write_sales(person):
            return person
    return None
