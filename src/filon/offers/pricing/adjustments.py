"""One allowance or one charge turned into an amount."""

from __future__ import annotations

from decimal import Decimal

from filon.kernel.money import round_amount
from filon.offers.pricing.errors import AmountOrPercent, ReasonMissing
from filon.offers.pricing.result import Applied
from filon.offers.pricing.snapshot import HUNDRED, Allowance, Charge


def adjust(
    adjustment: Allowance | Charge, base: Decimal, currency: str, *, where: str
) -> Applied:
    """Return the adjustment with its amount, rounded to the currency, half up.

    A percentage applies to the stated base if there is one, else to `base`.

    :raises AmountOrPercent: if it has both an amount and a percentage, or neither.
    :raises ReasonMissing: if it has neither a reason nor a code.

    Source: EN 16931-1 BR-CO-21 to BR-CO-24; each part is rounded separately.
    """
    if (adjustment.amount is None) == (adjustment.percent is None):
        raise AmountOrPercent(where=where)
    if not adjustment.code and not adjustment.reason:
        raise ReasonMissing(where=where)
    if adjustment.percent is None:
        amount, applied_base = adjustment.amount or Decimal(0), adjustment.base
    else:
        applied_base = base if adjustment.base is None else adjustment.base
        amount = applied_base * adjustment.percent / HUNDRED
    return Applied(
        code=adjustment.code,
        reason=adjustment.reason,
        percent=adjustment.percent,
        base=applied_base,
        amount=round_amount(amount, currency),
        vat=adjustment.vat,
    )
