"""Turning a row of the outbox into the bytes of a mail."""

from __future__ import annotations

from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import punycode

from filon.files.services import read_bytes
from filon.mail.models import OutboxMessage


def compose(message: OutboxMessage) -> bytes:
    """Return the mail, in ASCII bytes that every server takes.

    Plain text and attachments; the Message-ID and the date are those of the row, so
    that a mail delivered twice can be recognized.
    """
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = _address(settings.DEFAULT_FROM_EMAIL)
    mail["To"] = [_address(text) for text in message.to]
    if message.cc:
        mail["Cc"] = [_address(text) for text in message.cc]
    if message.reply_to:
        mail["Reply-To"] = _address(message.reply_to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(timezone.localtime(message.created_at))
    mail["Message-ID"] = message.message_id
    mail["Content-Language"] = message.language
    mail.set_content(message.full_body, charset="utf-8", cte="quoted-printable")
    for file in message.attachments.order_by("pk"):
        main, _slash, sub = file.media_type.partition("/")
        mail.add_attachment(
            read_bytes(file),
            maintype=main,
            subtype=sub or "octet-stream",
            filename=file.name,
        )
    return mail.as_bytes()


def envelope_sender() -> str:
    """Return the bare address that mails leave from."""
    return bare(settings.DEFAULT_FROM_EMAIL)


def bare(address: str) -> str:
    """Return an address without its name, the domain in ASCII."""
    local, _at, domain = parseaddr(address)[1].rpartition("@")
    return f"{local}@{punycode(domain)}"


def _address(text: str) -> Address:
    return Address(display_name=parseaddr(text)[0], addr_spec=bare(text))
