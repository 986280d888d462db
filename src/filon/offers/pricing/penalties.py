"""Penalty and indemnity for late payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from filon.kernel.money import round_amount
from filon.offers.pricing.snapshot import HUNDRED, ZERO

_YEAR = Decimal(365)
FIXED_INDEMNITY = Decimal("40.00")  # EUR, Code de commerce art. D441-5


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePenalty:
    """Interest for late payment and fixed indemnity for recovery costs."""

    days: int
    interest: Decimal
    indemnity: Decimal

    @property
    def total(self) -> Decimal:
        """Interest and indemnity together."""
        return self.interest + self.indemnity


def late_penalty(
    amount: Decimal,
    *,
    due_on: date,
    paid_on: date,
    yearly_rate: Decimal,
    currency: str = "EUR",
    indemnity: Decimal = FIXED_INDEMNITY,
) -> LatePenalty:
    """Return what a late payment costs: amount × rate × days / 365, half up.

    :param amount: total with VAT. :param yearly_rate: in %.
    :param indemnity: in `currency`; due once, whatever the delay.
    :returns: zeros when paid on the due date or before.

    Source: Code de commerce, art. L441-10 II and D441-5.
    """
    days = max((paid_on - due_on).days, 0)
    interest = round_amount(amount * yearly_rate * days / (_YEAR * HUNDRED), currency)
    return LatePenalty(
        days=days, interest=interest, indemnity=indemnity if days else ZERO
    )
