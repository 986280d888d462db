"""Mails with valid defaults."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from filon.accounts.models import User
from filon.mail.models import OutboxMessage
from filon.mail.services import queue_mail

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TOKEN = "k7Jq0aV3x9ZrT5yUe2Lw8PcN4dHs6Gbm1FvXoQiK-_A"


def make_mail(
    *, actor: User | None, now: datetime = NOW, **values: Any
) -> OutboxMessage:
    """Queue a mail to one customer."""
    values.setdefault("to", "camille@example.com")
    values.setdefault("subject", "Votre offre n° 42")
    values.setdefault("body", "Bonjour,\n\nVoici notre offre à 1 234,56 €.\n")
    return queue_mail(language="fr", actor=actor, now=now, **values)


def make_link_mail(*, actor: User | None, **values: Any) -> OutboxMessage:
    """Queue a mail with a link that is a secret."""
    body = f"Bonjour,\n\nhttps://filon.example/o/{TOKEN}/\n\nBien à vous"
    return make_mail(actor=actor, body=body, secrets=[TOKEN], **values)
