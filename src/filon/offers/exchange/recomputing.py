"""Handing a document from outside to our own pricing engine.

Always at two decimals: official documents are, whatever the currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from filon.offers.exchange.document import Adjustment, ExchangedDocument, Line
from filon.offers.pricing import (
    Allowance,
    Charge,
    DocumentInput,
    LineInput,
    LineResult,
    ManualPrice,
    PricingError,
    Totals,
    Vat,
    VatCategory,
    price_lines,
)
from filon.offers.pricing.adjustments import adjust
from filon.offers.pricing.totals import CountedLine, document_totals

ZERO = Decimal(0)
# The engine rounds to a currency; any with two decimals serves.
_TWO_DECIMALS = "EUR"
_UNDATED = date.min
_UNTAXED = Vat(VatCategory.OUTSIDE_SCOPE)
_CODES = frozenset(VatCategory)
_ANY_CODE = "ZZZ"


def line_amount(line: Line) -> Decimal | None:
    """Return the net amount of a line by its price, quantity and adjustments.

    None if it states no price or no quantity, or a price for no unit.

    Source: Order-X 1.0 and EN 16931-1 BT-131: quantity (agreed, if there is one)
    × net price / price base − allowances + charges, half up, 2 decimals.
    """
    quantity = line.counted_quantity
    if line.net_price is None or quantity is None:
        return None
    price = line.net_price
    if price < 0:
        # The engine wants prices of zero or more; the sign goes to the quantity.
        price, quantity = -price, -quantity
    allowances, charges = _engine_adjustments(line.adjustments)
    priced = LineInput(
        line_id=line.line_id,
        vat=_UNTAXED,
        quantity=quantity,
        manual=ManualPrice(price=price, basis=line.basis),
        allowances=allowances,
        charges=charges,
    )
    try:
        (result,) = price_lines(DocumentInput(dated_on=_UNDATED, lines=(priced,)))
    except PricingError:
        return None
    return result.line_net if isinstance(result, LineResult) else None


def adjustment_amount(adjustment: Adjustment) -> Decimal | None:
    """Return the amount by the percentage and base; None if it states none."""
    if adjustment.percent is None or adjustment.base is None:
        return None
    stated = Allowance(percent=adjustment.percent, base=adjustment.base, code=_ANY_CODE)
    return adjust(stated, ZERO, _TWO_DECIMALS, where="").amount


def document_amounts(
    document: ExchangedDocument, lines: Sequence[Line], amounts: Iterable[Decimal]
) -> Totals:
    """Return the totals of the lines at these net amounts.

    A document that gives only the sums of its allowances and charges is taken by
    these sums.
    """
    allowances, charges = _engine_adjustments(
        document.adjustments or _from_totals(document)
    )
    counted = [
        CountedLine(
            line_id=line.line_id,
            vat=vat_of(line.category, line.rate) or _UNTAXED,
            net=amount,
            discountable=amount,
            goods=True,
        )
        for line, amount in zip(lines, amounts, strict=True)
    ]
    totals, _blocks = document_totals(
        DocumentInput(
            dated_on=_UNDATED,
            lines=(),
            currency=_TWO_DECIMALS,
            allowances=allowances,
            charges=charges,
            prepaid=document.totals.prepaid or ZERO,
            rounding=document.totals.rounding or ZERO,
        ),
        counted,
        [],
    )
    return totals


def vat_of(category: str, rate: Decimal | None) -> Vat | None:
    """Return the VAT of a line or adjustment; None where it states none.

    A category of another country counts as a standard rate of its own.
    """
    if not category and rate is None:
        return None
    code = VatCategory(category) if category in _CODES else VatCategory.STANDARD
    return Vat(code, rate or ZERO)


def knows_vat(document: ExchangedDocument, lines: Sequence[Line]) -> bool:
    """Tell whether the VAT follows from lines and adjustments alone."""
    vats = [vat_of(line.category, line.rate) for line in lines]
    groups = {(vat.category, vat.rate) for vat in vats if vat is not None}
    stated = all(vat_of(a.category, a.rate) for a in document.adjustments)
    summed = not document.adjustments and bool(_from_totals(document))
    return None not in vats and (len(groups) == 1 or (stated and not summed))


def _from_totals(document: ExchangedDocument) -> tuple[Adjustment, ...]:
    totals = document.totals
    sums = ((False, totals.allowances), (True, totals.charges))
    return tuple(
        Adjustment(is_charge=is_charge, amount=amount)
        for is_charge, amount in sums
        if amount
    )


def _engine_adjustments(
    adjustments: Iterable[Adjustment],
) -> tuple[tuple[Allowance, ...], tuple[Charge, ...]]:
    allowances, charges = [], []
    for said in adjustments:
        vat = vat_of(said.category, said.rate)
        code = said.code or _ANY_CODE
        if said.is_charge:
            charges.append(Charge(amount=said.amount, code=code, vat=vat))
        else:
            allowances.append(Allowance(amount=said.amount, code=code, vat=vat))
    return tuple(allowances), tuple(charges)
