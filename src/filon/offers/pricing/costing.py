"""Costing sheet of a part made to order: cost of one unit at a given quantity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from filon.kernel.money import round_half_up
from filon.offers.pricing.errors import CostInvalid, QuantityNotPositive
from filon.offers.pricing.snapshot import HUNDRED, ONE, ZERO

_COST_DECIMALS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Material of one unit: blank weight × price, plus what is lost, less coproduct.

    :ivar scrap_percent: share of what is bought that is lost; the cost is divided by
        (1 − scrap). :ivar price: per unit of weight; None is unknown.
    """

    name: str
    weight: Decimal = ONE
    price: Decimal | None
    scrap_percent: Decimal = ZERO
    coproduct: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Work at one work center. Hours; rate per hour and operator; None is unknown."""

    name: str
    rate: Decimal | None
    setup_hours: Decimal = ZERO
    unit_hours: Decimal = ZERO
    operators: Decimal = ONE
    efficiency_percent: Decimal = HUNDRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcontract:
    """Work bought outside, by unit and by lot, with a minimum for the lot."""

    name: str
    unit_price: Decimal | None
    lot_price: Decimal = ZERO
    minimum: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Tooling:
    """Tooling spread over a number of units; None is unknown.

    Tooling billed apart is a line of the offer and does not belong here.
    """

    name: str
    price: Decimal | None
    spread_over: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSheet:
    """Everything a unit costs. Amounts for one unit, in the company's currency."""

    materials: tuple[Material, ...] = ()
    operations: tuple[Operation, ...] = ()
    subcontracts: tuple[Subcontract, ...] = ()
    tooling: tuple[Tooling, ...] = ()
    inspection: Decimal = ZERO
    packaging: Decimal = ZERO
    freight_in: Decimal = ZERO
    overhead_percent: Decimal = ZERO
    contingency_percent: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """Cost of one unit at `quantity`, 4 decimals; None with the names unknown."""

    quantity: Decimal
    unit_cost: Decimal | None
    unknown: tuple[str, ...]


def unit_cost(sheet: CostSheet, quantity: Decimal) -> UnitCost:
    """Return the cost of one unit, rounded once, half up, to 4 decimals.

    Overheads apply to the sum of the parts; the contingency applies after them.

    :raises QuantityNotPositive: if `quantity` is zero or less.
    :raises CostInvalid: if a scrap, an efficiency or a spread makes no sense.
    """
    if quantity <= 0:
        raise QuantityNotPositive(str(quantity))
    parts = list(_parts(sheet, quantity))
    unknown = tuple(name for name, cost in parts if cost is None)
    if unknown:
        return UnitCost(quantity=quantity, unit_cost=None, unknown=unknown)
    direct = sum((cost for _, cost in parts if cost is not None), ZERO)
    direct += sheet.inspection + sheet.packaging + sheet.freight_in
    full = direct * (HUNDRED + sheet.overhead_percent) / HUNDRED
    full = full * (HUNDRED + sheet.contingency_percent) / HUNDRED
    cost = round_half_up(full, _COST_DECIMALS)
    return UnitCost(quantity=quantity, unit_cost=cost, unknown=())


def _parts(sheet: CostSheet, quantity: Decimal) -> Iterable[tuple[str, Decimal | None]]:
    for material in sheet.materials:
        yield material.name, _material(material)
    for operation in sheet.operations:
        yield operation.name, _operation(operation, quantity)
    for work in sheet.subcontracts:
        yield work.name, _subcontract(work, quantity)
    for tool in sheet.tooling:
        if tool.spread_over <= 0:
            raise CostInvalid(where=tool.name)
        yield tool.name, None if tool.price is None else tool.price / tool.spread_over


def _material(material: Material) -> Decimal | None:
    if not 0 <= material.scrap_percent < HUNDRED:
        raise CostInvalid(where=material.name)
    if material.price is None:
        return None
    bought = material.weight * material.price * HUNDRED
    return bought / (HUNDRED - material.scrap_percent) - material.coproduct


def _operation(operation: Operation, quantity: Decimal) -> Decimal | None:
    if operation.efficiency_percent <= 0:
        raise CostInvalid(where=operation.name)
    if operation.rate is None:
        return None
    hours = operation.setup_hours / quantity
    hours += operation.unit_hours * HUNDRED / operation.efficiency_percent
    return hours * operation.operators * operation.rate


def _subcontract(work: Subcontract, quantity: Decimal) -> Decimal | None:
    if work.unit_price is None:
        return None
    lot = max(work.unit_price * quantity + work.lot_price, work.minimum)
    return lot / quantity
