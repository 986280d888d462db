"""Price for a target margin, largest discount above a floor.

Percentages of margin are « taux de marque »: margin over net price. A price is rounded
up and a discount down, so that the target always holds.
"""

from __future__ import annotations

from decimal import Decimal

from filon.kernel.money import round_down, round_up
from filon.offers.pricing.errors import MarginTargetOutOfRange, NegativePrice
from filon.offers.pricing.snapshot import HUNDRED


def price_for_margin(cost: Decimal, margin_percent: Decimal, *, places: int) -> Decimal:
    """Return the lowest price that leaves the margin: cost / (1 − margin), rounded up.

    :param cost: for the same number of units as the price.
    :param margin_percent: « taux de marque », below 100.
    :param places: decimals of the price.
    :raises MarginTargetOutOfRange: if the margin is 100 % or more.
    """
    if margin_percent >= HUNDRED:
        raise MarginTargetOutOfRange(str(margin_percent))
    return round_up(cost * HUNDRED / (HUNDRED - margin_percent), places)


def largest_discount(list_price: Decimal, floor_price: Decimal) -> Decimal:
    """Return the largest discount in % that stays above the floor, 2 decimals down.

    Negative when the floor is above the list price: the list itself is too low.

    :raises NegativePrice: if the list price is not above zero.
    """
    if list_price <= 0:
        raise NegativePrice(str(list_price))
    return round_down((list_price - floor_price) * HUNDRED / list_price, 2)


def reaches_margin(price: Decimal, cost: Decimal, margin_percent: Decimal) -> bool:
    """Tell exactly, without rounding, whether a price leaves the margin."""
    return (price - cost) * HUNDRED >= price * margin_percent
