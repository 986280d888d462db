"""The acknowledgement of an order, in the customer's language (offers.md §8.2)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from filon.accounts.services import company
from filon.contracts.models import Order, OrderDeviation, OrderLine
from filon.contracts.selectors.responses import governing, value_text
from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Party,
    Signature,
    Table,
    TotalLine,
    Totals,
)
from filon.kernel import units
from filon.kernel.countries import country_name
from filon.offers.selectors.document.build import payment_terms
from filon.offers.selectors.document.figures import unit_symbol
from filon.offers.selectors.document.proforma import proforma_note


def language_of(order: Order) -> str:
    """Return the language of the offer, else that of the customer."""
    if order.revision is not None:
        return order.revision.language
    return order.organization.language


def acknowledgement(order: Order, decided: Sequence[OrderDeviation] = ()) -> Document:
    """Return the document; call it with the customer's language active.

    Three queries. Costs and margins are not read here.

    :param decided: deviations of the purchase order, each with our answer.
    """
    lines = list(OrderLine.objects.filter(order=order).order_by("position", "pk"))
    is_confirmed = order.delivery_on is not None
    return Document(
        title=_("Order acknowledgement"),
        number=order.number,
        meta=_meta(order),
        recipient=_recipient(order),
        blocks=[
            *_intro(order),
            _table(order, lines),
            _totals(order, lines),
            *_deviations(order, decided),
            Heading(_("Terms")),
            Facts(_terms(order)),
            Signature(
                [Party(company().name, [_("Name and function"), _("Signature")])]
            ),
        ],
        watermark="" if is_confirmed else _("Not confirmed yet"),
    )


def order_proforma(order: Order) -> Document:
    """Return the proforma of an order; call it with the customer's language active.

    Three queries. Costs and margins are not read here.
    """
    lines = list(OrderLine.objects.filter(order=order).order_by("position", "pk"))
    return Document(
        title=_("Proforma invoice"),
        number=order.number,
        meta=_meta(order),
        recipient=_recipient(order),
        blocks=[
            proforma_note(),
            _table(order, lines),
            _totals(order, lines),
            Heading(_("Terms")),
            Facts(_terms(order)),
        ],
        watermark="" if order.delivery_on is not None else _("Not confirmed yet"),
    )


def _meta(order: Order) -> list[tuple[str, str]]:
    rows = [(_("Ordered on"), formats.day(order.ordered_on))]
    if order.customer_reference:
        rows.append((_("Your reference"), order.customer_reference))
    if order.revision is not None:
        offer = f"{order.revision.offer.number} {order.revision.letter}"
        rows.append((_("Our offer"), offer))
    if order.frame is not None:
        rows.append((_("Call-off of contract"), order.frame.number))
    if order.owner is not None:
        rows.append((_("Your contact"), order.owner.full_name))
    return rows


def _recipient(order: Order) -> list[str]:
    organization = order.organization
    site = organization.sites.order_by("-is_main", "pk").first()
    contact = order.revision.offer.contact if order.revision is not None else None
    place = site or organization
    lines = [
        organization.legal_name or organization.name,
        str(contact or ""),
        *(site.address.splitlines() if site is not None else []),
        f"{place.postcode} {place.city}",
        country_name(organization.country) if organization.country != "FR" else "",
    ]
    return [line.strip() for line in lines if line.strip()]


def _intro(order: Order) -> list[Block]:
    if order.status == Order.Status.CANCELLED:
        return [Note(_("This order was cancelled."), tone="bad")]
    if order.delivery_on is None:
        return [Note(_("We have received your order; the delivery date follows."))]
    text = _("We confirm your order, with delivery on %(day)s.") % {
        "day": formats.day(order.delivery_on)
    }
    return [Note(text, tone="good")]


def _table(order: Order, lines: list[OrderLine]) -> Table:
    return Table(
        columns=[
            Column(_("Pos."), align="right"),
            Column(_("Description"), width=3),
            Column(_("Quantity"), align="right"),
            Column(_("Unit price"), align="right"),
            Column(_("Amount"), align="right"),
        ],
        rows=[
            [
                str(index),
                Cell(line.designation, detail=line.reference),
                formats.quantity(line.quantity, unit_symbol(line.unit)),
                _price(order, line),
                formats.money(line.net_amount, order.currency),
            ]
            for index, line in enumerate(lines, start=1)
        ],
    )


def _price(order: Order, line: OrderLine) -> str:
    if line.net_price is None:
        return ""
    text = formats.unit_price(line.net_price, order.currency)
    return text if line.price_base == 1 else f"{text} / {line.price_base}"


def _totals(order: Order, lines: Sequence[OrderLine]) -> Totals:
    """Return the totals; discounts and charges of the whole order stand apart."""

    def money(amount: Decimal) -> str:
        return formats.money(amount, order.currency)

    beside = order.total_net - sum((line.net_amount for line in lines), Decimal(0))
    shown = []
    if beside:
        shown = [
            TotalLine(_("Lines"), money(order.total_net - beside)),
            TotalLine(_("Discounts and charges"), money(beside)),
        ]
    return Totals(
        [
            *shown,
            TotalLine(_("Total without VAT"), money(order.total_net)),
            TotalLine(_("VAT"), money(order.total_tax)),
            TotalLine(_("Total with VAT"), money(order.total_gross), strong=True),
        ]
    )


def _deviations(order: Order, decided: Sequence[OrderDeviation]) -> list[Block]:
    """List what the purchase order changed, and what we answer to it."""
    if not decided:
        return []
    return [
        Heading(_("Your purchase order and our offer")),
        Table(
            columns=[
                Column(_("Point"), width=2),
                Column(_("Our offer")),
                Column(_("Your purchase order")),
                Column(_("Our answer"), width=2),
            ],
            rows=[
                [
                    Cell(str(row.get_kind_display()), detail=row.label),
                    value_text(row, row.offered, order.currency),
                    value_text(row, row.ordered, order.currency),
                    Cell(str(row.get_decision_display()), detail=row.comment),
                ]
                for row in decided
            ],
        ),
        Note(governing(order)),
    ]


def _terms(order: Order) -> list[tuple[str, str]]:
    delivery = formats.day(order.delivery_on) if order.delivery_on else "–"
    facts = [(_("Delivery date"), delivery)]
    revision = order.revision
    if revision is None:
        return facts
    facts.append((_("Payment"), payment_terms(revision)))
    if revision.incoterm:
        place = f"{revision.incoterm} {revision.incoterm_place} (Incoterms® 2020)"
        facts.append((_("Delivery"), place))
    if revision.warranty_months:
        facts.append((_("Warranty"), units.months(revision.warranty_months)))
    terms = revision.terms_of_sale
    if terms is not None:
        facts.append((_("General terms of sale"), f"{terms.title}, {terms.edition}"))
    return facts
