"""A customer's purchase order that does not say what they had accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from filon.contracts import services as contracts
from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.contracts.selectors.purchase_orders import agreed_of
from filon.files.uploads import check_upload
from filon.offers.exchange.comparing import Tolerance
from filon.offers.exchange.document import (
    ExchangedDocument,
    Line,
    Party,
    Syntax,
    TypeCode,
)
from filon.offers.exchange.order_x import write_order_x
from filon.project.demo.setting import Setting


def build(setting: Setting, order: Order) -> IncomingOrder:
    """Compare an Order-X message with an accepted offer: three deviations, one decided."""
    actor = order.owner or setting.people["nadia"]
    content = write_order_x(_document(order))
    upload = check_upload("PO-88412.xml", content)
    incoming = contracts.purchase_order_receive(
        order=order,
        received=contracts.purchase_order_read(upload=upload),
        tolerance=Tolerance(),
        actor=actor,
        now=setting.at(-1, 9),
        upload=upload,
    )
    quantity = incoming.deviations.get(kind=OrderDeviation.Kind.QUANTITY)
    contracts.deviation_decide(
        deviation=quantity,
        decision=OrderDeviation.Decision.ACCEPTED,
        comment="Deux pièces de plus, même prix.",
        actor=actor,
        now=setting.at(-1, 10),
    )
    return incoming


def _document(order: Order) -> ExchangedDocument:
    agreed = agreed_of(order)
    lines = [
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
        for index, line in enumerate(agreed.lines, start=1)
    ]
    first = lines[0]
    more = (first.quantity or Decimal(0)) + 2
    price = first.net_price or Decimal(0)
    lines[0] = replace(first, quantity=more, net_amount=price * more)
    buyer = order.organization
    return ExchangedDocument(
        syntax=Syntax.ORDER_X,
        kind="SCRDMCCBDACIOMessageStructure",
        type_code=TypeCode.ORDER,
        profile="urn:order-x.eu:1p0:comfort",
        number="PO-88412",
        order_number="PO-88412",
        issued_on=order.ordered_on,
        currency=order.currency,
        seller=Party(name="Filon", legal_id="000000000"),
        buyer=Party(name=buyer.name, identifier="8841", postcode=buyer.postcode),
        requested_on=order.ordered_on + timedelta(days=40),
        has_delivery=True,
        payment_terms="60 jours fin de mois",
        notes=("Nos conditions générales d’achat s’appliquent.",),
        lines=tuple(lines),
    )
