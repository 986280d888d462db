"""The value of a solution for the customer: cost of ownership, payback, sensitivity.

Pure decimal arithmetic; nothing here queries or writes (offers.md §2.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

ANNUAL: Final = (
    *("energy", "maintenance", "downtime", "consumables", "labour", "insurance"),
)
SWING = Decimal("0.2")
MOST_YEARS = 50
_CENT = Decimal("0.01")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Costs:
    """What one solution costs its owner: once, a year, and at the end."""

    purchase: Decimal = _ZERO
    energy: Decimal = _ZERO
    maintenance: Decimal = _ZERO
    downtime: Decimal = _ZERO
    consumables: Decimal = _ZERO
    labour: Decimal = _ZERO
    insurance: Decimal = _ZERO
    end_of_life: Decimal = _ZERO
    residual: Decimal = _ZERO

    @property
    def annual(self) -> Decimal:
        """What it costs in a year, at today's prices."""
        return sum((getattr(self, name) for name in ANNUAL), _ZERO)


COSTS: Final = tuple(field.name for field in fields(Costs))


@dataclass(frozen=True, slots=True)
class Horizon:
    """Over how many years, at which rates: 6 is 6 % a year."""

    years: int
    discount_percent: Decimal
    inflation_percent: Decimal


@dataclass(frozen=True, slots=True)
class Value:
    """How two solutions compare, in the same currency.

    :ivar saving: cost of ownership of the other less ours; positive for us.
    :ivar annual_saving: what the other costs more a year, at today's prices.
    :ivar payback_years: our higher price over the annual saving, two decimals; None
        where we are not dearer or nothing is saved.
    """

    ours: Decimal
    other: Decimal
    saving: Decimal
    annual_saving: Decimal
    payback_years: Decimal | None


@dataclass(frozen=True, slots=True)
class Bar:
    """How the saving moves with one input.

    :ivar side: "ours", "other" or "" for a rate.
    :ivar low: the saving with the input 20 % lower; `high` with it 20 % higher.
    """

    side: str
    name: str
    low: Decimal
    high: Decimal

    @property
    def swing(self) -> Decimal:
        """How far the saving moves from one end to the other."""
        return abs(self.high - self.low)


def total_cost(costs: Costs, horizon: Horizon) -> Decimal:
    """Return the cost of ownership over the horizon, discounted to today, in cents.

    purchase + Σₜ annual·(1+i)ᵗ/(1+r)ᵗ + (end of life - residual)/(1+r)ᴺ, t from 1 to N.
    Rounded half up once, at the end; powers carry 28 digits.

    :raises ValueError: unless 1 ≤ years ≤ 50 and both rates are above -100 %.
    """
    return _cents(_total(costs, horizon))


def compared(ours: Costs, other: Costs, horizon: Horizon) -> Value:
    """Return how two solutions compare; differences are of the rounded totals.

    :raises ValueError: as `total_cost`.
    """
    total, rival = total_cost(ours, horizon), total_cost(other, horizon)
    annual = other.annual - ours.annual
    dearer = ours.purchase - other.purchase
    payback = dearer / annual if dearer > 0 and annual > 0 else None
    return Value(
        ours=total,
        other=rival,
        saving=rival - total,
        annual_saving=_cents(annual),
        payback_years=None if payback is None else _cents(payback),
    )


def tornado(ours: Costs, other: Costs, horizon: Horizon) -> list[Bar]:
    """Return how the saving moves with each input ± 20 %, the widest first.

    Inputs that are zero move nothing and are left out.
    """
    down, up = 1 - SWING, 1 + SWING
    bars = []
    for name in COSTS:
        for side, costs in (("ours", ours), ("other", other)):
            value = getattr(costs, name)
            if not value:
                continue
            ends = [replace(costs, **{name: value * f}) for f in (down, up)]
            low, high = (
                _saving(end, other, horizon)
                if side == "ours"
                else _saving(ours, end, horizon)
                for end in ends
            )
            bars.append(Bar(side, name, low, high))
    for name in ("discount_percent", "inflation_percent"):
        rate = getattr(horizon, name)
        if rate:
            low, high = (
                _saving(ours, other, replace(horizon, **{name: rate * f}))
                for f in (down, up)
            )
            bars.append(Bar("", name, low, high))
    return sorted(bars, key=lambda bar: -bar.swing)


def scale_of(bars: Sequence[Bar], saving: Decimal) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest saving that the bars and the base reach."""
    ends = [saving, *(bar.low for bar in bars), *(bar.high for bar in bars)]
    return min(ends), max(ends)


def _saving(ours: Costs, other: Costs, horizon: Horizon) -> Decimal:
    return _cents(_total(other, horizon) - _total(ours, horizon))


def _total(costs: Costs, horizon: Horizon) -> Decimal:
    rate = 1 + horizon.discount_percent / 100
    growth = 1 + horizon.inflation_percent / 100
    if not 1 <= horizon.years <= MOST_YEARS or rate <= 0 or growth <= 0:
        msg = f"no such horizon: {horizon}"
        raise ValueError(msg)
    total, factor = costs.purchase, Decimal(1)
    for _year in range(horizon.years):
        factor *= growth / rate
        total += costs.annual * factor
    end = costs.end_of_life - costs.residual
    return total + end / rate**horizon.years


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
