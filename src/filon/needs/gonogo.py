"""Whether to answer: a weighted grid, knock-outs, and the value to be expected.

Pure functions; nothing here queries or writes (offers.md §2.3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.translation import gettext_noop

MOST = 5
GO, CONDITIONAL, NO_GO = "GO", "CONDITIONAL", "NO_GO"
MARGIN = "margin"  # the knock-out that an expected loss sets by itself
NOTHING = Decimal(0)
_TENTH = Decimal("0.1")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A criterion with its weight, or a knock-out; `low` and `high` say 0 and 5.

    Labels are English and translated where they are shown, or the company's own.
    """

    code: str
    label: str
    weight: int = 0
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """What is weighed, what forbids to answer, and from which score on one answers."""

    criteria: tuple[GridRow, ...]
    knock_outs: tuple[GridRow, ...]
    go_from: int = 70
    conditional_from: int = 50


DEFAULT: Final = Grid(
    criteria=(
        GridRow(
            "fit",
            gettext_noop("Adequacy to our offer"),
            20,
            gettext_noop("outside our range"),
            gettext_noop("standard product"),
        ),
        GridRow(
            "relation",
            gettext_noop("Relationship with the customer"),
            15,
            gettext_noop("unknown to us"),
            gettext_noop("regular customer, decider known"),
        ),
        GridRow(
            "competition",
            gettext_noop("Competitive position"),
            15,
            gettext_noop("written for a rival"),
            gettext_noop("alone or preferred"),
        ),
        GridRow(
            "capacity",
            gettext_noop("Capacity to deliver"),
            15,
            gettext_noop("no means, no time"),
            gettext_noop("means free at the date"),
        ),
        GridRow(
            "margin",
            gettext_noop("Margin expected"),
            15,
            gettext_noop("below the floor"),
            gettext_noop("above the target"),
        ),
        GridRow(
            "compliance",
            gettext_noop("Compliance with the requirements"),
            10,
            gettext_noop("several deviations on F0"),
            gettext_noop("all met"),
        ),
        GridRow(
            "effort",
            gettext_noop("Effort and time to answer"),
            10,
            gettext_noop("weeks of study"),
            gettext_noop("an existing offer fits"),
        ),
    ),
    knock_outs=(
        GridRow("deadline", gettext_noop("Deadline impossible")),
        GridRow("certificate", gettext_noop("Mandatory certification missing")),
        GridRow("imperative", gettext_noop("F0 requirement not reachable")),
        GridRow("capacity", gettext_noop("Capacity refused by production")),
        GridRow("export", gettext_noop("Export control or sanction")),
        GridRow(MARGIN, gettext_noop("Margin below zero")),
    ),
)


def score_of(weights: Mapping[str, int], notes: Mapping[str, int]) -> Decimal:
    """Return Σ weight × note / 5 over Σ weight, as a score out of 100, one decimal.

    :param notes: 0 to 5 for each criterion.
    :raises ValueError: if a note is missing or outside the scale, or nothing weighs.
    """
    total = sum(weights.values())
    if total <= 0 or any(notes.get(code) not in range(MOST + 1) for code in weights):
        msg = "each criterion needs a note from 0 to 5"
        raise ValueError(msg)
    points = sum(weight * notes[code] for code, weight in weights.items())
    score = Decimal(points) * 100 / (MOST * total)
    return score.quantize(_TENTH, ROUND_HALF_UP)


def advice_of(
    score: Decimal, knocked_out: Sequence[str], *, go_from: int, conditional_from: int
) -> str:
    """Return GO, CONDITIONAL or NO_GO; a knock-out forbids whatever the score."""
    if knocked_out or score < conditional_from:
        return NO_GO
    return GO if score >= go_from else CONDITIONAL


def expected_value(
    *, win_percent: Decimal, margin: Decimal, answer_cost: Decimal
) -> Decimal:
    """Return P(win) × expected margin - cost of answering, rounded to cents."""
    return (win_percent * margin / 100 - answer_cost).quantize(_CENT, ROUND_HALF_UP)


def grid_data(grid: Grid) -> dict[str, Any]:
    """Return a grid as plain data, for storing."""

    def rows(given: Sequence[GridRow]) -> list[dict[str, Any]]:
        return [{n: getattr(row, n) for n in GridRow.__slots__} for row in given]

    return {
        "criteria": rows(grid.criteria),
        "knock_outs": rows(grid.knock_outs),
        "go_from": grid.go_from,
        "conditional_from": grid.conditional_from,
    }


def grid_from(data: Mapping[str, Any]) -> Grid:
    """Return the grid that was stored."""
    return Grid(
        tuple(GridRow(**row) for row in data["criteria"]),
        tuple(GridRow(**row) for row in data["knock_outs"]),
        data["go_from"],
        data["conditional_from"],
    )
