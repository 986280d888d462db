"""What awaits one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.coordination.models import (
    Approval,
    Consultation,
    Signal,
    Transmission,
    TransmissionRecipient,
)
from filon.coordination.selectors.framework import policies_to_acknowledge
from filon.coordination.selectors.tones import is_late
from filon.kernel import clock

LIMIT = 100


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One thing to do: what it is about, from whom, by when."""

    title: str
    text: str
    url: str
    who: str
    on: date | None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """What awaits a person, at most 100 lines of each sort, the most urgent first."""

    approvals: list[InboxLine]
    consultations: list[InboxLine]
    signals: list[InboxLine]
    to_read: list[InboxLine]
    to_send: list[InboxLine]
    policies: list[InboxLine]

    @property
    def total(self) -> int:
        """How many things await."""
        return (
            len(self.approvals)
            + len(self.consultations)
            + len(self.signals)
            + len(self.to_read)
            + len(self.to_send)
            + len(self.policies)
        )

    @property
    def late(self) -> int:
        """How many of them are late."""
        lines = [*self.approvals, *self.consultations, *self.to_send]
        return sum(line.is_late for line in lines)


def inbox(user: User, now: datetime) -> Inbox:
    """Return what awaits this person; six queries.

    Approvals: theirs, and the late ones of the people who report to them.
    Consultations: put to them or to their department.
    """
    today = clock.day_of(now)
    return Inbox(
        approvals=[_approval(row, today) for row in _approvals(user, today)[:LIMIT]],
        consultations=[
            _consultation(row, today) for row in _consultations(user)[:LIMIT]
        ],
        signals=[_signal(row) for row in _signals(user)[:LIMIT]],
        to_read=[_unread(row) for row in _unread_of(user)[:LIMIT]],
        to_send=[_to_send(row, today) for row in _planned(user)[:LIMIT]],
        policies=[
            InboxLine(
                title=str(row),
                text=str(row.get_kind_display()),
                url=reverse("coordination:policy-detail", args=[row.pk]),
                who="",
                on=row.valid_from,
            )
            for row in policies_to_acknowledge(user, on=today)[:LIMIT]
        ],
    )


def inbox_count(user: User, now: datetime) -> int:
    """Return how many things await this person; one query."""
    today = clock.day_of(now)
    parts: list[QuerySet[Any, Any]] = [
        rows.order_by().values_list("pk")
        for rows in (
            _consultations(user),
            _signals(user),
            _unread_of(user),
            _planned(user),
            policies_to_acknowledge(user, on=today),
        )
    ]
    first = _approvals(user, today).order_by().values_list("pk")
    return int(first.union(*parts, all=True).count())


def _approvals(user: User, today: date) -> QuerySet[Approval]:
    late_below = Q(approver__reports_to_id=user.pk, due_on__lt=today) & ~Q(
        created_by_id=user.pk
    )
    rows: QuerySet[Approval] = (
        Approval.objects.alive()
        .filter(
            Q(approver_id=user.pk) | Q(substitute_id=user.pk) | late_below,
            status=Approval.Status.PENDING,
        )
        .select_related("created_by", "approver")
        .order_by("due_on", "pk")
    )
    return rows


def _consultations(user: User) -> QuerySet[Consultation]:
    mine = Q(person_id=user.pk)
    if user.department_id is not None:
        mine |= Q(person_id=None, department_id=user.department_id)
    rows: QuerySet[Consultation] = (
        Consultation.objects.alive()
        .filter(mine, status=Consultation.Status.OPEN)
        .select_related("created_by")
        .order_by("due_on", "pk")
    )
    return rows


def _signals(user: User) -> QuerySet[Signal]:
    rows: QuerySet[Signal] = (
        Signal.objects.alive()
        .filter(addressee_id=user.pk, status=Signal.Status.OPEN)
        .select_related("created_by")
        .order_by("pk")
    )
    return rows


def _unread_of(user: User) -> QuerySet[TransmissionRecipient]:
    return (
        TransmissionRecipient.objects.filter(
            user_id=user.pk,
            sent_at__isnull=False,
            read_at=None,
            transmission__deleted_at=None,
        )
        .select_related("transmission__created_by")
        .order_by("-sent_at", "pk")
    )


def _planned(user: User) -> QuerySet[Transmission]:
    rows: QuerySet[Transmission] = (
        Transmission.objects.alive()
        .filter(created_by_id=user.pk, status=Transmission.Status.PLANNED)
        .order_by("due_on", "pk")
    )
    return rows


def _approval(row: Approval, today: date) -> InboxLine:
    return InboxLine(
        title=row.title,
        text=row.reason,
        url=reverse("coordination:approval-detail", args=[row.pk]),
        who=str(row.created_by or ""),
        on=row.due_on,
        is_late=is_late(row.due_on, today),
    )


def _consultation(row: Consultation, today: date) -> InboxLine:
    return InboxLine(
        title=row.title,
        text=row.question,
        url=reverse("coordination:consultation-detail", args=[row.pk]),
        who=str(row.created_by or ""),
        on=row.due_on,
        is_late=is_late(row.due_on, today),
    )


def _signal(row: Signal) -> InboxLine:
    return InboxLine(
        title=row.title,
        text=row.message,
        url=reverse("coordination:signal-detail", args=[row.pk]),
        who=str(row.created_by or ""),
        on=clock.day_of(row.created_at),
    )


def _unread(row: TransmissionRecipient) -> InboxLine:
    transmission = row.transmission
    return InboxLine(
        title=transmission.title,
        text=transmission.message,
        url=reverse("coordination:transmission-detail", args=[transmission.pk]),
        who=str(transmission.created_by or ""),
        on=clock.day_of(row.sent_at) if row.sent_at else None,
    )


def _to_send(row: Transmission, today: date) -> InboxLine:
    return InboxLine(
        title=row.title,
        text=_("Planned, not sent yet"),
        url=reverse("coordination:transmission-detail", args=[row.pk]),
        who="",
        on=row.due_on,
        is_late=is_late(row.due_on, today),
    )
