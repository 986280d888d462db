"""Who may change the customer base."""

from __future__ import annotations

from filon.accounts.models import READS_ALL_SALES, User
from filon.accounts.policies import can_maintain_base, can_manage, can_write_sales
from filon.directory.models import Contact, Organization


def can_create(user: User) -> bool:
    """Whether this person adds companies and contacts."""
    return can_write_sales(user)


def can_edit(user: User, organization: Organization) -> bool:
    """Whether this person changes a company that they may read.

    A shared company of nobody is everybody's to complete; one that another team
    follows is read only.
    """
    if not can_write_sales(user):
        return False
    if not organization.is_shared or user.role in READS_ALL_SALES:
        return True
    is_nobodys = organization.team_id is None and organization.owner_id is None
    return is_nobodys or _is_mine(user, organization)


def can_edit_contact(user: User, contact: Contact) -> bool:
    """Whether this person changes a contact that they may read."""
    return can_write_sales(user) and (
        not contact.is_shared
        or user.role in READS_ALL_SALES
        or contact.team_id is None
        or contact.team_id == user.team_id
        or contact.owner_id == user.pk
    )


def can_assign(user: User) -> bool:
    """Whether this person hands companies over to somebody else."""
    return can_manage(user) or (can_maintain_base(user) and can_write_sales(user))


def can_cut_market(user: User) -> bool:
    """Whether this person draws territories and segments."""
    return can_maintain_base(user)


def _is_mine(user: User, organization: Organization) -> bool:
    same_team = organization.team_id is not None
    same_team = same_team and organization.team_id == user.team_id
    return same_team or organization.owner_id == user.pk
