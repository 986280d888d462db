"""Price revision by index, and surcharges of alloy or energy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from filon.kernel.money import round_amount, round_half_up
from filon.offers.pricing.errors import IndexNotPositive, WeightsNotWhole
from filon.offers.pricing.snapshot import HUNDRED, ONE, ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexTerm:
    """One weighted index of a formula: `weight` × `current` / `base`."""

    code: str
    weight: Decimal
    current: Decimal
    base: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionFormula:
    """P = P0 × (fixed + Σ weight × index / base index), with its limits.

    :ivar fixed: part that never moves; with the weights it sums to 1.
    :ivar coefficient_decimals: decimals the coefficient is rounded to, half up.
    :ivar threshold_percent: smaller variations leave the price as it is.
    :ivar cap_percent: largest rise. :ivar floor_percent: largest fall.
    """

    fixed: Decimal
    terms: tuple[IndexTerm, ...]
    coefficient_decimals: int = 4
    threshold_percent: Decimal = ZERO
    cap_percent: Decimal | None = None
    floor_percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedPrice:
    """A revised amount and the coefficients that lead to it.

    :ivar exact: coefficient before rounding, 8 decimals. :ivar coefficient: as used.
    :ivar limited: the cap, the floor or the threshold decided.
    """

    amount: Decimal
    exact: Decimal
    coefficient: Decimal
    limited: bool


def revise(initial: Decimal, formula: RevisionFormula, currency: str) -> RevisedPrice:
    """Return the revised amount, rounded half up to the currency.

    :raises WeightsNotWhole: if fixed part and weights do not sum to 1.
    :raises IndexNotPositive: if an index is zero or less.

    Source: Code monétaire et financier L112-2; Code de la commande publique R2112-13.
    """
    weights: Sequence[Decimal] = [formula.fixed, *(t.weight for t in formula.terms)]
    if sum(weights, ZERO) != ONE:
        raise WeightsNotWhole(str(sum(weights, ZERO)))
    for term in formula.terms:
        if term.base <= 0 or term.current <= 0:
            raise IndexNotPositive(where=term.code)
    exact = formula.fixed + sum(
        (term.weight * term.current / term.base for term in formula.terms), ZERO
    )
    rounded = round_half_up(exact, formula.coefficient_decimals)
    coefficient = _limited(rounded, formula)
    return RevisedPrice(
        amount=round_amount(initial * coefficient, currency),
        exact=round_half_up(exact, 8),
        coefficient=coefficient,
        limited=coefficient != rounded,
    )


def _limited(coefficient: Decimal, formula: RevisionFormula) -> Decimal:
    change = (coefficient - ONE) * HUNDRED
    if abs(change) < formula.threshold_percent:
        return ONE
    if formula.cap_percent is not None:
        change = min(change, formula.cap_percent)
    if formula.floor_percent is not None:
        change = max(change, -formula.floor_percent)
    return ONE + change / HUNDRED


def index_surcharge(
    *, index: Decimal, base_index: Decimal, weight: Decimal, places: int
) -> Decimal:
    """Return the alloy or energy surcharge of one unit: (index − base) × weight.

    :param index: price of the material per unit of weight. :param weight: content of
        one unit, in the same unit of weight.
    :returns: rounded half up to `places`; negative when the index fell.
    """
    return round_half_up((index - base_index) * weight, places)
