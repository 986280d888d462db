from __future__ import annotations

from datetime import date

import pytest

from filon.offers.pricing.penalties import late_penalty
from tests.offers.pricing.builders import D


@pytest.mark.parametrize("paid_on", [date(2026, 3, 31), date(2026, 3, 1)])
def test_payment_in_time_costs_nothing(paid_on: date) -> None:
    penalty = late_penalty(
        D(1000), due_on=date(2026, 3, 31), paid_on=paid_on, yearly_rate=D("12.15")
    )

    assert (penalty.days, penalty.total) == (0, D(0))


def test_one_day_late_owes_the_indemnity() -> None:
    penalty = late_penalty(
        D(1000),
        due_on=date(2026, 3, 31),
        paid_on=date(2026, 4, 1),
        yearly_rate=D("12.15"),
    )

    assert penalty.total == D("40.33")
