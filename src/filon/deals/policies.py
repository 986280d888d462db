"""Who may change a deal."""

from __future__ import annotations

from filon.accounts.models import User
from filon.accounts.policies import can_write_sales
from filon.deals.lifecycle import OPEN
from filon.deals.models import Deal


def can_create(user: User) -> bool:
    """Whether this person opens deals."""
    return can_write_sales(user)


def can_edit(user: User, deal: Deal) -> bool:
    """Whether this person changes a deal that they may read."""
    return can_write_sales(user) and deal.deleted_at is None


def can_move(user: User, deal: Deal) -> bool:
    """Whether this person moves a deal on the board: it is open."""
    return can_edit(user, deal) and deal.stage in OPEN


def can_reopen(user: User, deal: Deal) -> bool:
    """Whether this person takes a lost deal up again."""
    return can_edit(user, deal) and deal.stage == Deal.Stage.LOST


def can_debrief(user: User, deal: Deal) -> bool:
    """Whether this person says what was learnt from a won deal."""
    return can_edit(user, deal) and deal.stage == Deal.Stage.WON
