from __future__ import annotations

import pytest

from filon.offers.pricing.costing import (
    CostSheet,
    Material,
    Operation,
    Subcontract,
    Tooling,
    unit_cost,
)
from filon.offers.pricing.errors import (
    CostInvalid,
    QuantityNotPositive,
)
from tests.offers.pricing.builders import D

FULL = CostSheet(
    materials=(Material(name="bar", weight=D(2), price=D(5), coproduct=D("0.40")),),
    operations=(
        Operation(
            name="milling",
            rate=D(60),
            setup_hours=D(1),
            unit_hours=D("0.10"),
            operators=D(2),
            efficiency_percent=D(80),
        ),
    ),
    subcontracts=(
        Subcontract(name="zinc", unit_price=D(1), lot_price=D(10), minimum=D(50)),
    ),
    tooling=(Tooling(name="jig", price=D(100), spread_over=D(200)),),
    inspection=D("0.20"),
    packaging=D("0.30"),
    freight_in=D("0.10"),
    overhead_percent=D(10),
    contingency_percent=D(5),
)


@pytest.mark.parametrize(
    ("_case", "quantity", "cost"),
    [
        # 9.60 + (0.1 + 0.125) × 2 × 60 + 50/10 + 0.50 + 0.60, × 1.10 × 1.05
        ("minimum of the subcontractor", "10", "49.3185"),
        # 9.60 + (0.01 + 0.125) × 2 × 60 + 110/100 + 0.50 + 0.60, × 1.10 × 1.05
        ("beyond it", "100", "32.3400"),
    ],
)
def test_every_part_of_the_cost_counts(_case: str, quantity: str, cost: str) -> None:
    assert unit_cost(FULL, D(quantity)).unit_cost == D(cost)


def test_unknown_part_makes_an_unknown_cost_and_is_named() -> None:
    sheet = CostSheet(
        materials=(Material(name="bar", price=None),),
        operations=(Operation(name="milling", rate=None),),
        subcontracts=(Subcontract(name="zinc", unit_price=None),),
        tooling=(Tooling(name="jig", price=None, spread_over=D(1)),),
        packaging=D(1),
    )

    result = unit_cost(sheet, D(10))

    assert result.unit_cost is None
    assert result.unknown == ("bar", "milling", "zinc", "jig")


def test_cost_of_no_unit_is_refused() -> None:
    with pytest.raises(QuantityNotPositive):
        unit_cost(FULL, D(0))


@pytest.mark.parametrize(
    "sheet",
    [
        CostSheet(materials=(Material(name="x", price=D(1), scrap_percent=D(100)),)),
        CostSheet(
            operations=(Operation(name="x", rate=D(1), efficiency_percent=D(0)),)
        ),
        CostSheet(tooling=(Tooling(name="x", price=D(1), spread_over=D(0)),)),
    ],
)
def test_impossible_cost_is_refused(sheet: CostSheet) -> None:
    with pytest.raises(CostInvalid, match="x"):
        unit_cost(sheet, D(1))
