"""Technical units are recognized and converted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from filon.kernel.measures import MEASURES, code_of, convert


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("m3/h", "MQH"),
        ("m³/h", "MQH"),
        ("M3/H", "MQH"),
        ("MQH", "MQH"),
        ("bar", "BAR"),
        ("N.m", "NU"),
        ("N·m", "NU"),
        ("tr/min", "RPM"),
        ("µm", "4H"),
        ("MPa", "MPA"),
        ("mPa.s", "C24"),
        ("J", "JOU"),
        ("jours", "DAY"),
        ("année", "ANN"),
        ("kWh", "KWH"),
        ("°C", "CEL"),
        ("Nm3/h", ""),
        ("dB(A)", ""),
        ("shore A", ""),
        ("", ""),
    ],
)
def test_unit_is_known_by_what_people_write(written: str, code: str) -> None:
    assert code_of(written) == code


def test_capital_that_changes_the_meaning_counts() -> None:
    assert (code_of("mV"), code_of("MW"), code_of("mbar")) == ("2Z", "MAW", "MBR")
    assert (code_of("J"), code_of("j")) == ("JOU", "DAY")


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("200", "l/min", "m3/h", "12"),
        ("1", "MPa", "bar", "10"),
        ("1.5", "kW", "W", "1500"),
        ("300", "K", "°C", "26.85"),
        ("2", "weeks", "j", "14"),
        ("40", "shore A", "Shore A", "40"),
        ("40", "", "", "40"),
        ("40", "mm", "kg", None),
        ("40", "shore A", "mm", None),
        ("40", "", "mm", None),
    ],
)
def test_value_is_converted_within_its_dimension_only(
    value: str, unit: str, to: str, expected: str | None
) -> None:
    made = convert(Decimal(value), unit, to)

    assert made == (None if expected is None else Decimal(expected))


def test_every_unit_has_a_code_of_its_own() -> None:
    symbols = [measure.symbol for measure in MEASURES.values()]

    assert len(set(symbols)) == len(symbols)
    assert all(code_of(m.symbol) == m.code for m in MEASURES.values())
