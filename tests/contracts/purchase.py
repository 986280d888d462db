"""Purchase orders that answer an order of the tests, in one place different."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from filon.accounts.models import User
from filon.contracts import services
from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.contracts.selectors.purchase_orders import agreed_of
from filon.offers.exchange.comparing import Tolerance
from filon.offers.exchange.document import (
    ExchangedDocument,
    Line,
    Party,
    Syntax,
    TypeCode,
)
from filon.offers.exchange.order_x import write_order_x
from tests.conftest import NOW

D = Decimal
BUYER = Party(name="Fonderie du Gier", vat_number="FR05987654321")
SELLER = Party(name="Acier Précis", legal_id="732829320")


def document(order: Order, **values: Any) -> ExchangedDocument:
    """Return a purchase order that conforms to what was accepted."""
    lines = tuple(
        Line(
            line_id=str(index),
            name=line.name,
            seller_reference=line.reference,
            quantity=line.quantity,
            unit=line.unit,
            net_price=line.net_price,
            basis=line.basis,
            net_amount=line.net_amount,
            category=line.category,
            rate=line.rate,
        )
        for index, line in enumerate(agreed_of(order).lines, start=1)
    )
    defaults: dict[str, Any] = {
        "syntax": Syntax.ORDER_X,
        "kind": "SCRDMCCBDACIOMessageStructure",
        "type_code": TypeCode.ORDER,
        "profile": "urn:order-x.eu:1p0:comfort",
        "number": "PO-1001",
        "order_number": "PO-1001",
        "currency": order.currency,
        "buyer": BUYER,
        "seller": SELLER,
        "lines": lines,
    }
    return ExchangedDocument(**{**defaults, **values})


def changed(order: Order, number: int = 1, **values: Any) -> ExchangedDocument:
    """Return a purchase order with one line that differs; its amount is left out."""
    said = document(order)
    lines = list(said.lines)
    lines[number - 1] = replace(lines[number - 1], **{"net_amount": None, **values})
    return replace(said, lines=tuple(lines))


def xml(said: ExchangedDocument) -> bytes:
    """Return the purchase order as an Order-X message."""
    return write_order_x(said)


def received(
    order: Order,
    said: ExchangedDocument,
    actor: User,
    tolerance: Tolerance | None = None,
) -> IncomingOrder:
    """Compare a purchase order."""
    return services.purchase_order_receive(
        order=order,
        received=services.Received(
            document=said, source=IncomingOrder.Source.ELECTRONIC
        ),
        tolerance=tolerance or Tolerance(),
        actor=actor,
        now=NOW,
    )


def decide(
    incoming: IncomingOrder,
    actor: User,
    decision: str,
    kind: str = "",
    comment: str = "",
) -> None:
    """Decide about every deviation, or those of one kind."""
    rows = OrderDeviation.objects.filter(purchase_order=incoming).order_by("position")
    for row in rows.filter(kind=kind) if kind else rows:
        services.deviation_decide(
            deviation=row, decision=decision, comment=comment, actor=actor, now=NOW
        )


def with_notes(said: ExchangedDocument, notes: tuple[str, ...]) -> ExchangedDocument:
    return replace(said, notes=notes)


def halved(said: ExchangedDocument) -> ExchangedDocument:
    """Return the purchase order with half of every quantity."""
    lines = tuple(
        replace(line, quantity=(line.quantity or D(0)) / 2, net_amount=None)
        for line in said.lines
    )
    return replace(said, lines=lines)
