from __future__ import annotations

import pytest

from filon.offers.pricing.errors import (
    MarginTargetOutOfRange,
    NegativePrice,
)
from filon.offers.pricing.targets import largest_discount, price_for_margin
from tests.offers.pricing.builders import D


def test_target_margin_of_100_percent_is_refused() -> None:
    with pytest.raises(MarginTargetOutOfRange):
        price_for_margin(D(1), D(100), places=2)


def test_discount_is_negative_when_the_list_is_below_the_floor() -> None:
    assert largest_discount(D(100), D(110)) == D("-10.00")


def test_discount_on_a_price_of_zero_is_refused() -> None:
    with pytest.raises(NegativePrice):
        largest_discount(D(0), D(1))
