"""What an order comes to once deviations of the purchase order were accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.offers.exchange.comparing import amount_of, unit_price_of
from filon.offers.exchange.document import ExchangedDocument, Line
from filon.offers.exchange.recomputing import vat_of
from filon.offers.models import Acceptance
from filon.offers.pricing import (
    DiscountLevel,
    DocumentInput,
    Inclusion,
    LineInput,
    LineResult,
    ManualPrice,
    price_document,
)
from filon.offers.selectors.freezing import revived, selection_of, thaw

K = OrderDeviation.Kind
ZERO = Decimal(0)
# Those that change what the order comes to.
IN_FIGURES = frozenset({K.PRICE, K.QUANTITY, K.MISSING_LINE, K.EXTRA_LINE})
# Lines of the purchase order that the offer did not have.
ADDED = "po-"


def document_of(incoming: IncomingOrder) -> ExchangedDocument:
    """Return what the purchase order says."""
    document = revived(ExchangedDocument, incoming.content)
    if not isinstance(document, ExchangedDocument):
        msg = "not a document"
        raise TypeError(msg)
    return document


def accepted_input(order: Order) -> DocumentInput:
    """Return the snapshot of the accepted revision with what the customer chose."""
    acceptance = acceptance_of(order)
    snapshot = thaw(acceptance.revision.frozen["input"])
    chosen = selection_of(snapshot.lines, acceptance.selected_options)
    return replace(snapshot, selection=chosen)


def acceptance_of(order: Order) -> Acceptance:
    """Return the acceptance an order comes from.

    :raises Acceptance.DoesNotExist: if it comes from none.
    """
    if order.revision is None:
        raise Acceptance.DoesNotExist
    acceptance: Acceptance = order.revision.acceptance
    return acceptance


def agreed_input(
    order: Order, incoming: IncomingOrder, accepted: Iterable[OrderDeviation]
) -> DocumentInput:
    """Return the snapshot of what both sides now agree on.

    A price keeps its digits, whatever the quantity: a changed quantity does not reach
    another break by itself. A line that is not ordered stays, with a quantity of zero.
    """
    snapshot = accepted_input(order)
    results = {line.line_id: line for line in price_document(snapshot).lines}
    theirs = {line.line_id: line for line in document_of(incoming).lines}
    changes: dict[str, set[str]] = {}
    partners: dict[str, Line] = {}
    added: list[LineInput] = []
    for deviation in accepted:
        if deviation.kind == K.EXTRA_LINE:
            added.append(_added(theirs[deviation.line_id], snapshot))
        elif deviation.kind in IN_FIGURES:
            key = str(deviation.offer_line_id)
            changes.setdefault(key, set()).add(deviation.kind)
            if deviation.line_id:
                partners[key] = theirs[deviation.line_id]
    lines = [
        _changed(line, results[line.line_id], changes[line.line_id], partners, snapshot)
        if line.line_id in changes
        else line
        for line in snapshot.lines
    ]
    return replace(snapshot, lines=(*lines, *added))


def _changed(
    line: LineInput,
    result: LineResult,
    kinds: set[str],
    partners: Mapping[str, Line],
    snapshot: DocumentInput,
) -> LineInput:
    free = replace(line, minimum_quantity=None, order_multiple=None)
    if K.MISSING_LINE in kinds:
        return replace(_at_price(free, result, snapshot), quantity=ZERO)
    said = partners[line.line_id]
    quantity = line.quantity
    if K.QUANTITY in kinds and said.quantity is not None:
        quantity = said.quantity
    price = unit_price_of(said) if K.PRICE in kinds else None
    if price is None:
        return replace(_at_price(free, result, snapshot), quantity=quantity)
    basis = result.basis
    # The price the customer wrote is what they pay: nothing more is taken off it.
    return replace(
        free,
        quantity=quantity,
        manual=ManualPrice(price=_six(price * basis), basis=basis),
        discounts=(),
        fixed_discount=ZERO,
        unit_charges=(),
        allowances=(),
        charges=(),
    )


def _at_price(
    line: LineInput, result: LineResult, snapshot: DocumentInput
) -> LineInput:
    """Hold the accepted price, whatever the quantity becomes."""
    fixed = ManualPrice(
        price=result.net_price - result.price_charges, basis=result.basis
    )
    held = replace(line, manual=fixed)
    if snapshot.discount_level is DiscountLevel.LINE:
        return held
    return replace(held, discounts=(), fixed_discount=ZERO)


def _added(said: Line, snapshot: DocumentInput) -> LineInput:
    """Return a line of the purchase order as one of the order."""
    quantity = said.quantity or ZERO
    amount = amount_of(said) or ZERO
    price = unit_price_of(said)
    if price is None:
        price = amount / quantity if quantity else ZERO
    usual = next(
        (line.vat for line in snapshot.lines if line.inclusion is Inclusion.FIRM),
        snapshot.lines[0].vat,
    )
    return LineInput(
        line_id=f"{ADDED}{said.line_id}",
        vat=vat_of(said.category, said.rate) or usual,
        quantity=quantity,
        unit=said.unit or "C62",
        manual=ManualPrice(price=_six(price * said.basis), basis=said.basis),
    )


def _six(price: Decimal) -> Decimal:
    return price.quantize(Decimal("0.000001")).normalize() + 0
