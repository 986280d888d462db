"""Who keeps the watch."""

from __future__ import annotations

from filon.accounts.models import OwnedRecord, User
from filon.accounts.policies import can_manage, can_write_sales
from filon.watch.models import Brief


def can_watch(user: User) -> bool:
    """Whether this person adds to the watch: sources, findings, insights."""
    return can_write_sales(user)


def can_edit(user: User, record: OwnedRecord) -> bool:
    """Whether this person changes a record of the watch that they may read.

    The watch is the team's common work: colleagues correct each other. A frozen brief
    is changed by nobody.
    """
    is_frozen = isinstance(record, Brief) and record.status == Brief.Status.FROZEN
    return can_write_sales(user) and not is_frozen


def can_trash(user: User, record: OwnedRecord) -> bool:
    """Whether this person puts a record of the watch in the trash."""
    is_own = user.pk in {record.owner_id, record.created_by_id}
    return can_edit(user, record) and (is_own or can_manage(user))
