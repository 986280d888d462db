"""Delivering the outbox: claim one mail, hand it over, write what happened."""

from __future__ import annotations

import logging
import smtplib
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import move
from filon.kernel.lifecycle import TransitionRefused, advance
from filon.mail import lifecycle, smtp
from filon.mail.composition import bare, compose, envelope_sender
from filon.mail.models import OutboxMessage
from filon.mail.selectors import target_of

logger = logging.getLogger(__name__)
S = OutboxMessage.Status

# Longer than a hand-over can last; a mail claimed by a worker that died waits for it.
CLAIM = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=2)
LINKS_KEPT = timedelta(days=30)


def deliver_due(*, now: datetime, limit: int = 20) -> int:
    """Deliver what waits, at most `limit` mails; return how many were dealt with.

    One query where nothing waits. A server that cannot be reached ends the turn and
    postpones the whole queue, so that other work is not held up by time-outs.
    """
    if not settings.FILON_SMTP_URL:
        return _hold(now=now, limit=limit)
    server = smtp.parse(settings.FILON_SMTP_URL)
    count = 0
    with ExitStack() as stack:
        client: smtplib.SMTP | None = None
        while count < limit and (message := claim_next(now=now)) is not None:
            count += 1
            with translation.override(_language_of(message.created_by)):
                try:
                    client = client or stack.enter_context(smtp.session(server))
                    _hand_over(client, message, now=now)
                except smtp.Unreachable as error:
                    _postpone_all(message, reason=str(error), now=now)
                    break
    return count


def claim_next(*, now: datetime) -> OutboxMessage | None:
    """Take the mail that waits longest; of several workers one gets it."""
    due = OutboxMessage.objects.filter(status=S.QUEUED, next_try_at__lte=now)
    for message in due.order_by("next_try_at", "pk")[:5]:
        unchanged = OutboxMessage.objects.filter(
            pk=message.pk, status=S.QUEUED, next_try_at=message.next_try_at
        )
        if unchanged.update(next_try_at=now + CLAIM, attempts=F("attempts") + 1):
            message.refresh_from_db()
            return message
    return None


def forget_old_links(*, now: datetime) -> int:
    """Forget the links of mails that never left, after 30 days; return how many."""
    old = OutboxMessage.objects.filter(created_at__lt=now - LINKS_KEPT)
    return old.exclude(status=S.SENT).exclude(secrets=[]).update(secrets=[])


def _hand_over(client: smtplib.SMTP, message: OutboxMessage, *, now: datetime) -> None:
    try:
        refused = smtp.send(
            client,
            sender=envelope_sender(),
            recipients=[bare(address) for address in message.recipients],
            content=compose(message),
        )
    except FileNotFoundError:
        _fail(message, _("An attached file is missing from the disk."), now=now)
    except smtp.Refused as error:
        sentence = _("The mail server refused it: %(reason)s")
        _fail(message, sentence % {"reason": error}, now=now)
    except smtp.Deferred as error:
        _postpone(message, reason=str(error), now=now)
    else:
        _mark_sent(message, refused, now=now)


def _mark_sent(
    message: OutboxMessage, refused: dict[str, str], *, now: datetime
) -> None:
    listed = "; ".join(f"{address}: {reason}" for address, reason in refused.items())
    sentence = _("Not accepted for some recipients: %(list)s") % {"list": listed}
    try:
        move(
            message,
            to=S.SENT,
            transitions=lifecycle.MESSAGE,
            actor=None,
            now=now,
            message=gettext_noop("E-mail “%(subject)s” sent"),
            params={"subject": message.subject},
            about=target_of(message),
            sent_at=now,
            secrets=[],
            error=sentence if refused else "",
        )
    except TransitionRefused:
        logger.warning("mail %s was delivered twice", message.message_id)


def _fail(message: OutboxMessage, sentence: str, *, now: datetime) -> None:
    move(
        message,
        to=S.FAILED,
        transitions=lifecycle.MESSAGE,
        actor=None,
        now=now,
        message=gettext_noop("E-mail “%(subject)s” could not be sent"),
        params={"subject": message.subject},
        about=target_of(message),
        error=sentence,
    )


def _postpone(message: OutboxMessage, *, reason: str, now: datetime) -> datetime:
    """Try this mail again later, or give it up; return the time of the next try."""
    doublings = min(max(message.attempts - 1, 0), 10)
    following = now + min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    if now - message.queued_at >= GIVE_UP_AFTER:
        sentence = _("The mail server did not take it for two days: %(reason)s")
        _fail(message, sentence % {"reason": reason}, now=now)
        return following
    sentence = _("The mail server did not take it yet: %(reason)s")
    OutboxMessage.objects.filter(pk=message.pk, status=S.QUEUED).update(
        next_try_at=following, error=sentence % {"reason": reason}
    )
    return following


def _postpone_all(message: OutboxMessage, *, reason: str, now: datetime) -> None:
    """Postpone the mail that met the silence, and all that would meet it too."""
    logger.warning("the mail server cannot be used: %s", reason)
    following = _postpone(message, reason=reason, now=now)
    waiting = OutboxMessage.objects.filter(status=S.QUEUED, next_try_at__lte=now)
    waiting.update(next_try_at=following)


def _hold(*, now: datetime, limit: int) -> int:
    """Hold what waits in an installation that has lost its mail server."""
    due = OutboxMessage.objects.filter(status=S.QUEUED, next_try_at__lte=now)
    messages = list(due.order_by("pk")[:limit])
    for message in messages:
        advance(message, to=S.HELD, transitions=lifecycle.MESSAGE)
    return len(messages)


def _language_of(person: User | None) -> str:
    return person.language if person is not None else settings.LANGUAGE_CODE
