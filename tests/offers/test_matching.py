"""What is offered against the level that is asked for."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from filon.needs.levels import Asked
from filon.offers.matching import Offered, answers, compare


def asked(operator: str, level: str, unit: str = "bar", **values: object) -> Asked:
    """Return a requirement on the pressure."""
    fields = {name: D(str(value)) for name, value in values.items()}
    return Asked(operator, D(level), unit=unit, **fields)  # type: ignore[arg-type]


def offered(number: str, unit: str = "bar") -> Offered:
    """Return a pressure that is offered."""
    return Offered(names=["Pression de service"], number=D(number), unit=unit)


@pytest.mark.parametrize(
    ("wanted", "found", "is_met", "margin"),
    [
        (asked("AT_LEAST", "10"), offered("12"), True, "20"),
        (asked("AT_LEAST", "10"), offered("10"), True, "0"),
        (asked("AT_LEAST", "10"), offered("9.5"), False, "-5"),
        (asked("AT_LEAST", "10", tolerance="1"), offered("9.5"), True, "5"),
        (asked("AT_MOST", "8"), offered("12"), False, "-50"),
        (asked("AT_MOST", "8"), offered("6"), True, "25"),
        (asked("EQUAL", "13", tolerance="1"), offered("12"), True, "0"),
        (asked("EQUAL", "10", tolerance="1"), offered("10.5"), True, "5"),
        (asked("EQUAL", "10"), offered("10.5"), False, "-5"),
        (asked("RANGE", "5", level_high="10"), offered("6"), True, "20"),
        (asked("RANGE", "5", level_high="10"), offered("12"), False, "-20"),
        (asked("AT_LEAST", "10"), offered("1.2", "MPa"), True, "20"),
        (asked("AT_LEAST", "3", "m³/h"), offered("60", "l/min"), True, "20"),
        (asked("AT_LEAST", "3"), offered("3.01"), True, "0.3"),
    ],
)
def test_level_meets_the_limit_of_acceptance_with_its_margin(
    wanted: Asked, found: Offered, is_met: bool, margin: str
) -> None:
    made = compare(wanted, found)

    assert made is not None
    assert (made.is_met, made.margin_percent) == (is_met, D(margin))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (asked("AT_LEAST", "10"), offered("12", "kg")),
        (asked("TEXT", "10"), offered("12")),
        (asked("AT_LEAST", "10"), Offered(names=["Pression"], text="élevée")),
        (Asked("BOOLEAN"), Offered(text="selon étude")),
    ],
)
def test_nothing_is_said_where_unit_or_operator_do_not_allow_it(
    wanted: Asked, found: Offered
) -> None:
    assert compare(wanted, found) is None


def test_level_of_zero_has_a_verdict_but_no_margin() -> None:
    made = compare(asked("AT_MOST", "0", "dB"), offered("3", "dB"))

    assert made is not None
    assert (made.is_met, made.margin_percent) == (False, None)


@pytest.mark.parametrize(
    ("text", "is_met"), [("inox 316l", True), ("Inox 304L", True), ("Laiton", False)]
)
def test_one_of_a_list_is_read_without_capitals_and_accents(
    text: str, is_met: bool
) -> None:
    wanted = Asked("ENUM", allowed="Inox 304L; Inox 316L")

    made = compare(wanted, Offered(names=["Matière"], text=text))

    assert made is not None
    assert made.is_met is is_met


def test_yes_is_asked_and_no_is_not_met() -> None:
    wanted = Asked("BOOLEAN")

    said = [compare(wanted, Offered(text=text)) for text in ("Oui", "non")]

    assert [made.is_met for made in said if made] == [True, False]


def test_every_step_of_a_converted_comparison_is_kept() -> None:
    made = compare(asked("AT_LEAST", "10"), offered("1.2", "MPa"))

    assert made is not None
    assert [step["code"] for step in made.trace] == [
        "LEVEL_OFFERED",
        "LEVEL_CONVERTED",
        "LEVEL_ASKED",
        "VERDICT",
    ]
    assert made.trace[1]["result"] == "12"


def test_values_answer_the_criterion_they_are_named_after() -> None:
    assert answers("Pression", offered("1"))
    assert answers("Pression de service maximale", offered("1"))
    assert not answers("Pression", Offered(names=["Débit"], number=D(1)))
