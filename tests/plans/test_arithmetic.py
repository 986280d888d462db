from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.plans.arithmetic import FunnelInputs, funnel, share_of_potential

D = Decimal


@pytest.mark.parametrize(
    ("inputs", "needed"),
    [
        # 90 000 ÷ 18 000 = 5; 5 ÷ 25 % = 20; 20 ÷ 40 % = 50; 50 ÷ 12,5 % = 400
        (FunnelInputs(D(90_000), D(18_000), D(25), D(40), D("12.5")), [5, 20, 50, 400]),
        # every step is rounded up: 5.001 orders are 6, 6 ÷ 35 % = 17.1 are 18
        (FunnelInputs(D("90018"), D(18_000), D(35)), [6, 18]),
        (FunnelInputs(D(1), D(3), D(3)), [1, 34]),
        # nothing is guessed beyond the first unknown
        (FunnelInputs(D(90_000), D(18_000), None, D(40), D(10)), [5]),
        (FunnelInputs(D(90_000), D(18_000), D(0)), [5]),
        (FunnelInputs(D(90_000), None, D(25)), []),
        (FunnelInputs(D(90_000), D(0), D(25)), []),
        (FunnelInputs(None, D(18_000), D(25)), []),
        (FunnelInputs(D(0), D(18_000), D(25)), []),
    ],
)
def test_funnel_goes_back_from_revenue_to_contacts(
    inputs: FunnelInputs, needed: list[int]
) -> None:
    assert [step.needed for step in funnel(inputs)] == needed


def test_funnel_says_what_each_step_was_computed_from() -> None:
    orders, offers = funnel(FunnelInputs(D(90_000), D(18_000), D(25)))

    assert (orders.stage, orders.base, orders.divisor) == (
        "ORDERS",
        D(90_000),
        D(18_000),
    )
    assert (offers.stage, offers.base, offers.divisor) == ("OFFERS", D(5), D(25))


@given(
    revenue=st.decimals("0.01", 10**9, places=2),
    average=st.decimals("0.01", 10**7, places=2),
    rate=st.decimals("0.0001", 100, places=4),
)
def test_what_is_needed_is_enough_and_one_less_is_not(
    revenue: Decimal, average: Decimal, rate: Decimal
) -> None:
    orders, offers = funnel(FunnelInputs(revenue, average, rate))

    assert orders.needed * average >= revenue > (orders.needed - 1) * average
    assert offers.needed * rate >= orders.needed * 100 > (offers.needed - 1) * rate


def test_share_of_a_potential() -> None:
    assert share_of_potential(D(90_000), D(120_000)) == 75
    assert share_of_potential(D(90_000), D(0)) is None
