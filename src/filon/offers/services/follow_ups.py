"""The reminders of an unanswered offer, planned when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import move, record
from filon.offers.lifecycle import FOLLOW_UP
from filon.offers.models import FollowUp, OfferRevision
from filon.plans.models import Channel, ReminderRule
from filon.prospecting.models import Activity

T = ReminderRule.Trigger
USUAL_DELAY_DAYS = 7
_HOUR = time(9, 0)
_KINDS: Final[dict[str, str]] = {
    Channel.PHONE: Activity.Kind.CALL,
    Channel.VISIT: Activity.Kind.VISIT,
    Channel.MAILING: Activity.Kind.EMAIL,
    Channel.SHOW: Activity.Kind.SHOW,
    Channel.DEMO: Activity.Kind.DEMO,
    Channel.WEB: Activity.Kind.WEB,
    Channel.PARTNER: Activity.Kind.MEETING,
}


@dataclass(frozen=True, slots=True)
class _Reminder:
    rule: ReminderRule | None
    at: datetime
    kind: str
    aim: str


def follow_ups_plan(
    *, revision: OfferRevision, actor: User, now: datetime
) -> list[FollowUp]:
    """Plan the contacts that the reminder rules ask for; the caller is sending.

    The rules of the deal's plan and those of the whole house apply. Without any rule
    for unanswered offers a call is planned a week later.
    """
    offer = revision.offer
    planned = []
    for reminder in _reminders(revision, now):
        activity = Activity.objects.create(
            owner=offer.owner or actor,
            team_id=offer.team_id,
            created_by=actor,
            created_at=now,
            updated_at=now,
            kind=reminder.kind,
            subject=_("Follow up offer %(number)s %(letter)s")
            % {"number": offer.number, "letter": revision.letter},
            organization=offer.organization,
            deal=offer.deal,
            plan=offer.deal.plan,
            plan_target=offer.deal.plan_target,
            language=revision.language,
            aim=reminder.aim[:300],
            starts_at=reminder.at,
        )
        if offer.contact is not None:
            activity.contacts.add(offer.contact)
        record(
            target=activity,
            message=gettext_noop("Planned because offer %(number)s was sent"),
            params={"number": offer.number},
            actor=actor,
            now=now,
            about=offer,
        )
        planned.append(
            FollowUp.objects.create(
                revision=revision, rule=reminder.rule, activity=activity
            )
        )
    return planned


def follow_ups_cancel(
    *, revision: OfferRevision, actor: User | None, now: datetime
) -> None:
    """Cancel the planned reminders of a revision that has its answer."""
    rows = FollowUp.objects.filter(
        revision=revision, activity__status=Activity.Status.PLANNED
    ).select_related("activity")
    for row in rows.order_by("pk"):
        move(
            row.activity,
            to=Activity.Status.CANCELLED,
            transitions=FOLLOW_UP,
            actor=actor,
            now=now,
            message=gettext_noop("No reminder needed: the offer has its answer"),
            updated_at=now,
        )


def _reminders(revision: OfferRevision, now: datetime) -> list[_Reminder]:
    plan = revision.offer.deal.plan_id
    whose = Q(plan=None) if plan is None else Q(plan=None) | Q(plan=plan)
    rules = list(
        ReminderRule.objects.filter(
            whose, is_active=True, trigger__in=[T.OFFER_SENT, T.OFFER_EXPIRING]
        ).order_by("pk")
    )
    found = [_from_rule(rule, revision, now) for rule in rules]
    if not any(rule.trigger == T.OFFER_SENT for rule in rules):
        day = now + timedelta(days=USUAL_DELAY_DAYS)
        found.append(_Reminder(None, _morning(day), Activity.Kind.CALL, ""))
    return [reminder for reminder in found if reminder.at > now]


def _from_rule(rule: ReminderRule, revision: OfferRevision, now: datetime) -> _Reminder:
    delay = timedelta(days=rule.delay_days)
    at = now + delay
    if rule.trigger == T.OFFER_EXPIRING and revision.valid_until is not None:
        end = datetime.combine(revision.valid_until, _HOUR, tzinfo=now.tzinfo)
        at = end - delay
    return _Reminder(rule, _morning(at), _KINDS[rule.channel], rule.template)


def _morning(moment: datetime) -> datetime:
    """Return nine o'clock of that day, or of the Monday after a week-end."""
    local = timezone.localtime(moment)
    day = local.date()
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    at = datetime.combine(day, _HOUR, tzinfo=local.tzinfo)
    return at.astimezone(moment.tzinfo)
