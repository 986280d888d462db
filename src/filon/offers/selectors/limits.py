"""How much was taken off a line by hand."""

from __future__ import annotations

from decimal import Decimal

from filon.offers.models import OfferLine

HUNDRED = Decimal(100)


def granted_percent(line: OfferLine, document_percent: Decimal) -> Decimal:
    """Return what was taken off a line by hand, the whole offer's discount included.

    Discounts of lists and agreements are not counted: they were decided before. A
    typed price counts against the price that the rules gave.
    """
    if line.kind != OfferLine.Kind.ITEM or line.net_amount is None:
        return Decimal(0)
    rest = HUNDRED - document_percent
    computed = _computed_price(line)
    if line.manual_price is not None:
        if computed is None or computed <= 0:
            return Decimal(0)
        rest *= line.manual_price / computed
    else:
        for row in line.discounts:
            rest *= (HUNDRED - Decimal(str(row["percent"]))) / HUNDRED
    return max(Decimal(0), HUNDRED - rest).quantize(Decimal("0.01"))


def _computed_price(line: OfferLine) -> Decimal | None:
    for step in line.price_trace:
        if step.get("code") == "PRICE_MANUAL":
            computed = step["operands"].get("computed", "")
            return Decimal(computed) if computed else None
    return None
