from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from filon.kernel.money import (
    UnknownCurrency,
    currencies,
    currency_decimals,
    largest_remainder,
    round_amount,
    round_down,
    round_half_up,
    round_up,
    smallest_unit,
)

D = Decimal


@pytest.mark.parametrize(
    ("_case", "value", "currency", "expected"),
    [
        ("half a cent goes up", "365.125", "EUR", "365.13"),
        ("half a cent goes up at 5.5 %", "7.425", "EUR", "7.43"),
        ("credit rounds away from zero", "-365.125", "EUR", "-365.13"),
        ("below half goes down", "365.1249", "EUR", "365.12"),
        ("yen has no decimals", "100.5", "JPY", "101"),
        ("dinar has three", "1.2345", "TND", "1.235"),
        ("cents are written", "1", "EUR", "1.00"),
        ("no negative zero", "-0.001", "EUR", "0.00"),
    ],
)
def test_amounts_round_half_up(
    _case: str, value: str, currency: str, expected: str
) -> None:
    assert str(round_amount(D(value), currency)) == expected


@pytest.mark.parametrize(
    ("_case", "value", "up", "half", "down"),
    [
        ("positive", "27.9644", "27.97", "27.96", "27.96"),
        ("negative", "-27.9644", "-27.96", "-27.96", "-27.97"),
        ("exact", "27.96", "27.96", "27.96", "27.96"),
    ],
)
def test_prices_round_up_and_discounts_down(
    _case: str, value: str, up: str, half: str, down: str
) -> None:
    assert round_up(D(value), 2) == D(up)
    assert round_half_up(D(value), 2) == D(half)
    assert round_down(D(value), 2) == D(down)


@pytest.mark.parametrize(
    ("currency", "decimals", "unit"),
    [("EUR", 2, "0.01"), ("JPY", 0, "1"), ("TND", 3, "0.001"), ("HUF", 2, "0.01")],
)
def test_currencies_have_their_iso_decimals(
    currency: str, decimals: int, unit: str
) -> None:
    assert currency_decimals(currency) == decimals
    assert smallest_unit(currency) == D(unit)


def test_currency_codes_are_three_letters_in_order() -> None:
    codes = currencies()

    assert {"EUR", "USD", "JPY", "TND", "CHF"} <= set(codes)
    assert all(len(code) == 3 and code.isupper() for code in codes)
    assert list(codes) == sorted(codes)


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XXX", "XAU"])
def test_unknown_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        currency_decimals(code)
    with pytest.raises(UnknownCurrency):
        round_amount(D(1), code)


@pytest.mark.parametrize(
    ("_case", "total", "weights", "currency", "parts"),
    [
        ("30/60/10", "62041.38", "30 60 10", "EUR", "18612.41 37224.83 6204.14"),
        ("two rates", "46.75", "1240 318.45", "EUR", "37.20 9.55"),
        ("equal thirds", "10.00", "1 1 1", "EUR", "3.34 3.33 3.33"),
        ("yen", "100", "1 1 1", "JPY", "34 33 33"),
        ("credit mirrors", "-10.00", "1 1 1", "EUR", "-3.34 -3.33 -3.33"),
        ("weight of zero", "0.01", "0 1", "EUR", "0.00 0.01"),
        ("nothing to split", "0.00", "1 2", "EUR", "0.00 0.00"),
        ("a group in credit", "8.00", "100 -20", "EUR", "10.00 -2.00"),
        ("equal loss, heavier first", "0.10", "1 3", "EUR", "0.02 0.08"),
    ],
)
def test_splits_sum_to_the_total(
    _case: str, total: str, weights: str, currency: str, parts: str
) -> None:
    split = largest_remainder(D(total), [D(w) for w in weights.split()], currency)

    assert [str(part) for part in split] == parts.split()


def test_weights_that_cancel_out_are_refused() -> None:
    with pytest.raises(ValueError, match="zero"):
        largest_remainder(D(1), [D(1), D(-1)], "EUR")


def test_total_finer_than_its_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="decimals"):
        largest_remainder(D("1.001"), [D(1)], "EUR")


amounts = st.decimals(
    D(-(10**9)), D(10**9), places=2, allow_nan=False, allow_infinity=False
)
values = st.decimals(
    D(-(10**9)), D(10**9), places=6, allow_nan=False, allow_infinity=False
)
weights = st.lists(
    st.decimals(D(0), D(10**6), places=4, allow_nan=False, allow_infinity=False),
    min_size=1,
    max_size=12,
)


@given(values, st.sampled_from(["EUR", "JPY", "TND"]))
def test_rounding_is_symmetric_stable_and_close(value: Decimal, currency: str) -> None:
    rounded = round_amount(value, currency)

    assert round_amount(-value, currency) == -rounded
    assert round_amount(rounded, currency) == rounded
    assert abs(rounded - value) <= smallest_unit(currency) / 2


@given(amounts, weights)
def test_any_split_is_exact_and_fair(total: Decimal, shares: list[Decimal]) -> None:
    whole = sum(shares, D(0))
    assume(whole > 0)

    parts = largest_remainder(total, shares, "EUR")

    assert sum(parts, D(0)) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - total * share / whole) < D("0.01")


@given(amounts, weights)
def test_a_negative_split_mirrors_the_positive(
    total: Decimal, shares: list[Decimal]
) -> None:
    assume(sum(shares, D(0)) > 0)

    parts = largest_remainder(total, shares, "EUR")

    assert largest_remainder(-total, shares, "EUR") == [-part for part in parts]
