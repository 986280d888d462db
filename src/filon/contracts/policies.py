"""Who may do what with orders and contracts; reading is `visible_to`."""

from __future__ import annotations

from filon.accounts.models import User
from filon.accounts.policies import can_write_sales
from filon.contracts.lifecycle import CONTRACT, ORDER
from filon.contracts.models import Contract, Order
from filon.kernel.lifecycle import may_advance

O = Order.Status  # noqa: E741
C = Contract.Status


def can_write(user: User) -> bool:
    """Whether this person writes orders and contracts."""
    return can_write_sales(user)


def can_confirm(user: User, order: Order) -> bool:
    """Whether this person may promise a delivery date for this order."""
    return can_write(user) and may_advance(order.status, O.CONFIRMED, ORDER)


def can_compare(user: User, order: Order) -> bool:
    """Whether this person may compare a purchase order with this order.

    Only what was accepted, and frozen when it was sent, can be compared with.
    """
    revision = order.revision
    is_frozen = revision is not None and "input" in revision.frozen
    return can_write(user) and order.status == O.RECEIVED and is_frozen


def can_postpone(user: User, order: Order) -> bool:
    """Whether this person may move the promised date of this order."""
    return can_write(user) and order.status == O.CONFIRMED


def can_deliver(user: User, order: Order) -> bool:
    """Whether this person may note that this order was delivered."""
    return can_write(user) and may_advance(order.status, O.DELIVERED, ORDER)


def can_cancel(user: User, order: Order) -> bool:
    """Whether this person may cancel this order."""
    return can_write(user) and may_advance(order.status, O.CANCELLED, ORDER)


def can_edit(user: User, contract: Contract) -> bool:
    """Whether this person may change the terms of this contract."""
    return can_write(user) and contract.status == C.DRAFT


def can_sign(user: User, contract: Contract) -> bool:
    """Whether this person may file this contract as signed."""
    return can_write(user) and may_advance(contract.status, C.SIGNED, CONTRACT)


def can_follow(user: User, contract: Contract) -> bool:
    """Whether this person keeps the dates of this contract."""
    return can_write(user) and contract.status in {C.DRAFT, C.SIGNED}


def takes_call_offs(contract: Contract) -> bool:
    """Whether orders may be called off this contract: signed, and made for it."""
    return contract.status == C.SIGNED and contract.kind in {
        Contract.Kind.FRAME,
        Contract.Kind.SUPPLY,
    }


def can_call_off(user: User, contract: Contract) -> bool:
    """Whether this person may note a call-off of this contract."""
    return can_write(user) and takes_call_offs(contract)


def can_renew(user: User, contract: Contract) -> bool:
    """Whether this contract may be renewed: signed, with an end."""
    return (
        can_write(user) and contract.status == C.SIGNED and contract.ends_on is not None
    )


def can_terminate(user: User, contract: Contract) -> bool:
    """Whether this person may terminate this contract."""
    return can_write(user) and may_advance(contract.status, C.TERMINATED, CONTRACT)
