"""Django's way of sending mail, led into the outbox (password resets)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from filon.kernel import clock
from filon.mail.services import queue_mail

# Parts of addresses long enough to be a secret: keys of password resets.
_KEY_IN_LINK = re.compile(r"https?://\S*?[/=]([\w-]{20,})")


class OutboxBackend(BaseEmailBackend):
    """Queues each message; hides the keys of its links as `queue_mail` does."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages in the current transaction; return how many.

        :raises ValueError: for what the outbox does not carry (HTML alone, blind
            copies, attachments).
        """
        for message in email_messages:
            self._queue(message)
        return len(email_messages)

    def _queue(self, message: EmailMessage) -> None:
        if message.content_subtype != "plain" or message.bcc or message.attachments:
            msg = "the outbox takes plain text without blind copies; use queue_mail"
            raise ValueError(msg)
        body = str(message.body)
        queue_mail(
            to=message.to,
            cc=message.cc,
            reply_to=message.reply_to[0] if message.reply_to else "",
            subject=str(message.subject),
            body=body,
            secrets=list(dict.fromkeys(_KEY_IN_LINK.findall(body))),
            language=(get_language() or settings.LANGUAGE_CODE)[:2],
            actor=None,
            now=clock.now(),
        )
