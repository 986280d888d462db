"""What a market is worth, computed from its assumptions alone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from filon.kernel.money import round_amount, round_half_up

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class PotentialInputs:
    """The assumptions of a potential.

    :param accounts: companies that could buy.
    :param take_rate_percent: how many of a hundred are expected to.
    :param basket: what one of them spends in a year, in `currency`.
    :param basket_quantity: what one of them buys in a year, in the unit of the family.
    :param margin_percent: margin rate on price.
    """

    accounts: int
    take_rate_percent: Decimal
    basket: Decimal
    currency: str
    basket_quantity: Decimal | None = None
    margin_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Potential:
    """What follows from the assumptions, for one year."""

    amount: Decimal
    volume: Decimal | None
    margin_amount: Decimal | None


def potential_of(inputs: PotentialInputs) -> Potential:
    """Return accounts × take rate × basket, with the volume and the margin.

    The amount is rounded once, to the decimals of its currency, half up; the margin is
    taken on the rounded amount, so that a reader finds it again by hand. The volume
    has four decimals at most. An unknown basket quantity or margin rate gives None.
    """
    buyers = inputs.accounts * inputs.take_rate_percent / _HUNDRED
    amount = round_amount(buyers * inputs.basket, inputs.currency)
    volume = margin = None
    if inputs.basket_quantity is not None:
        volume = round_half_up(buyers * inputs.basket_quantity, 4)
    if inputs.margin_percent is not None:
        margin = round_amount(
            amount * inputs.margin_percent / _HUNDRED, inputs.currency
        )
    return Potential(amount, volume, margin)
