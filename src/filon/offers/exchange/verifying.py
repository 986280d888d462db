"""Recomputing a document from outside with our own engine, and saying what differs.

Each amount is recomputed from the declared figures it rests on, so that one error
shows once, where it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from filon.kernel.money import round_half_up
from filon.offers.exchange.document import Adjustment, ExchangedDocument, Line
from filon.offers.exchange.recomputing import (
    ZERO,
    adjustment_amount,
    document_amounts,
    knows_vat,
    line_amount,
    vat_of,
)
from filon.offers.pricing import Totals
from filon.offers.pricing.tolerance import (
    VAT_SLACK,
    line_is_acceptable,
    vat_is_acceptable,
)
from filon.offers.pricing.vat import VatKey, vat_key

HUNDRED = Decimal(100)
# A product of three numbers as long as a document may write them stays exact.
_PRECISION = 120


class Status(StrEnum):
    """What became of a verification."""

    EXACT = "exact"
    TOLERANCE = "tolerance"
    ANOMALY = "anomaly"
    NOT_CHECKABLE = "not checkable"


class Place(StrEnum):
    """Where a document may differ from its own arithmetic."""

    NET_PRICE = "net-price"
    LINE_ADJUSTMENT = "line-adjustment"
    LINE_NET = "line-net"
    DOCUMENT_ADJUSTMENT = "document-adjustment"
    LINES_TOTAL = "lines-total"
    ALLOWANCES_TOTAL = "allowances-total"
    CHARGES_TOTAL = "charges-total"
    TAX_EXCLUSIVE = "tax-exclusive"
    VAT_BASE = "vat-base"
    VAT_TAX = "vat-tax"
    TAX_TOTAL = "tax-total"
    TAX_INCLUSIVE = "tax-inclusive"
    DUE = "amount-due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure that does not follow from the others.

    :ivar where: line, VAT group or reason it belongs to; empty for the document.
    :ivar accepted: it is within the slack.
    """

    place: Place
    where: str
    declared: Decimal
    computed: Decimal
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The outcome: the status, how many lines were read, and what differs."""

    status: Status
    lines: int
    differences: tuple[Difference, ...] = ()


def verify(document: ExchangedDocument) -> Verification:
    """Recompute lines, totals and VAT, and compare them with what is declared.

    A line may be 0.02 off and a VAT amount 1.00 (BR-CO-17); every other total is
    exact. A document whose lines have no amount cannot be checked.

    Source: EN 16931-1 BR-CO-10 to BR-CO-17, BR-S-08; Order-X 1.0 has the same sums.
    """
    counted = [line for line in document.lines if line.counts]
    lines = len(document.lines)
    if all(line.net_amount is None for line in counted):
        return Verification(status=Status.NOT_CHECKABLE, lines=lines)
    with localcontext(prec=_PRECISION):
        found = (
            *_line_differences(document),
            *_total_differences(document, counted),
        )
    status = Status.EXACT
    if found:
        bearable = all(difference.accepted for difference in found)
        status = Status.TOLERANCE if bearable else Status.ANOMALY
    return Verification(status=status, lines=lines, differences=found)


def _line_differences(document: ExchangedDocument) -> Iterator[Difference]:
    for line in document.lines:
        yield from _price_difference(line)
        yield from _adjustment_differences(
            line.adjustments, Place.LINE_ADJUSTMENT, line.line_id
        )
        if line.net_amount is not None:
            yield from _near(
                Place.LINE_NET, line.line_id, line.net_amount, line_amount(line)
            )


def _price_difference(line: Line) -> Iterator[Difference]:
    """Compare the net price with the gross one, less reductions, plus additions.

    A gross price without any is a list price beside an agreed one: nothing to check.
    """
    if not line.price_discount and not line.price_charge:
        return
    if line.gross_price is None or line.net_price is None:
        return
    computed = line.gross_price - line.price_discount + line.price_charge
    if computed == line.net_price:
        return
    # What counts of a price is what it does to the line.
    weight = (line.counted_quantity or ZERO) / (line.basis or 1)
    yield Difference(
        place=Place.NET_PRICE,
        where=line.line_id,
        declared=line.net_price,
        computed=computed,
        accepted=line_is_acceptable(
            declared=line.net_price * weight, computed=computed * weight
        ),
    )


def _adjustment_differences(
    adjustments: Sequence[Adjustment], place: Place, where: str
) -> Iterator[Difference]:
    """Compare amounts with the percentage of the base that they are said to be."""
    for said in adjustments:
        yield from _near(
            place, where or said.reason, said.amount, adjustment_amount(said)
        )


def _near(
    place: Place, where: str, declared: Decimal, computed: Decimal | None
) -> Iterator[Difference]:
    if computed is not None and declared != computed:
        yield Difference(
            place=place,
            where=where,
            declared=declared,
            computed=computed,
            accepted=line_is_acceptable(declared=declared, computed=computed),
        )


def _total_differences(
    document: ExchangedDocument, counted: Sequence[Line]
) -> Iterator[Difference]:
    yield from _adjustment_differences(
        document.adjustments, Place.DOCUMENT_ADJUSTMENT, ""
    )
    amounts = [
        line_amount(line) if line.net_amount is None else line.net_amount
        for line in counted
    ]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        # Some line has no amount: no sum of the document can be told right or wrong.
        return
    computed = document_amounts(document, counted, known)
    said = document.totals
    rows: list[tuple[Place, Decimal | None, Decimal]] = [
        (Place.LINES_TOTAL, said.lines, computed.lines_total),
        (Place.ALLOWANCES_TOTAL, said.allowances, computed.allowances_total),
        (Place.CHARGES_TOTAL, said.charges, computed.charges_total),
        (Place.TAX_EXCLUSIVE, said.tax_exclusive, computed.tax_exclusive),
    ]
    for place, declared, own in rows:
        yield from _exactly(place, declared, own)
    yield from _tax_differences(document, counted, computed)


def _exactly(
    place: Place,
    declared: Decimal | None,
    computed: Decimal,
    *,
    slack: Decimal = ZERO,
    where: str = "",
) -> Iterator[Difference]:
    if declared is not None and declared != computed:
        yield Difference(
            place=place,
            where=where,
            declared=declared,
            computed=computed,
            accepted=abs(declared - computed) <= slack,
        )


def _tax_differences(
    document: ExchangedDocument, counted: Sequence[Line], computed: Totals
) -> Iterator[Difference]:
    """Compare the VAT by group and in all, then what includes it.

    Where the lines do not say their VAT, the declared bases stand for them; where
    there are none either, the declared VAT is taken as it is.
    """
    said = document.totals
    is_known = knows_vat(document, counted)
    yield from _row_differences(document, computed, is_known=is_known)
    if is_known:
        tax = computed.tax_total
    elif document.vat:
        tax = sum((_tax(row.taxable, row.rate) for row in document.vat), ZERO)
    elif said.tax is not None:
        tax = said.tax
    else:
        return
    slack = ZERO
    if said.tax is not None and said.tax != tax:
        accepted = vat_is_acceptable(declared=said.tax, computed=tax)
        slack = abs(said.tax - tax) if accepted else ZERO
        yield from _exactly(Place.TAX_TOTAL, said.tax, tax, slack=slack)
    gross = computed.tax_exclusive + tax
    due = gross - computed.prepaid + computed.rounding
    yield from _exactly(Place.TAX_INCLUSIVE, said.tax_inclusive, gross, slack=slack)
    yield from _exactly(Place.DUE, said.due, due, slack=slack)


def _row_differences(
    document: ExchangedDocument, computed: Totals, *, is_known: bool
) -> Iterator[Difference]:
    """Compare each declared row of the breakdown: its base, then its VAT."""
    declared: dict[VatKey, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for row in document.vat:
        vat = vat_of(row.category, row.rate)
        if vat is not None:
            sums = declared[vat_key(vat)]
            sums[0] += row.taxable
            sums[1] += row.tax
    own = {(row.category, row.rate): row.taxable for row in computed.vat_breakdown}
    for (category, rate), (taxable, tax) in declared.items():
        where = f"{category} {rate.normalize():f} %"
        if is_known:
            yield from _exactly(
                Place.VAT_BASE, taxable, own.get((category, rate), ZERO), where=where
            )
        yield from _exactly(
            Place.VAT_TAX, tax, _tax(taxable, rate), slack=VAT_SLACK, where=where
        )
    if declared and is_known:
        for (category, rate), taxable in own.items():
            if taxable and (category, rate) not in declared:
                where = f"{category} {rate.normalize():f} %"
                yield from _exactly(Place.VAT_BASE, ZERO, taxable, where=where)


def _tax(taxable: Decimal, rate: Decimal) -> Decimal:
    return round_half_up(taxable * rate / HUNDRED, 2)
