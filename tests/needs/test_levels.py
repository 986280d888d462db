"""Levels are read out of what people write, and compared with what is offered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from filon.needs import levels
from filon.needs.levels import Asked, level_text, read_line, verdict

D = Decimal


@pytest.mark.parametrize(
    ("text", "operator", "level", "high", "unit", "criterion"),
    [
        ("Flow ≥ 12 ±0.5 m3/h", "AT_LEAST", "12", None, "m3/h", "Flow"),
        (
            "Le débit nominal doit être supérieur ou égal à 12,5 m3/h à 6 bar.",
            *("AT_LEAST", "12.5", None, "m3/h", "Le débit nominal"),
        ),
        ("Pression de service : 16 bar maxi", "AT_MOST", "16", None, "bar", None),
        ("Noise at most 75 dB at one meter", "AT_MOST", "75", None, "dB", "Noise"),
        ("Shall deliver at least 1 200 l/h", "AT_LEAST", "1200", None, "l/h", None),
        ("Ambiance de -20 à +60 °C", "RANGE", "-20", "60", "°C", "Ambiance"),
        ("Course 10..20 mm", "RANGE", "10", "20", "mm", "Course"),
        ("Power between 10 kW and 20 kW.", "RANGE", "10", "20", "kW", "Power"),
    ],
)  # fmt: skip
def test_line_or_sentence_is_read(
    text: str,
    operator: str,
    level: str,
    high: str | None,
    unit: str,
    criterion: str | None,
) -> None:
    read = read_line(text)

    assert (read["operator"], read["unit"]) == (operator, unit)
    assert read["level"] == D(level)
    assert read.get("level_high") == (None if high is None else D(high))
    if criterion is not None:
        assert read["criterion"] == criterion


@pytest.mark.parametrize(
    "text",
    [
        "Housing IP67",
        "Pays at 60 days",
        "Contract 2024-2026",
        "At least two references",
        "Up to 3 people on site",
        "ISO 9001 to 2015",
        "",
    ],
)
def test_sentence_without_a_level_is_left_as_it_is(text: str) -> None:
    assert read_line(text) == {}


FLOW = Asked("AT_LEAST", D(12), None, D("0.5"), "", "m3/h")
MASS = Asked("AT_MOST", D(50), None, None, "", "kg")
SIZE = Asked("EQUAL", D(100), None, D("0.1"), "", "mm")
SERVICE = Asked("RANGE", D(-20), D(60), None, "", "°C")
PORT = Asked("ENUM", allowed="PN16; PN 40")
ATEX = Asked("BOOLEAN")


@pytest.mark.parametrize(
    ("asked", "offered", "expected"),
    [
        (FLOW, {"number": D(13), "unit": "m3/h"}, "EXCEEDED"),
        (FLOW, {"number": D("11.5"), "unit": "m³/h"}, "MET"),
        (FLOW, {"number": D("11.4"), "unit": "m3/h"}, "DEVIATION"),
        (FLOW, {"number": D(200), "unit": "l/min"}, "MET"),
        (FLOW, {"number": D(200), "unit": "kg"}, ""),
        (MASS, {"number": D(50_000), "unit": "g"}, "MET"),
        (MASS, {"number": D(49), "unit": "kg"}, "EXCEEDED"),
        (MASS, {"number": D(51), "unit": "kg"}, "DEVIATION"),
        (SIZE, {"number": D("100.1"), "unit": "mm"}, "MET"),
        (SIZE, {"number": D("10.02"), "unit": "cm"}, "DEVIATION"),
        (SERVICE, {"number": D(20), "unit": "°C"}, "MET"),
        (SERVICE, {"number": D(61), "unit": "°C"}, "DEVIATION"),
        (SERVICE, {"number": D(-40), "high": D(80), "unit": "°C"}, "MET"),
        (SERVICE, {"number": D(-10), "high": D(80), "unit": "°C"}, "DEVIATION"),
        (PORT, {"text": "pn16"}, "MET"),
        (PORT, {"text": "PN25"}, "DEVIATION"),
        (PORT, {"text": " "}, ""),
        (ATEX, {"text": "Oui"}, "MET"),
        (ATEX, {"text": "no"}, "DEVIATION"),
        (ATEX, {"text": "zone 2"}, ""),
        (Asked("TEXT"), {"number": D(1)}, ""),
        (FLOW, {"text": "enough"}, ""),
    ],
)
def test_verdict_says_only_what_operator_and_unit_allow(
    asked: Asked, offered: dict[str, Any], expected: str
) -> None:
    assert verdict(asked, **offered) == expected


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (FLOW, "≥ 12 ± 0.5 m3/h"),
        (SERVICE, "-20 … 60 °C"),
        (PORT, "PN16 / PN 40"),
        (ATEX, "yes"),
        (SIZE, "100 ± 0.1 mm"),
        (Asked("TEXT"), ""),
    ],
)
def test_level_is_written_as_people_do(asked: Asked, written: str) -> None:
    with translation.override("en"):
        assert level_text(asked, str).replace("\u00a0", " ") == written


def test_row_frozen_before_ranges_existed_is_read() -> None:
    row = {"operator": "AT_LEAST", "level": "12", "tolerance": None, "unit": "bar"}

    assert levels.asked_by(row) == Asked("AT_LEAST", D(12), unit="bar")
