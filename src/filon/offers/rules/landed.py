"""What a supplier's price costs us at our door, to compare it with others (F-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_UNIT = Decimal("0.000001")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Priced:
    """The price of one line of a quotation.

    :ivar minimum: the least that is sold; what is bought beyond `quantity` is ours.
    :ivar breaks: (quantity from which, unit price), in any order.
    """

    quantity: Decimal
    unit_price: Decimal
    minimum: Decimal | None = None
    breaks: Sequence[tuple[Decimal, Decimal]] = ()

    @property
    def bought(self) -> Decimal:
        """What must be bought to have the quantity."""
        return max(self.quantity, self.minimum or self.quantity)

    @property
    def amount(self) -> Decimal:
        """What is paid for it, in the supplier's currency, unrounded."""
        price = self.unit_price
        for start, lower in sorted(self.breaks):
            if self.bought >= start:
                price = lower
        return price * self.bought


def landed_costs(
    prices: Mapping[int, Priced],
    *,
    rate: Decimal,
    transport: Decimal = Decimal(0),
    duty_percent: Decimal = Decimal(0),
) -> dict[int, Decimal]:
    """Return the cost of one unit of each line at our door, in our currency.

    Duty counts on the price; transport is shared by amount. Six decimals, rounded half
    up.

    :param rate: units of the supplier's currency for one of ours, above zero.
    :param transport: carriage and customs fees of the whole, in our currency.
    """
    ours = {key: row.amount / rate for key, row in prices.items()}
    total = sum(ours.values(), Decimal(0))
    found = {}
    for key, amount in ours.items():
        share = transport / len(ours)
        if total:
            share = transport * amount / total
        cost = amount * (1 + duty_percent / HUNDRED) + share
        found[key] = (cost / prices[key].quantity).quantize(_UNIT, ROUND_HALF_UP)
    return found
