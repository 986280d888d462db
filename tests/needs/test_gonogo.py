"""The grid weighs, knocks out, and says what answering is worth."""

from __future__ import annotations

from decimal import Decimal

import pytest

from filon.needs import gonogo
from filon.needs.gonogo import (
    DEFAULT,
    advice_of,
    expected_value,
    grid_data,
    grid_from,
    score_of,
)

D = Decimal
WEIGHTS = {row.code: row.weight for row in DEFAULT.criteria}


def notes(*values: int) -> dict[str, int]:
    """Return notes in the order of the default criteria."""
    return dict(zip(WEIGHTS, values, strict=True))


def test_default_weights_make_a_hundred() -> None:
    assert list(WEIGHTS.values()) == [20, 15, 15, 15, 15, 10, 10]


def test_worked_example_scores_66_of_100() -> None:
    assert score_of(WEIGHTS, notes(4, 3, 2, 4, 3, 5, 2)) == D(66)


def test_weights_need_not_make_a_hundred() -> None:
    assert score_of({"a": 1, "b": 2}, {"a": 5, "b": 0}) == D("33.3")


@pytest.mark.parametrize("values", [{"a": 6}, {"a": -1}, {}])
def test_missing_or_wild_note_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="note"):
        score_of({"a": 1}, values)


@pytest.mark.parametrize(
    ("score", "knocked_out", "advice"),
    [
        (D(70), [], gonogo.GO),
        (D("69.9"), [], gonogo.CONDITIONAL),
        (D(50), [], gonogo.CONDITIONAL),
        (D("49.9"), [], gonogo.NO_GO),
        (D(100), ["export"], gonogo.NO_GO),
    ],
)
def test_advice_follows_the_thresholds_and_the_knock_outs(
    score: Decimal, knocked_out: list[str], advice: str
) -> None:
    found = advice_of(score, knocked_out, go_from=70, conditional_from=50)

    assert found == advice


def test_worked_example_of_the_expected_value() -> None:
    value = expected_value(
        win_percent=D(35), margin=D("11378.58"), answer_cost=D(3_200)
    )

    assert value == D("782.50")


def test_grid_comes_back_as_it_was_stored() -> None:
    assert grid_from(grid_data(DEFAULT)) == DEFAULT
