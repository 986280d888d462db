"""Rights on outgoing mail."""

from __future__ import annotations

from filon.accounts.models import Role, User
from filon.mail.models import OutboxMessage

S = OutboxMessage.Status


def can_list(user: User) -> bool:
    """Whether the outbox exists for this person; it holds what they caused."""
    return user.is_active


def can_send_again(user: User, message: OutboxMessage) -> bool:
    """Whether this person may put a held or failed mail back in the queue."""
    if message.status not in {S.HELD, S.FAILED} or not message.is_complete:
        return False
    return _is_administrator(user) or message.created_by_id == user.pk


def can_deliver_by_hand(user: User, message: OutboxMessage) -> bool:
    """Whether this person may read its links to hand them over, and say it is done.

    Only the administrator, and only a held mail: whoever reads a link can use it.
    """
    return _is_administrator(user) and message.status == S.HELD


def _is_administrator(user: User) -> bool:
    return user.is_active and user.role == Role.ADMINISTRATOR
