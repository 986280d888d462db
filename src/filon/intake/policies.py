"""Who brings outside data in."""

from __future__ import annotations

from filon.accounts.models import READS_ALL_SALES, Role, User, team_ids_of
from filon.accounts.policies import can_maintain_base, can_read_sales, can_write_sales
from filon.directory.models import Organization
from filon.intake.models import Import

_OWN_ACCOUNTS = frozenset({Import.Kind.ORGANIZATIONS, Import.Kind.CONTACTS})


def can_list(user: User) -> bool:
    """Whether the imports exist for this person."""
    return can_read_sales(user)


def can_import(user: User, kind: str = "") -> bool:
    """Whether this person brings in a file of a kind, or of any kind.

    Salespeople bring in companies and contacts of their own; the catalogue belongs to
    whoever maintains the base.
    """
    if can_maintain_base(user):
        return True
    return can_write_sales(user) and (not kind or kind in _OWN_ACCOUNTS)


def can_change(user: User, source: Import) -> bool:
    """Whether this person maps, starts or reverts an import that they may read."""
    return can_import(user, source.kind)


def may_write(user: User, organization: Organization) -> bool:
    """Whether an import of this person may change a company that exists."""
    if user.role in READS_ALL_SALES and user.role != Role.READ_ONLY:
        return True
    if organization.owner_id == user.pk:
        return True
    if organization.team_id is None and organization.owner_id is None:
        return organization.is_shared
    return organization.team_id in team_ids_of(user)


def can_settle_duplicates(user: User) -> bool:
    """Whether this person says which pairs are no duplicates."""
    return can_write_sales(user) or can_maintain_base(user)
