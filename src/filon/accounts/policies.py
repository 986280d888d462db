"""Rights that do not depend on one record."""

from __future__ import annotations

from filon.accounts.models import READS_SALES, Role, User

SEES_MARGIN = frozenset(
    {Role.SALESPERSON, Role.MANAGER, Role.DIRECTOR, Role.SALES_ADMIN}
)
SEES_COST = frozenset({Role.MANAGER, Role.DIRECTOR, Role.SALES_ADMIN})
WRITES_SALES = frozenset(
    {Role.SALESPERSON, Role.MANAGER, Role.DIRECTOR, Role.SALES_ADMIN}
)
MANAGES = frozenset({Role.MANAGER, Role.DIRECTOR})
# Those who decide on the work of others: approvals and delays go up to them.
LEADS = MANAGES | {Role.SALES_ADMIN, Role.EXPERT, Role.OFFICER}


def can_read_sales(user: User) -> bool:
    """Whether the sales part of the product exists for this person."""
    return user.is_active and user.role in READS_SALES


def can_write_sales(user: User) -> bool:
    """Whether this person creates and changes sales records."""
    return user.is_active and user.role in WRITES_SALES


def can_see_margin(user: User) -> bool:
    """Whether margins are shown to this person."""
    return user.is_active and user.role in SEES_MARGIN


def can_see_cost(user: User) -> bool:
    """Whether costs are shown to this person."""
    return user.is_active and user.role in SEES_COST


def can_manage(user: User) -> bool:
    """Whether this person leads salespeople."""
    return user.is_active and user.role in MANAGES


def can_administer(user: User) -> bool:
    """Whether this person sets up the company, users and imports."""
    return user.is_active and user.role == Role.ADMINISTRATOR


def can_maintain_base(user: User) -> bool:
    """Whether this person maintains catalogue, price lists and imports."""
    return user.is_active and (
        user.role in {Role.ADMINISTRATOR, Role.SALES_ADMIN, Role.DIRECTOR, Role.MANAGER}
    )


def can_run_exam_centre(user: User) -> bool:
    """Whether this person organizes the certification."""
    return user.is_active and user.role == Role.OFFICER
