"""What suppliers' prices cost at our door."""

from __future__ import annotations

from decimal import Decimal as D

from filon.offers.rules.landed import Priced, landed_costs


def test_exchange_duty_and_carriage_by_amount_are_in_the_unit_cost() -> None:
    prices = {
        1: Priced(D(10), D(110)),  # 1100 USD are 1000 EUR
        2: Priced(D(100), D("3.3")),  # 330 USD are 300 EUR
    }

    found = landed_costs(
        {1: prices[1]}, rate=D("1.1"), transport=D(50), duty_percent=D(2)
    )
    both = landed_costs(prices, rate=D("1.1"), transport=D(130))

    assert found == {1: D("107.000000")}
    assert both == {1: D("110.000000"), 2: D("3.300000")}


def test_minimum_is_paid_for_by_what_is_needed_and_may_reach_a_break() -> None:
    line = Priced(D(80), D(5), minimum=D(100), breaks=[(D(100), D(4)), (D(500), D(3))])

    assert landed_costs({1: line}, rate=D(1)) == {1: D("5.000000")}
