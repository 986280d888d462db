"""Reading a frame agreement: what was called off it, what is left, at which price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from filon.contracts.models import Contract, ContractLine, Order, OrderLine
from filon.offers.pricing import DocumentInput, FxRate, LineInput, ManualPrice
from filon.offers.selectors.document.figures import unit_symbol
from filon.offers.selectors.snapshot import company_currency, delivery_country
from filon.offers.selectors.vat import vat_of

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A line of a contract with what was called off it; `left` None: no limit."""

    line: ContractLine
    unit: str
    called: Decimal
    left: Decimal | None

    @property
    def percent(self) -> int:
        """How much of the agreed quantity was called off, in whole percent."""
        agreed = self.line.quantity
        return int(self.called * HUNDRED / agreed) if agreed else 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines of a contract and the orders called off it, read in two queries."""

    lines: Sequence[FrameLine]
    orders: Sequence[Order]

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left of any line."""
        return all(row.left is not None and row.left <= 0 for row in self.lines)


def frame_of(contract: Contract) -> Frame:
    """Return the lines of a contract with what was called off; two queries.

    Sums are made here: SQLite would add quantities as floats.
    """
    orders: dict[int, Order] = {}
    called: dict[int | None, Decimal] = defaultdict(Decimal)
    rows = OrderLine.objects.filter(order__frame=contract).select_related("order")
    for row in rows.order_by("-order__ordered_on", "-order_id", "position"):
        orders[row.order_id] = row.order
        if row.order.status != Order.Status.CANCELLED:
            called[row.frame_line_id] += row.quantity
    lines = ContractLine.objects.filter(contract=contract).order_by("position", "pk")
    return Frame(
        lines=[
            FrameLine(
                line,
                unit_symbol(line.unit),
                called[line.pk],
                None if line.quantity is None else line.quantity - called[line.pk],
            )
            for line in lines
        ],
        orders=list(orders.values()),
    )


def called_off(contract: Contract) -> dict[int, Decimal]:
    """Return the quantity called off each line, cancelled orders left out."""
    rows = OrderLine.objects.filter(frame_line__contract=contract)
    found: dict[int, Decimal] = defaultdict(Decimal)
    standing = rows.exclude(order__status=Order.Status.CANCELLED)
    for key, quantity in standing.values_list("frame_line_id", "quantity"):
        found[key] += quantity
    return dict(found)


def call_off_input(
    contract: Contract,
    wanted: Iterable[tuple[ContractLine, Decimal]],
    *,
    on: date,
    rate: Decimal,
) -> DocumentInput:
    """Return the snapshot of a call-off: the prices of the frame, VAT as it is now.

    :param rate: units of the contract's currency for 1 unit of the company's.
    """
    customer, own = contract.organization, company_currency()
    country = delivery_country(customer)
    rows = list(wanted)
    kinds = {line.pk: line.item.kind if line.item else "GOOD" for line, _ in rows}
    has_goods = "GOOD" in kinds.values()
    fx = FxRate(rate=rate) if contract.currency != own else None
    return DocumentInput(
        dated_on=on,
        lines=tuple(
            LineInput(
                line_id=str(line.pk),
                vat=vat_of(
                    kind=kinds[line.pk],
                    rate=line.vat_rate,
                    country=country,
                    vat_number=customer.vat_number,
                    has_goods=has_goods,
                ),
                quantity=quantity,
                unit=line.unit,
                manual=ManualPrice(
                    price=line.net_price, basis=Decimal(line.price_base)
                ),
                price_decimals=6,
                goods=kinds[line.pk] == "GOOD",
                unit_cost=line.unit_cost,
            )
            for line, quantity in rows
        ),
        currency=contract.currency,
        company_currency=own,
        fx=fx,
        buyer_vat_number=customer.vat_number,
        delivery_country=country,
    )
