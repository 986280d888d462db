"""Who analyses needs."""

from __future__ import annotations

from filon.accounts.models import User
from filon.accounts.policies import can_manage, can_write_sales
from filon.needs.models import Need


def can_create(user: User) -> bool:
    """Whether this person starts the analysis of a need."""
    return can_write_sales(user)


def can_write(user: User, need: Need) -> bool:
    """Whether this person works on needs that they may read."""
    return can_write_sales(user) and need.deleted_at is None


def can_edit(user: User, need: Need) -> bool:
    """Whether the need can be changed: its synthesis is not frozen."""
    return can_write(user, need) and need.status == Need.Status.DRAFT


def can_go_under_conditions(user: User) -> bool:
    """Whether this person decides to answer where the grid does not simply say go."""
    return can_manage(user)
