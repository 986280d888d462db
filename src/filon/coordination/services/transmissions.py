"""Sharing a deliverable with named people, and the proof that they read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination import kinds, lifecycle, links, policies
from filon.coordination.letters import Reader, queue_letters, reader
from filon.coordination.models import (
    PublicLink,
    Transmission,
    TransmissionRecipient,
)
from filon.coordination.services.ownership import start
from filon.coordination.services.people import Addressee, each_once
from filon.files.models import StoredFile
from filon.journal.services import move, record
from filon.kernel import clock
from filon.kernel.errors import DomainError

T = Transmission


class TransmissionRefused(DomainError):
    """The transmission lacks its recipients, an address, or what proves it."""


@dataclass(frozen=True, slots=True)
class TransmissionPlan:
    """To whom, how and by when; `language` is the one of people without account."""

    recipients: Sequence[Addressee]
    channel: str = T.Channel.EMAIL
    language: str = "fr"
    due_on: date | None = None
    message: str = ""
    document: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Presentation:
    """The meeting in which a deliverable was presented."""

    presented_on: date
    attendees: str
    minutes: str


@dataclass(frozen=True, slots=True)
class HandedLink:
    """A link to hand over to a recipient; shown once, never stored."""

    recipient: TransmissionRecipient
    url: str


@transaction.atomic
def transmission_plan(
    *,
    target: Model,
    plan: TransmissionPlan,
    actor: User,
    now: datetime,
    title: str = "",
) -> Transmission:
    """Write down who must receive a deliverable by when; nothing leaves yet.

    A department stands for its members.

    :raises TransmissionRefused: without a recipient, if an outside recipient of an
        e-mail has no address, or if the due day has passed.
    :raises AddresseeRefused: if a recipient cannot be one.
    :raises PermissionDenied: if this person makes no gestures.
    """
    recipients = each_once(_people(plan.recipients))
    if not recipients:
        raise TransmissionRefused(_("Choose at least one recipient."))
    if plan.due_on is not None and plan.due_on < clock.day_of(now):
        raise TransmissionRefused(_("Choose a due day from today on."))
    if plan.channel == T.Channel.EMAIL:
        _check_addresses(recipients)
    transmission = Transmission.objects.create(
        **start(target, title, actor=actor, now=now),
        channel=plan.channel,
        status=T.Status.PLANNED,
        language=plan.language,
        due_on=plan.due_on,
        message=plan.message.strip(),
        document=plan.document,
    )
    TransmissionRecipient.objects.bulk_create(
        TransmissionRecipient(
            transmission=transmission,
            user=one.user,
            name=one.called[:200],
            email=one.user.email if one.user else one.email.strip(),
        )
        for one in recipients
    )
    record(
        target=transmission,
        message=gettext_noop("Transmission planned to %(names)s"),
        params={"names": _names(recipients)},
        actor=actor,
        now=now,
        about=target,
    )
    return transmission


@transaction.atomic
def transmission_send(
    *, transmission: Transmission, actor: User, now: datetime
) -> list[HandedLink]:
    """Send a planned transmission: a mail to each, or a link to hand over to each.

    Recipients with an account are led to its page; the others get a link of their
    own. Links to hand over are returned, this one time.

    :raises TransmissionRefused: if it is to be presented in a meeting, or may not leave
        the house yet and has recipients outside.
    :raises MailRefused: if an address is not acceptable.
    :raises PermissionDenied: if it is somebody else's.
    :raises TransitionRefused: if it was sent meanwhile.
    """
    if transmission.channel == T.Channel.PRESENTED:
        raise TransmissionRefused(
            _(
                "It is presented in a meeting: write down the day, who came and"
                " what was said."
            )
        )
    _mark_sent(
        transmission, actor=actor, now=now, message=gettext_noop("Transmission sent")
    )
    recipients = list(transmission.recipients.select_related("user").order_by("pk"))
    if any(one.user is None for one in recipients):
        _check_may_leave(transmission)
    handed: list[HandedLink] = []
    readers: list[Reader] = []
    for recipient in recipients:
        one = _reader(transmission, recipient, now=now)
        is_mailed = transmission.channel == T.Channel.EMAIL or recipient.user
        if is_mailed:
            readers.append(one)
        else:
            handed.append(HandedLink(recipient, one.url))
    queue_letters(
        template="transmission",
        readers=readers,
        gesture=transmission,
        actor=actor,
        now=now,
    )
    transmission.recipients.update(sent_at=now)
    return handed


@transaction.atomic
def transmission_share(
    *,
    target: Model,
    plan: TransmissionPlan,
    actor: User,
    now: datetime,
    title: str = "",
) -> tuple[Transmission, list[HandedLink]]:
    """Plan a transmission and send it at once, or not at all.

    Raises what the two steps raise.
    """
    transmission = transmission_plan(
        target=target, plan=plan, actor=actor, now=now, title=title
    )
    handed = transmission_send(transmission=transmission, actor=actor, now=now)
    return transmission, handed


@transaction.atomic
def transmission_present(
    *,
    transmission: Transmission,
    presentation: Presentation,
    actor: User,
    now: datetime,
) -> None:
    """Note the meeting in which a planned transmission was presented.

    :raises TransmissionRefused: without attendees or minutes, if the day is to come,
        or if the transmission goes another way.
    :raises PermissionDenied: if it is somebody else's.
    :raises TransitionRefused: if it was noted meanwhile.
    """
    if transmission.channel != T.Channel.PRESENTED:
        raise TransmissionRefused(_("This transmission is sent, not presented."))
    if presentation.presented_on > clock.day_of(now):
        raise TransmissionRefused(_("The meeting is still to come: choose its day."))
    if not presentation.attendees.strip() or not presentation.minutes.strip():
        raise TransmissionRefused(_("Write down who came and what was said."))
    _mark_sent(
        transmission,
        actor=actor,
        now=now,
        message=gettext_noop("Presented in a meeting"),
        presented_on=presentation.presented_on,
        attendees=presentation.attendees.strip(),
        minutes=presentation.minutes.strip(),
    )
    transmission.recipients.update(sent_at=now)


@transaction.atomic
def transmission_read(
    *,
    recipient: TransmissionRecipient,
    now: datetime,
    is_confirmed: bool,
    actor: User | None = None,
    link: PublicLink | None = None,
    request: HttpRequest | None = None,
) -> bool:
    """Note that a recipient has opened or confirmed reading; the first time counts.

    :param is_confirmed: the person said so; else their browser showed the page.
    :returns: False if it was noted before; then only the event of the link is added.
    :raises PermissionDenied: if it is somebody else's copy, or not sent yet.
    """
    is_own = actor is not None and recipient.user_id == actor.pk
    is_held = link is not None and recipient.link_id == link.pk
    if not (is_own or is_held) or recipient.sent_at is None:
        raise PermissionDenied
    if link is not None:
        links.link_event(
            link=link,
            kind="CONFIRMED" if is_confirmed else "OPENED",
            request=request,
            now=now,
        )
    rows = TransmissionRecipient.objects.filter(pk=recipient.pk, read_at=None)
    is_first = bool(rows.update(read_at=now))
    if is_first:
        transmission = recipient.transmission
        record(
            target=transmission,
            message=gettext_noop("Read by %(name)s"),
            params={"name": recipient.name},
            actor=actor,
            actor_name=recipient.name,
            now=now,
            about=kinds.row_of(transmission.target_kind, transmission.target_id),
        )
    recipient.refresh_from_db()
    return is_first


def _mark_sent(
    transmission: Transmission,
    *,
    actor: User,
    now: datetime,
    message: str,
    **changes: Any,
) -> None:
    is_planned = transmission.status == T.Status.PLANNED
    if is_planned and not policies.can_send(actor, transmission):
        raise PermissionDenied
    move(
        transmission,
        to=T.Status.SENT,
        transitions=lifecycle.TRANSMISSION,
        actor=actor,
        now=now,
        message=message,
        about=kinds.row_of(transmission.target_kind, transmission.target_id),
        sent_at=now,
        updated_at=now,
        **changes,
    )


def _reader(
    transmission: Transmission, recipient: TransmissionRecipient, *, now: datetime
) -> Reader:
    if recipient.user is not None:
        path = reverse("coordination:transmission-detail", args=[transmission.pk])
        return reader(recipient.user, links.site_url(path))
    link, token = links.link_issue(
        purpose=links.Purpose.TRANSMISSION,
        target=recipient,
        recipient_name=recipient.name,
        recipient_email=recipient.email,
        language=transmission.language,
        now=now,
    )
    TransmissionRecipient.objects.filter(pk=recipient.pk).update(link=link)
    return Reader(
        recipient.name,
        recipient.email,
        transmission.language,
        links.entry_url(token),
        secrets=(token,),
    )


def _people(recipients: Sequence[Addressee]) -> list[Addressee]:
    found: list[Addressee] = []
    for one in recipients:
        if one.department is None:
            found.append(one)
            continue
        members = one.department.members.filter(is_active=True).order_by("pk")
        found += [Addressee(user=member) for member in members]
        if not members and one.department.email:
            email = one.department.email
            found.append(Addressee(name=str(one.department), email=email))
    return found


def _check_may_leave(transmission: Transmission) -> None:
    target = kinds.row_of(transmission.target_kind, transmission.target_id)
    reason = kinds.held_back(target) if target is not None else ""
    if reason:
        raise TransmissionRefused(reason)


def _check_addresses(recipients: Sequence[Addressee]) -> None:
    for one in recipients:
        if one.user is None and not one.email.strip():
            raise TransmissionRefused(
                _("Give the e-mail address of %(name)s, or choose another channel.")
                % {"name": one.called}
            )


def _names(recipients: Sequence[Addressee]) -> str:
    return ", ".join(one.called for one in recipients)[:500]
