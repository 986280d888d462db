"""Writing a mail into the outbox, and what people do with one that has not left."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.files.models import StoredFile
from filon.journal.models import kind_of
from filon.journal.services import move, record
from filon.kernel.errors import DomainError
from filon.mail import lifecycle, policies, selectors
from filon.mail.addresses import (
    MailRefused,
    checked_address,
    checked_addresses,
    checked_subject,
)
from filon.mail.composition import envelope_sender
from filon.mail.models import PLACE, OutboxMessage

S = OutboxMessage.Status


class NoMailServer(DomainError):
    """Nothing can leave: no mail server is set."""


class LinksForgotten(DomainError):
    """The links of the mail are too old to be sent."""


@transaction.atomic
def queue_mail(
    *,
    to: str | Sequence[str],
    subject: str,
    body: str,
    language: str,
    actor: User | None,
    now: datetime,
    target: Model | None = None,
    attachments: Sequence[StoredFile] = (),
    reply_to: str = "",
    cc: str | Sequence[str] = (),
    secrets: Sequence[str] = (),
) -> OutboxMessage:
    """Write a mail into the outbox, in the caller's transaction.

    The worker delivers it once that transaction has committed, at least once, always
    under the same Message-ID. Without FILON_SMTP_URL it is held.

    :param body: plain text, in `language`, links included.
    :param actor: whose mail it is; they see it in the outbox. None: the house's.
    :param target: the record it is about; its time line tells when the mail was sent.
    :param secrets: the tokens of the links in `body`; kept until the mail is sent,
        shown to nobody but the administrator of an installation without mail server.
    :raises MailRefused: if an address or the subject is not acceptable.
    :raises ValueError: if a secret is not in the body.
    """
    recipients = checked_addresses(to)
    if not recipients:
        raise MailRefused(_("A mail needs at least one recipient."))
    hidden, found = _without_secrets(body, secrets)
    message = OutboxMessage.objects.create(
        to=recipients,
        cc=checked_addresses(cc),
        reply_to=checked_address(reply_to) if reply_to else "",
        subject=checked_subject(subject),
        body=hidden,
        secrets=found,
        language=language,
        message_id=_new_message_id(),
        status=S.QUEUED if settings.FILON_SMTP_URL else S.HELD,
        queued_at=now,
        next_try_at=now,
        target_kind=kind_of(target) if target is not None else "",
        target_id=target.pk if target is not None else None,
        created_at=now,
        created_by=actor,
    )
    message.attachments.set(attachments)
    record(target=message, message=gettext_noop("E-mail written"), actor=actor, now=now)
    return message


def message_send_again(*, message: OutboxMessage, actor: User, now: datetime) -> None:
    """Queue a held or failed mail.

    :raises PermissionDenied: if it is somebody else's.
    :raises NoMailServer: if no mail server is set.
    :raises LinksForgotten: if its links are not kept any more.
    :raises TransitionRefused: if it is in the queue or has been sent meanwhile.
    """
    if not settings.FILON_SMTP_URL:
        raise NoMailServer(
            _("No mail server is set: an administrator gives it in FILON_SMTP_URL.")
        )
    if not message.is_complete:
        raise LinksForgotten(
            _("The links of this e-mail have expired. Write a new one.")
        )
    if message.status in {S.HELD, S.FAILED} and not policies.can_send_again(
        actor, message
    ):
        raise PermissionDenied
    move(
        message,
        to=S.QUEUED,
        transitions=lifecycle.MESSAGE,
        actor=actor,
        now=now,
        message=gettext_noop("E-mail put back in the queue"),
        queued_at=now,
        next_try_at=now,
        attempts=0,
        error="",
    )


def links_reveal(*, message: OutboxMessage, actor: User, now: datetime) -> str:
    """Return the text with its links, for an administrator who delivers it by hand.

    The history says who read them.

    :raises PermissionDenied: for anybody else, and for a mail that is not held.
    """
    if not policies.can_deliver_by_hand(actor, message):
        raise PermissionDenied
    record(
        target=message,
        message=gettext_noop("Links of the e-mail shown"),
        actor=actor,
        now=now,
    )
    return message.full_body


def message_mark_delivered(
    *, message: OutboxMessage, actor: User, now: datetime
) -> None:
    """Note that the administrator has delivered a held mail by hand.

    :raises PermissionDenied: for anybody else.
    :raises TransitionRefused: if it is not held any more.
    """
    if message.status == S.HELD and not policies.can_deliver_by_hand(actor, message):
        raise PermissionDenied
    move(
        message,
        to=S.SENT,
        transitions=lifecycle.MESSAGE,
        actor=actor,
        now=now,
        message=gettext_noop("E-mail “%(subject)s” delivered by hand"),
        params={"subject": message.subject},
        about=selectors.target_of(message),
        sent_at=now,
        secrets=[],
        error="",
    )


def _without_secrets(body: str, secrets: Sequence[str]) -> tuple[str, list[str]]:
    """Return the body with a mark for each secret, and the secrets in their order."""
    text = body.replace(PLACE, "")
    for secret in secrets:
        if not secret or secret not in text:
            msg = "a secret must occur in the body"
            raise ValueError(msg)
    found: list[str] = []
    rest, done = text, ""
    while True:
        places = [(rest.find(s), -len(s), s) for s in secrets if s in rest]
        if not places:
            return done + rest, found
        at, _length, secret = min(places)
        found.append(secret)
        done += rest[:at] + PLACE
        rest = rest[at + len(secret) :]


def _new_message_id() -> str:
    domain = envelope_sender().rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4()}@{domain}>"
