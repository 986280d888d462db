"""The customer confirms the requirements by link, and corrects what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.services import company
from filon.coordination import links
from filon.coordination.models import PublicLink
from filon.directory.models import Contact
from filon.documents import formats
from filon.journal.services import move, record
from filon.kernel.errors import DomainError, TooLate
from filon.mail.services import queue_mail
from filon.needs import policies
from filon.needs.levels import asked_by, level_text
from filon.needs.lifecycle import CONFIRMATION, REQUIREMENT
from filon.needs.models import Need, NeedConfirmation, Requirement, RowConfirmation

C = NeedConfirmation
R = Requirement
Says = RowConfirmation.Says


class ConfirmationRefused(DomainError):
    """Nobody can be asked, or there is nothing to confirm."""


class ListChanged(TooLate):
    """A row was changed or withdrawn while the customer read it."""


@dataclass(frozen=True, slots=True)
class RowSaid:
    """What the customer says of one row; `correction` empty: it is right.

    :ivar version: of the requirement that stood before the customer.
    """

    requirement: int
    version: int
    correction: str = ""


@transaction.atomic
def confirmation_ask(
    *,
    need: Need,
    contact: Contact,
    actor: User,
    now: datetime,
    message: str = "",
    due_on: date | None = None,
) -> NeedConfirmation:
    """Send a contact the link to the list of requirements.

    :raises ConfirmationRefused: without a requirement to confirm, or if the contact
        cannot be written to.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_write(actor, need):
        raise PermissionDenied
    if not need.requirements.exclude(status=R.Status.WITHDRAWN).exists():
        raise ConfirmationRefused(_("There is no requirement to confirm yet."))
    if not contact.email:
        raise ConfirmationRefused(_("This contact has no e-mail address."))
    if contact.opted_out_at is not None:
        raise ConfirmationRefused(_("This contact objected to being written to."))
    link, token = links.link_issue(
        purpose=links.Purpose.NEED,
        target=need,
        recipient_name=str(contact),
        recipient_email=contact.email,
        language=contact.language,
        now=now,
    )
    asked = C.objects.create(
        need=need,
        contact=contact,
        link=link,
        message=message.strip(),
        due_on=due_on,
        sent_at=now,
        sent_by=actor,
    )
    record(
        target=need,
        message=gettext_noop("%(name)s was asked to confirm the requirements"),
        params={"name": str(contact)},
        actor=actor,
        now=now,
        about=need.deal,
    )
    _write(asked, token, actor=actor, now=now)
    return asked


@transaction.atomic
def confirmation_answer(
    *,
    confirmation: NeedConfirmation,
    rows: Sequence[RowSaid],
    missing: str,
    link: PublicLink,
    now: datetime,
    request: HttpRequest | None = None,
) -> None:
    """Keep what the customer says; once every row is answered, the answer is whole.

    Rows that are left out can be answered later, through the same link. Whoever asked
    is told by mail.

    :raises ConfirmationRefused: if nothing is said.
    :raises ListChanged: if a row changed since it was shown; nothing is written.
    :raises TooLate: if the confirmation is closed.
    """
    C.objects.select_for_update().get(pk=confirmation.pk)
    confirmation.refresh_from_db()
    if confirmation.status != C.Status.SENT:
        raise TooLate(_("This list was answered or closed already. Thank you."))
    if not rows and not missing.strip():
        raise ConfirmationRefused(_("Confirm a row, or correct it."))
    need = confirmation.need
    standing = _standing(need)
    for said in rows:
        _keep(confirmation, said, standing, link=link, now=now)
    if missing.strip():
        known = filter(None, [confirmation.missing, missing.strip()])
        C.objects.filter(pk=confirmation.pk).update(missing="\n".join(known))
        confirmation.refresh_from_db()
    corrected = sum(bool(said.correction.strip()) for said in rows)
    record(
        target=need,
        message=gettext_noop(
            "%(name)s answered on requirements: confirmed %(count)s, corrected"
            " %(corrected)s"
        ),
        params={
            "name": link.recipient_name,
            "count": len(rows) - corrected,
            "corrected": corrected,
        },
        actor=None,
        actor_name=link.recipient_name,
        now=now,
        about=need.deal,
    )
    links.link_event(
        link=link,
        kind="ANSWERED",
        request=request,
        now=now,
        data={"confirmed": len(rows) - corrected, "corrected": corrected},
    )
    answered = set(confirmation.rows.values_list("requirement_id", flat=True))
    if set(standing) <= answered:
        move(
            confirmation,
            to=C.Status.ANSWERED,
            transitions=CONFIRMATION,
            actor=None,
            actor_name=link.recipient_name,
            now=now,
            message=gettext_noop("Requirements answered"),
            about=need,
            answered_at=now,
        )
    _tell(confirmation, now=now)


@transaction.atomic
def confirmation_close(
    *, confirmation: NeedConfirmation, actor: User, now: datetime
) -> None:
    """Close the link; what was answered stays.

    :raises TransitionRefused: if it was answered or closed meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    need = confirmation.need
    if not policies.can_write(actor, need):
        raise PermissionDenied
    move(
        confirmation,
        to=C.Status.CLOSED,
        transitions=CONFIRMATION,
        actor=actor,
        now=now,
        message=gettext_noop("Confirmation closed"),
        about=need,
    )
    links.link_revoke(link=confirmation.link, actor=actor, now=now, about=need)


@transaction.atomic
def correction_settle(
    *, row: RowConfirmation, note: str, actor: User, now: datetime
) -> None:
    """Say what became of a correction that does not change the requirement.

    :raises ConfirmationRefused: without a note, or if it is settled already.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    need = row.requirement.need
    if not policies.can_write(actor, need):
        raise PermissionDenied
    if not note.strip():
        raise ConfirmationRefused(_("Say what was agreed with the customer."))
    open_rows = RowConfirmation.objects.filter(
        pk=row.pk, says=Says.CORRECTED, settled_at=None
    )
    if not open_rows.update(
        settled_at=now, settled_by=actor, settled_note=note.strip()[:300]
    ):
        raise ConfirmationRefused(_("This correction is settled already."))
    record(
        target=need,
        message=gettext_noop("Correction of %(ref)s settled: %(note)s"),
        params={"ref": row.requirement.ref, "note": note.strip()[:200]},
        actor=actor,
        now=now,
    )
    row.refresh_from_db()


def _standing(need: Need) -> dict[int, Requirement]:
    rows = need.requirements.exclude(status=R.Status.WITHDRAWN)
    return {row.pk: row for row in rows.select_for_update().order_by("pk")}


def _keep(
    confirmation: NeedConfirmation,
    said: RowSaid,
    standing: dict[int, Requirement],
    *,
    link: PublicLink,
    now: datetime,
) -> None:
    row = standing.get(said.requirement)
    if row is None or row.version != said.version:
        raise ListChanged(
            _("The list has changed meanwhile. Read it again before you answer.")
        )
    correction = said.correction.strip()
    _row, is_new = RowConfirmation.objects.get_or_create(
        confirmation=confirmation,
        requirement=row,
        version=row.version,
        defaults={
            "shown": shown_to_customer(row)[:600],
            "says": Says.CORRECTED if correction else Says.ACCEPTED,
            "correction": correction,
            "at": now,
        },
    )
    if not is_new or correction:
        return
    if row.status == R.Status.CONFIRMED:
        return
    move(
        row,
        to=R.Status.CONFIRMED,
        transitions=REQUIREMENT,
        actor=None,
        actor_name=link.recipient_name,
        now=now,
        message=gettext_noop("Requirement %(ref)s confirmed by the customer"),
        params={"ref": row.ref},
        about=row.need,
        confirmed_version=row.version,
    )


def shown_to_customer(row: Requirement) -> str:
    """Return the words and the level that a customer confirms."""
    level = level_text(asked_by(row), formats.quantity)
    return f"{row.text} ({level})" if level and level not in row.text else row.text


def _write(asked: NeedConfirmation, token: str, *, actor: User, now: datetime) -> None:
    link = asked.link
    with translation.override(link.language):
        until = (
            _("Please answer by %(day)s.") % {"day": formats.day(asked.due_on)}
            if asked.due_on
            else ""
        )
        body = _(
            "Hello %(name)s,\n\nthis is what we understood of your need “%(title)s”."
            " Confirm each line or correct it; no account is needed.\n\n%(link)s\n\n"
            "%(more)s\n\n%(actor)s, %(company)s"
        ) % {
            "name": link.recipient_name,
            "title": asked.need.title,
            "link": links.entry_url(token),
            "more": "\n\n".join(filter(None, [asked.message, until])),
            "actor": actor,
            "company": company().name,
        }
        queue_mail(
            to=link.recipient_email,
            subject=_("Did we understand your need? %(title)s")
            % {"title": " ".join(asked.need.title.split())},
            body=body,
            language=link.language,
            actor=actor,
            now=now,
            target=asked.need,
            reply_to=actor.email,
            secrets=[token],
        )


def _tell(confirmation: NeedConfirmation, *, now: datetime) -> None:
    asker = confirmation.sent_by
    if not asker.is_active or not asker.email:
        return
    page = reverse("needs:confirmation", args=[confirmation.need_id])
    with translation.override(asker.language):
        queue_mail(
            to=asker.email,
            subject=_("%(name)s answered on the need %(ref)s")
            % {"name": confirmation.link.recipient_name, "ref": confirmation.need.ref},
            body=_("What was confirmed and corrected is here:\n\n%(link)s\n")
            % {"link": links.site_url(page)},
            language=asker.language,
            actor=None,
            now=now,
            target=confirmation.need,
        )
