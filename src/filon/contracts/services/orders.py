"""The life of an order: confirmed, moved, delivered, cancelled."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.contracts import policies
from filon.contracts.lifecycle import ORDER
from filon.contracts.models import Order
from filon.contracts.services.consequences import customer_given_back
from filon.contracts.services.events import delivery_done, delivery_moved
from filon.contracts.services.purchase_orders import check_decided
from filon.journal.services import EditConflict, move, record
from filon.kernel.clock import day_of
from filon.kernel.errors import DomainError

O = Order.Status  # noqa: E741


class DayRefused(DomainError):
    """The day cannot be that of this step."""


class ReasonMissing(DomainError):
    """Nobody cancels or moves without saying why."""


@transaction.atomic
def order_confirm(
    *, order: Order, delivery_on: date, actor: User, now: datetime
) -> None:
    """Promise a delivery date; the acknowledgement can then be sent.

    :raises DayRefused: if it lies before the order.
    :raises DeviationsOpen: if a deviation of the purchase order is not decided.
    :raises TransitionRefused: if the order is confirmed, delivered or cancelled.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    _may_write(actor)
    _check_delivery(order, delivery_on)
    # Whoever decides about a deviation holds the same row.
    Order.objects.select_for_update().get(pk=order.pk)
    check_decided(order)
    move(
        order,
        to=O.CONFIRMED,
        transitions=ORDER,
        actor=actor,
        now=now,
        message=gettext_noop("Confirmed for %(day)s"),
        params={"day": delivery_on.isoformat()},
        about=order.organization,
        delivery_on=delivery_on,
        updated_at=now,
        version=F("version") + 1,
    )
    delivery_moved(order=order)


@transaction.atomic
def order_postpone(
    *, order: Order, delivery_on: date, reason: str, actor: User, now: datetime
) -> bool:
    """Move the promised date; return False if it is the same.

    :raises ReasonMissing: without a reason.
    :raises DayRefused: if the order is not confirmed, or the day lies before it.
    :raises EditConflict: if somebody else changed the order meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    _may_write(actor)
    if not policies.can_postpone(actor, order):
        raise DayRefused(_("Only a confirmed order has a date that can be moved."))
    _check_delivery(order, delivery_on)
    if not reason.strip():
        raise ReasonMissing(_("Say why the delivery date moves."))
    before = order.delivery_on
    if before == delivery_on:
        return False
    rows = Order.objects.filter(pk=order.pk, version=order.version, deleted_at=None)
    if not rows.filter(status=O.CONFIRMED).update(
        delivery_on=delivery_on, updated_at=now, version=F("version") + 1
    ):
        raise EditConflict(
            _("Somebody changed this order meanwhile. Look at it again.")
        )
    record(
        target=order,
        message=gettext_noop("Delivery date moved: %(reason)s"),
        params={"reason": reason.strip()[:200]},
        changes={"delivery_on": [str(before or ""), str(delivery_on)]},
        actor=actor,
        now=now,
        about=order.organization,
    )
    order.refresh_from_db()
    delivery_moved(order=order)
    return True


@transaction.atomic
def order_deliver(
    *, order: Order, delivered_on: date, actor: User, now: datetime
) -> None:
    """Note that the customer has received everything.

    :raises DayRefused: if the day lies before the order, or in the future.
    :raises TransitionRefused: unless the order is confirmed.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    _may_write(actor)
    if not order.ordered_on <= delivered_on <= day_of(now):
        raise DayRefused(_("The delivery lies between the day of the order and today."))
    move(
        order,
        to=O.DELIVERED,
        transitions=ORDER,
        actor=actor,
        now=now,
        message=gettext_noop("Delivered on %(day)s"),
        params={"day": delivered_on.isoformat()},
        about=order.organization,
        delivered_on=delivered_on,
        updated_at=now,
        version=F("version") + 1,
    )
    delivery_done(order=order, now=now)


@transaction.atomic
def order_cancel(*, order: Order, reason: str, actor: User, now: datetime) -> None:
    """Cancel an order; its deal goes back to negotiation, its target to work.

    :raises ReasonMissing: without a reason.
    :raises TransitionRefused: if it was delivered or cancelled already.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    _may_write(actor)
    if not reason.strip():
        raise ReasonMissing(_("Say why the order is cancelled."))
    move(
        order,
        to=O.CANCELLED,
        transitions=ORDER,
        actor=actor,
        now=now,
        message=gettext_noop("Cancelled: %(reason)s"),
        params={"reason": reason.strip()[:200]},
        about=order.organization,
        updated_at=now,
        version=F("version") + 1,
    )
    customer_given_back(order=order, actor=actor, now=now)


def _check_delivery(order: Order, delivery_on: date) -> None:
    if delivery_on < order.ordered_on:
        raise DayRefused(_("The delivery cannot lie before the day of the order."))


def _may_write(actor: User) -> None:
    if not policies.can_write(actor):
        raise PermissionDenied
