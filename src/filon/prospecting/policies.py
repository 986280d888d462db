"""Who plans, reports and prepares contacts."""

from __future__ import annotations

from filon.accounts.models import OwnedRecord, User
from filon.accounts.policies import can_write_sales
from filon.prospecting.models import Activity


def can_plan(user: User) -> bool:
    """Whether this person plans contacts."""
    return can_write_sales(user)


def can_edit(user: User, record: OwnedRecord) -> bool:
    """Whether this person changes a contact, guide or support that they may read."""
    return can_write_sales(user) and record.deleted_at is None


def can_report(user: User, activity: Activity) -> bool:
    """Whether this person can say what came of a contact."""
    return can_edit(user, activity) and activity.status == Activity.Status.PLANNED
