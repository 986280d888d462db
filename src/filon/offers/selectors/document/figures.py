"""The tables of an offer: prices, options, VAT, payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Heading,
    Row,
    Table,
    TotalLine,
    Totals,
)
from filon.kernel import units
from filon.kernel.units import UnknownUnit, unit_for
from filon.offers.models import OfferLine, OfferRevision, PriceBreak
from filon.offers.selectors.vat import MENTIONS

K = OfferLine.Kind
I = OfferLine.Inclusion  # noqa: E741 -- four letters on every line below
ENGLISH: Final = 1


def unit_symbol(code: str) -> str:
    """Return the short form of a unit, or its code."""
    try:
        return str(unit_for(code).symbol)
    except UnknownUnit:
        return code


def price_blocks(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    breaks: Sequence[PriceBreak],
) -> list[Block]:
    """Return the price table, its totals, and apart whatever is not in the total."""
    firm = [line for line in lines if line.inclusion == I.FIRM]
    defaults = default_ids(lines)
    chosen = [line for line in lines if line.pk in defaults]
    blocks: list[Block] = [
        Heading(_("Prices")),
        _table(revision, [*firm, *chosen] if chosen else firm, lines, defaults),
        _totals(revision),
    ]
    options = [line for line in lines if line.inclusion == I.OPTION]
    others = [
        line
        for line in lines
        if line.inclusion == I.ALTERNATIVE and line.pk not in defaults
    ]
    beside = [line for line in lines if line.inclusion == I.OUTSIDE]
    for title, rows in (
        (_("Options, not in the total"), options),
        (_("Alternatives, instead of the line of the same group"), others),
        (_("Beside the offer"), beside),
    ):
        if rows:
            blocks += [Heading(title, 2), _table(revision, rows, lines, frozenset())]
    if breaks:
        blocks += [Heading(_("Prices by quantity"), 2), _breaks(revision, breaks)]
    return [*blocks, *_vat(revision), *_schedule(revision)]


def default_ids(lines: Sequence[OfferLine]) -> frozenset[int]:
    """Return the ids of the alternatives that count unless another is chosen."""
    first: dict[str, int] = {}
    for line in lines:
        if line.inclusion == I.ALTERNATIVE:
            first.setdefault(line.alternative_group, line.pk)
    return frozenset(first.values())


def _table(
    revision: OfferRevision,
    rows: Sequence[OfferLine],
    lines: Sequence[OfferLine],
    defaults: frozenset[int],
) -> Table:
    wanted = {row.pk for row in rows}
    return Table(
        columns=[
            Column(_("Reference")),
            Column(_("Designation"), width=1),
            Column(_("Quantity"), "right"),
            Column(_("Unit price without VAT"), "right"),
            Column(_("Amount without VAT"), "right"),
        ],
        rows=[
            _row(line, revision.currency, is_default=line.pk in defaults)
            for line in lines
            if line.pk in wanted
        ],
    )


def _row(line: OfferLine, currency: str, *, is_default: bool) -> Row:
    if line.kind == K.TITLE:
        return Row([line.designation], kind="group")
    if line.kind == K.SUBTOTAL:
        label = line.designation or _("Subtotal")
        amount = formats.money(line.net_amount or Decimal(0), currency)
        return Row(["", label, "", "", amount], kind="subtotal")
    if line.kind == K.TEXT:
        return Row(["", line.description or line.designation, "", "", ""], kind="muted")
    name = line.designation
    if is_default or line.inclusion == I.ALTERNATIVE:
        name = f"{name} ({_('group')} {line.alternative_group})"
    detail = "\n".join(filter(None, [line.description, _marks(line)]))
    return Row(
        [
            line.reference,
            Cell(name, detail=detail),
            _quantity(line),
            Cell(_price(line, currency), detail=_discount(line)),
            _money(line.net_amount, currency),
        ]
    )


def _quantity(line: OfferLine) -> str:
    if line.kind == K.PERCENT:
        return formats.percent(line.percent or Decimal(0))
    return formats.quantity(line.quantity, unit_symbol(line.unit))


def _price(line: OfferLine, currency: str) -> str:
    if line.kind == K.PERCENT or line.net_price is None:
        return ""
    price = formats.unit_price(line.net_price, currency)
    if line.price_base == 1:
        return price
    return f"{price} / {formats.number(line.price_base)}"


def _discount(line: OfferLine) -> str:
    """Return the discount on the list price, where there is one to show."""
    gross, net = line.gross_price, line.net_price
    if gross is None or net is None or not 0 <= net < gross:
        return ""
    share = (Decimal(100) - net * 100 / gross).quantize(Decimal("0.01"))
    return _("discount %(percent)s") % {"percent": formats.percent(share)}


def _marks(line: OfferLine) -> str:
    marks = []
    if line.customer_part_number:
        marks.append(_("Your reference: %(ref)s") % {"ref": line.customer_part_number})
    if line.drawing:
        drawing = f"{line.drawing} {line.drawing_index}".strip()
        marks.append(_("Drawing: %(ref)s") % {"ref": drawing})
    return " – ".join(marks)


def _money(amount: Decimal | None, currency: str) -> str:
    return formats.money(amount, currency) if amount is not None else ""


def _totals(revision: OfferRevision) -> Totals:
    firm: Mapping[str, Any] = revision.result.get("firm", {})
    currency = revision.currency

    def shown(name: str) -> str:
        return formats.money(Decimal(firm.get(name, "0")), currency)

    rows = []
    if Decimal(firm.get("allowances_total", "0")) or Decimal(
        firm.get("charges_total", "0")
    ):
        rows.append(TotalLine(_("Lines"), shown("lines_total")))
    if Decimal(firm.get("allowances_total", "0")):
        note = formats.percent(revision.discount_percent)
        rows.append(TotalLine(_("Discount"), f"−{shown('allowances_total')}", note))
    if Decimal(firm.get("charges_total", "0")):
        rows.append(TotalLine(_("Carriage"), shown("charges_total")))
    rows += [
        TotalLine(_("Total without VAT"), shown("tax_exclusive"), strong=True),
        TotalLine(_("VAT"), shown("tax_total")),
        TotalLine(_("Total with VAT"), shown("tax_inclusive"), strong=True),
    ]
    return Totals(rows)


def _breaks(revision: OfferRevision, breaks: Sequence[PriceBreak]) -> Table:
    return Table(
        columns=[
            Column(_("Designation"), width=1),
            Column(_("From"), "right"),
            Column(_("Unit price without VAT"), "right"),
            Column(_("Lead time"), "right"),
        ],
        rows=[
            [
                row.line.designation,
                formats.quantity(row.quantity, unit_symbol(row.line.unit)),
                formats.unit_price(row.net_price, revision.currency),
                units.days(row.lead_time_days) if row.lead_time_days else "",
            ]
            for row in breaks
        ],
    )


def _vat(revision: OfferRevision) -> list[Block]:
    rows = revision.result.get("firm", {}).get("vat_breakdown", [])
    if not rows:
        return []
    english = revision.language == "en"
    return [
        Heading(_("Value added tax"), 2),
        Table(
            columns=[
                Column(_("Rate"), "right"),
                Column(_("Base"), "right"),
                Column(_("VAT"), "right"),
                Column(_("Mention"), width=1),
            ],
            rows=[
                [
                    formats.percent(Decimal(row["rate"])),
                    formats.money(Decimal(row["taxable"]), revision.currency),
                    formats.money(Decimal(row["tax"]), revision.currency),
                    MENTIONS.get(row["category"], ("", ""))[ENGLISH if english else 0],
                ]
                for row in rows
            ],
        ),
    ]


def _schedule(revision: OfferRevision) -> list[Block]:
    rows = revision.result.get("schedule", [])
    if not rows:
        return []
    return [
        Heading(_("Payment schedule"), 2),
        Table(
            columns=[
                Column(_("Instalment"), width=1),
                Column(_("Share"), "right"),
                Column(_("Amount with VAT"), "right"),
            ],
            rows=[
                [
                    row["code"],
                    formats.percent(Decimal(row["percent"])),
                    formats.money(Decimal(row["amount"]), revision.currency),
                ]
                for row in rows
            ],
        ),
    ]
