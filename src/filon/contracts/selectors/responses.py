"""What we answer to a purchase order: an Order-X response, and words for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from filon.accounts.services import company
from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.contracts.selectors.agreed import document_of
from filon.directory.models import Organization
from filon.documents import formats
from filon.documents.content import EmbeddedFile, Hybrid
from filon.kernel.units import UNITS
from filon.offers.exchange.answering import LineAnswer, response_to
from filon.offers.exchange.comparing import Agreed, AgreedLine
from filon.offers.exchange.document import ExchangedDocument, Line, Party
from filon.offers.exchange.order_x import FILE_NAME, write_order_x
from filon.offers.selectors.freezing import revived
from filon.offers.selectors.quotation import buyer_party, seller_party

K = OrderDeviation.Kind
D = OrderDeviation.Decision
ZERO = Decimal(0)


def value_text(deviation: OrderDeviation, value: str, currency: str) -> str:
    """Write one side of a deviation as people read it."""
    if not value:
        return "–"
    kind = deviation.kind
    if kind in {K.PRICE, K.TOTAL}:
        write = formats.money if kind == K.TOTAL else formats.unit_price
        return write(Decimal(value), currency)
    if kind == K.QUANTITY:
        return formats.quantity(Decimal(value), "")
    if kind == K.VAT:
        return formats.percent(Decimal(value))
    if kind in {K.DATE, K.VALIDITY}:
        return formats.day(date.fromisoformat(value))
    if kind == K.UNIT and value in UNITS:
        return str(UNITS[value].name)
    return value


def order_response(
    order: Order, incoming: IncomingOrder, decided: Sequence[OrderDeviation]
) -> ExchangedDocument:
    """Return the Order-X response (231) with every decision, as a document.

    What was accepted is answered as ordered; what we keep is answered with our own
    quantity and price. A line that was not offered is refused unless it was accepted;
    one that was not ordered and that we keep is added.
    """
    agreed = revived(Agreed, incoming.agreed)
    document = _with_our_terms(_complete(document_of(incoming), order), agreed, decided)
    ours = {line.key: line for line in agreed.lines}
    by_line: dict[str, list[OrderDeviation]] = {}
    for row in decided:
        if row.line_id and row.kind != K.DATE:
            by_line.setdefault(row.line_id, []).append(row)
    answers = {
        line.line_id: _answer(line, by_line.get(line.line_id, []), ours, order)
        for line in document.lines
    }
    kept = [
        ours[str(row.offer_line_id)]
        for row in decided
        if row.kind == K.MISSING_LINE and row.decision == D.KEPT
    ]
    return response_to(
        document,
        answers,
        number=order.number,
        issued_on=order.ordered_on,
        added=_added(document, kept),
        is_amended=any(row.decision != D.ACCEPTED for row in decided),
        notes=[f"{row.get_kind_display()} – {said_of(row)}" for row in decided],
    )


def order_response_file(
    order: Order, incoming: IncomingOrder, decided: Sequence[OrderDeviation]
) -> bytes:
    """Return the Order-X response as a file."""
    return write_order_x(order_response(order, incoming, decided))


def response_attachments(
    order: Order, incoming: IncomingOrder | None, decided: Sequence[OrderDeviation]
) -> list[EmbeddedFile]:
    """Return what the PDF of the acknowledgement carries for machines.

    Nothing while a deviation is open: a machine would take it for our answer.
    """
    if incoming is None or not is_answered(decided):
        return []
    return [
        EmbeddedFile(
            name=FILE_NAME,
            content=order_response_file(order, incoming, decided),
            media_type="text/xml",
            description=_("Answer to the order, Order-X"),
            relationship="data",
            hybrid=Hybrid(document_type="ORDER_RESPONSE", level="COMFORT"),
        )
    ]


def said_of(row: OrderDeviation) -> str:
    """Return the decision and its comment."""
    return " – ".join(filter(None, (str(row.get_decision_display()), row.comment)))


def governing(order: Order) -> str:
    """Say which document governs the order (Code civil, art. 1118 and 1119)."""
    revision = order.revision
    offer = f"{revision.offer.number} {revision.letter}" if revision else order.number
    return _(
        "This order is governed by our offer %(offer)s as amended by the deviations"
        " accepted above. Clauses of your purchase order that contradict it have no"
        " effect (French Civil Code, articles 1118 and 1119)."
    ) % {"offer": offer}


def _with_our_terms(
    document: ExchangedDocument, agreed: Agreed, decided: Sequence[OrderDeviation]
) -> ExchangedDocument:
    """Put our terms in place of those that we do not accept."""
    kept = {row.kind for row in decided if row.decision != D.ACCEPTED}
    if K.PAYMENT in kept:
        document = replace(document, payment_terms=agreed.payment_terms)
    if K.INCOTERM in kept:
        document = replace(
            document, incoterm=agreed.incoterm, incoterm_place=agreed.incoterm_place
        )
    if K.CURRENCY in kept:
        document = replace(document, currency=agreed.currency)
    return document


def is_answered(decided: Sequence[OrderDeviation]) -> bool:
    """Tell whether there is something to answer to every deviation."""
    return all(row.decision != D.OPEN for row in decided)


def _answer(
    line: Line,
    rows: Sequence[OrderDeviation],
    ours: dict[str, AgreedLine],
    order: Order,
) -> LineAnswer:
    quantity = line.quantity or ZERO
    price: Decimal | None = None
    basis = Decimal(1)
    is_changed = False
    for row in rows:
        if row.decision == D.ACCEPTED:
            continue
        is_changed = True
        if row.kind == K.EXTRA_LINE:
            quantity = ZERO
            continue
        mine = ours[str(row.offer_line_id)]
        if row.kind == K.QUANTITY:
            quantity = mine.quantity
        if row.kind == K.PRICE and mine.net_price is not None:
            price, basis = mine.net_price, mine.basis
    promised = order.delivery_on
    return LineAnswer(
        quantity=quantity,
        net_price=price,
        basis=basis,
        delivery_on=promised,
        is_changed=is_changed,
    )


def _added(document: ExchangedDocument, kept: Sequence[AgreedLine]) -> list[Line]:
    numbers = {line.line_id for line in document.lines}
    rows = []
    for line in kept:
        number = next(str(n) for n in range(1, 100_000) if str(n) not in numbers)
        numbers.add(number)
        rows.append(
            Line(
                line_id=number,
                name=line.name,
                seller_reference=line.reference,
                buyer_reference=line.customer_reference,
                quantity=line.quantity,
                unit=line.unit,
                net_price=line.net_price,
                basis=line.basis,
                category=line.category,
                rate=line.rate,
            )
        )
    return rows


def _complete(document: ExchangedDocument, order: Order) -> ExchangedDocument:
    """Fill in what a typed order or a table does not say: number, parties, currency."""
    number = document.number or order.customer_reference or order.number
    seller, buyer = document.seller, document.buyer
    if not seller.is_identified:
        seller = seller_party(company())
    if not buyer.is_identified:
        buyer = _customer(order.organization)
    return replace(
        document,
        number=number,
        order_number=number,
        currency=document.currency or order.currency,
        seller=seller,
        buyer=buyer,
    )


def _customer(organization: Organization) -> Party:
    """Name the customer by our number too: a response must identify the buyer."""
    identifier = organization.external_ref or f"C{organization.pk}"
    return replace(buyer_party(organization), identifier=identifier)
