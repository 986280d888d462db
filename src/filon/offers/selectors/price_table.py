"""The prices of a revision to work on elsewhere: XLSX with numbers, DOCX with words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.documents.content import Document
from filon.files.tables import Figure, Sheet
from filon.offers.models import OfferLine, OfferRevision
from filon.offers.selectors.document.build import Offering
from filon.offers.selectors.document.figures import (
    default_ids,
    price_blocks,
    unit_symbol,
)

K = OfferLine.Kind
_WIDTHS: Final = (16, 48, 12, 10, 14, 10, 16, 10, 24)
_CHANGES: Final = ("allowances_total", "charges_total")
_PRICE_DECIMALS: Final = 6
_QUANTITY_DECIMALS: Final = 4


def price_document(offering: Offering) -> Document:
    """Return titles and price tables alone, as the document of the offer has them."""
    revision = offering.revision
    return Document(
        title=str(revision.offer.get_form_display()),
        subtitle=revision.offer.title,
        number=offering.number,
        revision=revision.letter,
        blocks=price_blocks(revision, offering.lines, offering.breaks),
        watermark=_mark(offering),
    )


def price_sheet(offering: Offering) -> Sheet:
    """Return the price table with numbers as numbers; call it in the buyer's language.

    Totals are those of the engine, not formulas: a spreadsheet rounds otherwise.
    """
    currency = offering.revision.currency
    return Sheet(
        name=pgettext("workbook", "Prices"),
        header=[
            _("Reference"),
            _("Designation"),
            _("Quantity"),
            _("Unit"),
            _("Unit price without VAT"),
            _("Price for"),
            _("Amount without VAT (%(currency)s)") % {"currency": currency},
            _("VAT (%)"),
            _("Inclusion"),
        ],
        rows=list(_rows(offering)),
        widths=_WIDTHS,
    )


def _rows(offering: Offering) -> Iterator[Sequence[object]]:
    revision = offering.revision
    if mark := _mark(offering):
        yield [None, mark]
    defaults = default_ids(offering.lines)
    for line in offering.lines:
        yield _row(line, revision.currency, is_default=line.pk in defaults)
    yield []
    yield from _totals(revision)


def _mark(offering: Offering) -> str:
    return _("Draft, not an offer") if offering.is_draft else ""


def _row(line: OfferLine, currency: str, *, is_default: bool) -> Sequence[object]:
    amount = _money(line.net_amount, currency)
    if line.kind in {K.TITLE, K.TEXT}:
        return [None, line.designation or line.description]
    if line.kind == K.SUBTOTAL:
        label = line.designation or _("Subtotal")
        return [None, label, None, None, None, None, amount]
    is_share = line.kind == K.PERCENT
    least = get_currency_precision(currency)
    return [
        line.reference,
        line.designation,
        Figure(line.percent or Decimal(0), 0, _QUANTITY_DECIMALS)
        if is_share
        else Figure(line.quantity, 0, _QUANTITY_DECIMALS),
        "%" if is_share else unit_symbol(line.unit),
        Figure(line.net_price, least, _PRICE_DECIMALS)
        if line.net_price is not None and not is_share
        else None,
        None if is_share else line.price_base,
        amount,
        Figure(line.vat_rate, 0, 2),
        _inclusion(line, is_default=is_default),
    ]


def _inclusion(line: OfferLine, *, is_default: bool) -> str:
    label = str(line.get_inclusion_display())
    if line.inclusion != OfferLine.Inclusion.ALTERNATIVE:
        return label
    group = f"{label} {line.alternative_group}"
    return _("%(group)s, in the total") % {"group": group} if is_default else group


def _totals(revision: OfferRevision) -> Iterator[Sequence[object]]:
    """Yield the totals; discount and carriage, and what they change, where any are."""
    firm: dict[str, Any] = revision.result.get("firm", {})
    changed = any(Decimal(firm.get(name, "0")) for name in _CHANGES)
    for label, name, sign in (
        (_("Lines"), "lines_total", 1),
        (_("Discount"), "allowances_total", -1),
        (_("Carriage"), "charges_total", 1),
        (_("Total without VAT"), "tax_exclusive", 1),
        (_("VAT"), "tax_total", 1),
        (_("Total with VAT"), "tax_inclusive", 1),
    ):
        amount = sign * Decimal(firm.get(name, "0"))
        is_idle = name in _CHANGES and not amount
        if is_idle or (name == "lines_total" and not changed):
            continue
        yield [None, label, *[None] * 4, _money(amount, revision.currency)]


def _money(amount: Decimal | None, currency: str) -> Figure | None:
    if amount is None:
        return None
    decimals = get_currency_precision(currency)
    return Figure(amount, decimals, decimals)
