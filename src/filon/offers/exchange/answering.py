"""Answering an order: the response that accepts, amends or refuses its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from filon.offers.exchange.document import (
    ExchangedDocument,
    Line,
    Party,
    Syntax,
    Totals,
    TypeCode,
)
from filon.offers.exchange.recomputing import (
    ZERO,
    document_amounts,
    knows_vat,
    line_amount,
)
from filon.offers.exchange.rules import ACCEPTED, ADDED, AMENDED, REFUSED

COMFORT = "urn:order-x.eu:1p0:comfort"


class Answer(StrEnum):
    """The answer as a whole, as the published examples code it."""

    ACCEPTED = "1"
    AMENDED = "3"
    REFUSED = "8"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswer:
    """What we answer to one line of the order.

    :ivar quantity: agreed; zero refuses the line. :ivar net_price: ours, for `basis`
        units, where it is not that of the order. :ivar delivery_on: our promise.
    :ivar is_changed: something else of the line is not as ordered.
    """

    quantity: Decimal
    net_price: Decimal | None = None
    basis: Decimal = Decimal(1)
    delivery_on: date | None = None
    is_changed: bool = False


def response_to(
    order: ExchangedDocument,
    answers: Mapping[str, LineAnswer],
    *,
    number: str,
    issued_on: date,
    added: Sequence[Line] = (),
    seller: Party | None = None,
    notes: Sequence[str] = (),
    is_amended: bool = False,
) -> ExchangedDocument:
    """Return the order response (231) to an order.

    A line without an answer is accepted as ordered. Each line keeps its number, the
    response the order's number and parties; amounts follow from the agreed
    quantities. What the seller adds comes after, with status 1 and numbers of its own.

    :param answers: by line of the order.
    :param is_amended: something else than a line is not as ordered.

    Source: Order-X 1.0 §3.1; UNTDID 1229: 5 accepted, 6 accepted with amendment
    (agreed quantity required), 7 refused (agreed quantity zero), 1 added.
    """
    lines = [_answered(line, answers.get(line.line_id)) for line in order.lines]
    lines += [
        replace(line, status=ADDED, quantity=ZERO, agreed=line.counted_quantity)
        for line in added
    ]
    priced = [replace(line, net_amount=line_amount(line)) for line in lines]
    as_ordered = all(line.status == ACCEPTED for line in priced)
    if all(line.status == REFUSED for line in priced):
        whole = Answer.REFUSED
    elif as_ordered and not is_amended:
        whole = Answer.ACCEPTED
    else:
        whole = Answer.AMENDED
    response = ExchangedDocument(
        syntax=Syntax.ORDER_X,
        kind=order.kind,
        number=number,
        type_code=TypeCode.RESPONSE,
        profile=COMFORT,
        status=whole,
        issued_on=issued_on,
        currency=order.currency,
        seller=seller or order.seller,
        buyer=order.buyer,
        ship_to=order.ship_to,
        order_number=order.number,
        offer_number=order.offer_number,
        contract_number=order.contract_number,
        requested_on=order.requested_on,
        has_delivery=order.has_delivery,
        incoterm=order.incoterm,
        incoterm_place=order.incoterm_place,
        payment_terms=order.payment_terms,
        notes=tuple(notes),
        lines=tuple(priced),
        adjustments=order.adjustments if as_ordered else (),
    )
    return replace(response, totals=totals_of(response))


def totals_of(document: ExchangedDocument) -> Totals:
    """Return the totals by our engine; empty where a line has no amount."""
    amounts = [line.net_amount for line in document.lines]
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < len(amounts):
        return Totals()
    sums = document_amounts(document, document.lines, known)
    has_vat = knows_vat(document, document.lines)
    has_adjustments = bool(document.adjustments)
    return Totals(
        lines=sums.lines_total,
        allowances=sums.allowances_total if has_adjustments else None,
        charges=sums.charges_total if has_adjustments else None,
        tax_exclusive=sums.tax_exclusive,
        tax=sums.tax_total if has_vat else None,
        tax_inclusive=sums.tax_inclusive if has_vat else None,
    )


def _answered(line: Line, answer: LineAnswer | None) -> Line:
    ordered = line.quantity or ZERO
    said = answer or LineAnswer(quantity=ordered)
    status = AMENDED
    if not said.quantity:
        status = REFUSED
    elif said.quantity == ordered and said.net_price is None and not said.is_changed:
        status = ACCEPTED
    agreed = replace(
        line,
        status=status,
        agreed=said.quantity,
        order_line=line.line_id,
        delivery_on=said.delivery_on or line.delivery_on,
    )
    if said.net_price is None:
        return agreed
    return replace(
        agreed,
        gross_price=None,
        price_discount=ZERO,
        price_charge=ZERO,
        net_price=said.net_price,
        basis=said.basis,
    )
