"""Cost of ownership and payback are those of the worked example, to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.needs.value import (
    Costs,
    Horizon,
    compared,
    scale_of,
    tornado,
    total_cost,
)

D = Decimal
EIGHT_YEARS = Horizon(8, D(6), D(2))
OURS = Costs(
    purchase=D(51_700),
    energy=D(6_120),
    maintenance=D(1_900),
    downtime=D(2_400),
    consumables=D(850),
    residual=D(4_000),
)
OTHER = Costs(
    purchase=D(43_900),
    energy=D(8_460),
    maintenance=D(2_750),
    downtime=D(5_200),
    consumables=D(1_100),
    residual=D(1_500),
)
AMOUNTS = st.decimals(0, 10**6, places=2)


def test_worked_example_is_exact() -> None:
    value = compared(OURS, OTHER, EIGHT_YEARS)

    assert value.ours == D("125314.73")
    assert value.other == D("161231.99")
    assert value.saving == D("35917.26")
    assert value.annual_saving == D(6_240)
    assert value.payback_years == D("1.25")


def test_end_of_life_is_discounted_from_the_last_year() -> None:
    costs = Costs(end_of_life=D(121), residual=D(0))

    assert total_cost(costs, Horizon(2, D(10), D(0))) == D(100)


@pytest.mark.parametrize(
    ("ours", "other"),
    [
        (Costs(purchase=D(10)), Costs(purchase=D(10), energy=D(5))),
        (Costs(purchase=D(20), energy=D(5)), Costs(purchase=D(10), energy=D(5))),
        (Costs(purchase=D(20), energy=D(6)), Costs(purchase=D(10), energy=D(5))),
    ],
)
def test_nothing_to_pay_back_has_no_payback(ours: Costs, other: Costs) -> None:
    assert compared(ours, other, EIGHT_YEARS).payback_years is None


@pytest.mark.parametrize(
    "horizon",
    [Horizon(0, D(6), D(2)), Horizon(51, D(6), D(2)), Horizon(8, D(-100), D(2))],
)
def test_horizon_that_is_none_is_refused(horizon: Horizon) -> None:
    with pytest.raises(ValueError, match="horizon"):
        total_cost(OURS, horizon)


def test_tornado_moves_each_input_by_a_fifth_the_widest_first() -> None:
    bars = tornado(OURS, OTHER, EIGHT_YEARS)

    saving = compared(OURS, OTHER, EIGHT_YEARS).saving
    assert [bar.swing for bar in bars] == sorted(
        (bar.swing for bar in bars), reverse=True
    )
    by_name = {(bar.side, bar.name): bar for bar in bars}
    ours = by_name["ours", "purchase"]
    assert (ours.low, ours.high) == (saving + D(10_340), saving - D(10_340))
    other = by_name["other", "purchase"]
    assert (other.low, other.high) == (saving - D(8_780), saving + D(8_780))
    assert ("ours", "labour") not in by_name
    low, high = scale_of(bars, saving)
    assert low <= saving <= high


@given(energy=AMOUNTS, other=AMOUNTS)
def test_equal_costs_save_nothing(energy: Decimal, other: Decimal) -> None:
    costs = Costs(purchase=other, energy=energy)

    value = compared(costs, costs, EIGHT_YEARS)

    assert value.saving == 0
    assert value.payback_years is None


@given(energy=AMOUNTS)
def test_cost_grows_with_every_input(energy: Decimal) -> None:
    cheap, dear = Costs(energy=energy), Costs(energy=energy + 1)

    assert total_cost(cheap, EIGHT_YEARS) < total_cost(dear, EIGHT_YEARS)
