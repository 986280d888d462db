"""A purchase order on paper, as somebody typed it, turned into a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from filon.contracts.models import IncomingOrder
from filon.contracts.services.purchase_orders import Received
from filon.offers.exchange.comparing import Agreed, AgreedLine
from filon.offers.exchange.document import (
    ExchangedDocument,
    Line,
    Party,
    Syntax,
    Totals,
    TypeCode,
)
from filon.offers.exchange.tables import order_of_table

_HEADER = "reference;designation;quantite;prix unitaire\n"


def typed_order(said: Mapping[str, Any], agreed: Agreed) -> Received:
    """Return the purchase order that was typed beside what was accepted.

    A quantity of zero says that the line was not ordered; an empty price that none was
    written. Other lines are read like a table, one for each row.

    :raises DocumentRefused: if the other lines cannot be read.
    """
    lines = [_line(line, said) for line in agreed.lines if said[f"quantity-{line.key}"]]
    if said["other_lines"].strip():
        table = (_HEADER + said["other_lines"]).encode()
        lines += [
            replace(line, line_id=f"n{index}")
            for index, line in enumerate(order_of_table(table).lines, start=1)
        ]
    postcode = said["postcode"].strip()
    document = ExchangedDocument(
        syntax=Syntax.UBL,
        kind="Typed",
        type_code=TypeCode.ORDER,
        number=said["number"],
        order_number=said["number"],
        issued_on=said["issued_on"],
        currency=agreed.currency,
        ship_to=Party(postcode=postcode) if postcode else None,
        requested_on=said["requested_on"],
        has_delivery=said["requested_on"] is not None,
        incoterm=said["incoterm"].upper(),
        incoterm_place=said["incoterm_place"],
        payment_terms=said["payment_terms"],
        notes=tuple(filter(None, [said["notes"].strip()])),
        lines=tuple(lines),
        totals=Totals(tax_exclusive=said["total_net"]),
    )
    return Received(document=document, source=IncomingOrder.Source.TYPED)


def _line(line: AgreedLine, said: Mapping[str, Any]) -> Line:
    return Line(
        line_id=line.position,
        offer_line=line.position,
        name=line.name,
        seller_reference=line.reference,
        buyer_reference=line.customer_reference,
        quantity=said[f"quantity-{line.key}"],
        unit=line.unit,
        net_price=said[f"price-{line.key}"],
        basis=line.basis,
        category=line.category,
        rate=line.rate,
    )
