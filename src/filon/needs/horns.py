"""The horned beast (« bête à cornes »): a need drawn as an SVG with its words.

Pure; the text of the drawing is wrapped here since SVG does not wrap.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WIDE, _LINES = 26, 4
_STEP = 17


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and where it stands."""

    text: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Horns:
    """The lines of the drawing: who is served, what is acted on, to what end."""

    whom: Sequence[Line]
    what: Sequence[Line]
    goal: Sequence[Line]
    product: Sequence[Line]


def drawn(answers: Mapping[str, str], product: str) -> Horns:
    """Return where each line of the drawing stands, 640 by 360.

    :param answers: the words of "whom", "what" and "goal"; missing ones are "?".
    """
    return Horns(
        whom=_lines(answers.get("whom", ""), 140, 78),
        what=_lines(answers.get("what", ""), 500, 78),
        goal=_lines(answers.get("goal", ""), 320, 322, wide=60, most=2),
        product=_lines(product, 320, 196),
    )


def _lines(
    text: str, x: int, middle: int, *, wide: int = _WIDE, most: int = _LINES
) -> list[Line]:
    words = textwrap.shorten(text, wide * most, placeholder="…") if text else "?"
    rows = textwrap.wrap(words, wide, max_lines=most, placeholder="…") or ["?"]
    first = middle - (len(rows) - 1) * _STEP // 2
    return [Line(row, str(x), str(first + n * _STEP)) for n, row in enumerate(rows)]
