"""What ten lines come to, computed from the file alone with plain decimals.

None of Filon's own arithmetic: that is what it is compared with.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from real_input.tables import Data, Product, priced

CENT = Decimal("0.01")
VAT = Decimal("0.20")
LINES = 10
LEAST_MARGIN = Decimal("0.35")
# One discount, so that a net price is not the list price.
DISCOUNT = Decimal(5)


def cents(value: Decimal) -> Decimal:
    """Round to the cent, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def french(value: Decimal) -> str:
    """Write an amount as French documents do, spaces made plain."""
    return f"{value:,.2f}".replace(",", " ").replace(".", ",")


@dataclass(frozen=True, slots=True)
class Bought:
    """A line: what, how many, which discount."""

    product: Product
    quantity: Decimal
    percent: Decimal

    @property
    def discounts(self) -> list[dict[str, str]]:
        """The discount as it is typed."""
        if not self.percent:
            return []
        return [{"percent": str(self.percent), "reason": "Quantité"}]

    @property
    def net(self) -> Decimal:
        """Net amount: the net price is rounded first, as it is printed."""
        price = cents(self.product.price * (1 - self.percent / 100))
        return cents(price * self.quantity)

    @property
    def cost(self) -> Decimal:
        """Cost of the line."""
        return cents(self.product.cost * self.quantity)


@dataclass(frozen=True, slots=True)
class Basket:
    """The ten lines."""

    lines: tuple[Bought, ...]

    @property
    def net(self) -> Decimal:
        """Sum before VAT."""
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """VAT on the sum, as it is declared."""
        return cents(self.net * VAT)

    @property
    def gross(self) -> Decimal:
        """What the customer pays."""
        return self.net + self.tax

    @property
    def quantity(self) -> Decimal:
        """Pieces."""
        return sum((line.quantity for line in self.lines), Decimal(0))

    @property
    def margin(self) -> Decimal:
        """What remains once the costs are paid."""
        return self.net - sum((line.cost for line in self.lines), Decimal(0))


def the_basket(data: Data) -> Basket:
    """Choose ten products spread over the file that leave enough margin."""
    good = [
        product
        for product in priced(data)
        if (product.price - product.cost) / product.price >= LEAST_MARGIN
    ]
    chosen = good[:: len(good) // LINES][:LINES]
    return Basket(
        tuple(
            Bought(product, Decimal(2 + number), DISCOUNT if not number else Decimal(0))
            for number, product in enumerate(chosen)
        )
    )
