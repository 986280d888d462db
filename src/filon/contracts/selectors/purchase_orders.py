"""Reading purchase orders: what was agreed, side by side, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from filon.accounts.models import User
from filon.contracts.lifecycle import UNDECIDED
from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.contracts.selectors.agreed import accepted_input, document_of
from filon.directory.models import Site
from filon.offers.exchange.comparing import Agreed, AgreedLine, Tolerance, compare
from filon.offers.exchange.document import Line
from filon.offers.models import OfferLine, OfferRevision
from filon.offers.pricing import price_document
from filon.offers.selectors.document.build import payment_terms
from filon.offers.selectors.freezing import revived

D = OrderDeviation.Decision


@dataclass(frozen=True, slots=True)
class Side:
    """One line of the comparison: ours, theirs, and whether they differ."""

    ours: AgreedLine | None
    theirs: Line | None
    differs: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a purchase order shows."""

    incoming: IncomingOrder
    sides: Sequence[Side]
    deviations: Sequence[OrderDeviation]

    @property
    def open_count(self) -> int:
        """How many deviations still keep the order from being confirmed."""
        return sum(row.decision in UNDECIDED for row in self.deviations)


def purchase_orders(user: User) -> QuerySet[IncomingOrder]:
    """Return the purchase orders of the orders that a person may read."""
    rows = IncomingOrder.objects.filter(order__in=Order.objects.visible_to(user))
    return rows.select_related(
        "order__organization",
        "order__revision__acceptance",
        "order__revision__offer",
        "file",
        "received_by",
    )


def deviations(user: User) -> QuerySet[OrderDeviation]:
    """Return the deviations of the orders that a person may read."""
    return OrderDeviation.objects.filter(
        purchase_order__order__in=Order.objects.visible_to(user)
    ).select_related(
        "purchase_order__order__organization",
        "purchase_order__order__revision__acceptance",
        "purchase_order__order__revision__offer",
    )


def current_of(order: Order) -> IncomingOrder | None:
    """Return the purchase order that an order is compared with now."""
    rows = IncomingOrder.objects.filter(order=order, is_current=True)
    return rows.first()


def undecided(order: Order) -> int:
    """Return how many deviations keep an order from being confirmed."""
    return OrderDeviation.objects.filter(
        purchase_order__order=order,
        purchase_order__is_current=True,
        decision__in=UNDECIDED,
    ).count()


def decided_of(incoming: IncomingOrder) -> list[OrderDeviation]:
    """Return all deviations of a purchase order in their order."""
    rows = OrderDeviation.objects.filter(purchase_order=incoming)
    return list(rows.select_related("decided_by").order_by("position", "pk"))


def purchase_order_sheet(*, user: User, pk: int) -> Sheet:
    """Return a purchase order beside what was accepted.

    :raises IncomingOrder.DoesNotExist: if the person may not read it.
    """
    incoming = purchase_orders(user).get(pk=pk)
    rows = decided_of(incoming)
    told = {(row.offer_line_id, row.line_id) for row in rows}
    pairs = compare(
        revived(Agreed, incoming.agreed), document_of(incoming), tolerance_of(incoming)
    ).pairs
    sides = [
        Side(ours, theirs, (_key(ours), theirs.line_id if theirs else "") in told)
        for ours, theirs in pairs
    ]
    return Sheet(incoming, sides, rows)


def _key(ours: AgreedLine | None) -> int | None:
    return int(ours.key) if ours is not None else None


def tolerance_of(incoming: IncomingOrder) -> Tolerance:
    """Return the tolerances a purchase order was compared with."""
    return Tolerance(
        price_percent=incoming.price_tolerance_percent,
        quantity_percent=incoming.quantity_tolerance_percent,
        days=incoming.tolerance_days,
    )


def usual_tolerances(order: Order) -> dict[str, Any]:
    """Return the tolerances last used for this customer; zero at first."""
    names = ("price_tolerance_percent", "quantity_tolerance_percent", "tolerance_days")
    rows = IncomingOrder.objects.filter(order__organization_id=order.organization_id)
    last = rows.order_by("-received_at", "-pk").values(*names).first()
    return dict(last or dict.fromkeys(names, Decimal(0)))


def agreed_of(order: Order) -> Agreed:
    """Return what the customer had accepted, as it is compared; three queries.

    The figures are those of the acceptance, not those that decided deviations made of
    them: a purchase order is always read against what was signed.
    """
    revision = order.revision
    if revision is None:
        raise OfferRevision.DoesNotExist
    snapshot = accepted_input(order)
    result = price_document(snapshot)
    known = {str(line.pk): line for line in OfferLine.objects.filter(revision=revision)}
    lines = tuple(
        AgreedLine(
            key=line.line_id,
            position=str(known[line.line_id].position),
            name=known[line.line_id].designation,
            reference=known[line.line_id].reference,
            customer_reference=known[line.line_id].customer_part_number,
            quantity=line.quantity,
            unit=line.unit,
            net_price=line.net_price,
            basis=line.basis,
            net_amount=line.line_net,
            category=line.vat.category,
            rate=line.vat.rate,
        )
        for line in result.lines
        if line.counted
    )
    days = revision.lead_time_days
    return Agreed(
        lines=lines,
        currency=revision.currency,
        total_net=result.totals.tax_exclusive,
        total_gross=result.totals.tax_inclusive,
        incoterm=revision.incoterm,
        incoterm_place=revision.incoterm_place,
        payment_days=revision.payment_days,
        is_end_of_month=revision.payment_mode != OfferRevision.PaymentMode.NET,
        payment_terms=payment_terms(revision),
        valid_until=revision.valid_until,
        deliverable_on=order.ordered_on + timedelta(days=days) if days else None,
        postcodes=_postcodes(order),
    )


def _postcodes(order: Order) -> frozenset[str]:
    """Return the postcodes the customer is known at."""
    sites = Site.objects.filter(
        Q(organization_id=order.organization_id), ~Q(postcode="")
    )
    codes = {*sites.values_list("postcode", flat=True), order.organization.postcode}
    return frozenset("".join(code.split()) for code in codes if code)
