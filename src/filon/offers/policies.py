"""Who may write, send and answer offers; reading is `Offer.objects.visible_to`."""

from __future__ import annotations

from filon.accounts.models import Role, User
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.kernel.lifecycle import may_advance
from filon.offers.lifecycle import REVISION
from filon.offers.models import OfferRevision

RULES = frozenset({Role.DIRECTOR, Role.SALES_ADMIN, Role.ADMINISTRATOR})


def can_read(user: User) -> bool:
    """Whether offers exist for this person."""
    return can_read_sales(user)


def can_create(user: User) -> bool:
    """Whether this person writes offers."""
    return can_write_sales(user)


def can_edit(user: User, revision: OfferRevision) -> bool:
    """Whether this person may change this revision, which they can see."""
    return can_write_sales(user) and revision.is_draft


def can_send(user: User, revision: OfferRevision) -> bool:
    """Whether this person may send this revision, once it is ready."""
    return can_edit(user, revision)


def can_answer(user: User, revision: OfferRevision) -> bool:
    """Whether this person may record the customer's answer to this revision."""
    return can_write_sales(user) and may_advance(
        revision.status, OfferRevision.Status.ACCEPTED, REVISION
    )


def can_revise(user: User, revision: OfferRevision) -> bool:
    """Whether a next revision may follow: the current one, sent and not accepted."""
    return (
        can_write_sales(user)
        and revision.is_current
        and revision.status
        not in {OfferRevision.Status.DRAFT, OfferRevision.Status.ACCEPTED}
    )


def can_set_rules(user: User) -> bool:
    """Whether this person sets the rules of offers: approvals, feasibility, costs."""
    return user.is_active and user.role in RULES
