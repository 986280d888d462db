"""Reading the outbox."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from filon.journal.models import kind_of
from filon.mail.models import OutboxMessage


def messages_about(target: Model) -> list[OutboxMessage]:
    """Return the mails about a record, the latest first.

    One query. The caller has already fetched `target` through what the user may see.
    """
    rows = OutboxMessage.objects.filter(
        target_kind=kind_of(target), target_id=target.pk
    )
    return list(rows.order_by("-pk"))


def target_of(message: OutboxMessage) -> Model | None:
    """Return the record that a mail is about, or None if there is none any more."""
    if not message.target_kind:
        return None
    try:
        model = apps.get_model(message.target_kind)
    except LookupError:
        return None
    target: Model | None = model._base_manager.filter(pk=message.target_id).first()
    return target
