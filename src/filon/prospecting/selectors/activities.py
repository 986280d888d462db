"""Contacts: as a list, as a week, one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.directory.indexing import ORGANIZATION
from filon.directory.models import Contact
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.prospecting.models import (
    Activity,
    ActivityPartner,
    FindingCapture,
    GuideAnswer,
    GuideQuestion,
    SupportUse,
)
from filon.search.selectors import matching_ids


@dataclass(frozen=True, slots=True)
class Line:
    """A question of the guide with its answer, if one was given."""

    question: GuideQuestion
    answer: GuideAnswer | None


@dataclass(frozen=True, slots=True)
class ActivitySheet:
    """All that the page of a contact shows, read in eight queries."""

    activity: Activity
    contacts: Sequence[Contact]
    partners: Sequence[ActivityPartner]
    lines: Sequence[Line]
    uses: Sequence[SupportUse]
    captures: Sequence[FindingCapture]
    history: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week with its contacts in order."""

    on: date
    is_today: bool
    activities: Sequence[Activity]


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday of one person."""

    start: date
    days: Sequence[Day]

    @property
    def previous(self) -> date:
        """Monday of the week before."""
        return self.start - timedelta(days=7)

    @property
    def following(self) -> date:
        """Monday of the week after."""
        return self.start + timedelta(days=7)

    @property
    def end(self) -> date:
        """Its Sunday."""
        return self.start + timedelta(days=6)

    @property
    def count(self) -> int:
        """How many contacts it holds."""
        return sum(len(day.activities) for day in self.days)


def activities(user: User) -> QuerySet[Activity]:
    """Return the contacts that a person may read, with company, deal and owner."""
    rows: QuerySet[Activity] = Activity.objects.visible_to(user)
    return rows.select_related("organization", "deal", "owner")


def search_activities(user: User) -> Callable[[str], Q]:
    """Return the search of the list: contacts with the companies that match."""

    def search(text: str) -> Q:
        return Q(organization__in=matching_ids(user, ORGANIZATION, text))

    return search


def monday_of(on: date) -> date:
    """Return the first day of the week of a day."""
    return on - timedelta(days=on.weekday())


def bounds(start: date, days: int) -> tuple[datetime, datetime]:
    """Return the first moment of a day and the first one after so many days."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(start, time.min, tzinfo=zone)
    last = datetime.combine(start + timedelta(days=days), time.min, tzinfo=zone)
    return first, last


def week_of(*, user: User, person: User, on: date, today: date) -> Week:
    """Return the week of a person around a day, in two queries.

    Contacts that were given up are left out.
    """
    start = monday_of(on)
    first, last = bounds(start, 7)
    rows = (
        activities(user)
        .filter(owner=person, starts_at__gte=first, starts_at__lt=last)
        .exclude(status=Activity.Status.CANCELLED)
        .select_related("site")
        .prefetch_related("contacts")
        .order_by("starts_at", "pk")
    )
    by_day: dict[date, list[Activity]] = {}
    for row in rows:
        by_day.setdefault(clock.day_of(row.starts_at), []).append(row)
    days = [start + timedelta(days=place) for place in range(7)]
    return Week(start, [Day(d, d == today, by_day.get(d, [])) for d in days])


def report_sheet(*, user: User, pk: int) -> ActivitySheet:
    """Return one contact with its people and questions only, in four queries.

    :raises Activity.DoesNotExist: if it is absent or not visible to `user`.
    """
    activity = _activity(user, pk)
    contacts = list(activity.contacts.order_by("name_key", "pk"))
    return ActivitySheet(activity, contacts, [], _lines(activity), [], [], [])


def activity_sheet(*, user: User, pk: int) -> ActivitySheet:
    """Return one contact with its people, answers, supports and findings.

    :raises Activity.DoesNotExist: if it is absent or not visible to `user`.
    """
    activity = _activity(user, pk)
    return ActivitySheet(
        activity=activity,
        contacts=list(activity.contacts.order_by("name_key", "pk")),
        partners=list(activity.partners.select_related("organization").order_by("pk")),
        lines=_lines(activity),
        uses=list(
            activity.support_uses.select_related("support").order_by("used_at", "pk")
        ),
        captures=list(activity.captures.select_related("finding").order_by("pk")),
        history=timeline(activity, limit=20),
    )


def _activity(user: User, pk: int) -> Activity:
    rows = activities(user).select_related(
        "site", "plan", "plan_target__organization", "guide", "next_activity"
    )
    return rows.get(pk=pk)


def _lines(activity: Activity) -> list[Line]:
    answers = {
        answer.question_id: answer
        for answer in activity.answers.select_related("question", "requirement")
    }
    questions: list[GuideQuestion] = []
    if activity.guide_id is not None:
        questions = list(
            GuideQuestion.objects.filter(guide_id=activity.guide_id).order_by(
                "position", "pk"
            )
        )
    known = {question.pk for question in questions}
    questions += [a.question for pk, a in answers.items() if pk not in known]
    return [Line(question, answers.get(question.pk)) for question in questions]


def source_of(activity: Activity) -> Deal.Source:
    """Return where a deal comes from that a contact opens."""
    return Deal.Source.PLAN if activity.plan_id else Deal.Source.OTHER


def proposed_title(activity: Activity) -> str:
    """Return the subject of a contact as the title of a deal: without its kind.

    “Visit – Two pumps” gives “Two pumps”, in whichever language it was written; the
    kind alone says nothing of what is sold and gives nothing.
    """
    subject = activity.subject.strip()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            kinds = [str(kind.label) for kind in Activity.Kind]
        for kind in sorted(kinds, key=len, reverse=True):
            if subject.casefold() == kind.casefold():
                return ""
            found = re.match(rf"{re.escape(kind)}\s*[:–—,-]\s*", subject, re.IGNORECASE)
            if found:
                rest = subject[found.end() :]
                return rest[:1].upper() + rest[1:]
    return subject
