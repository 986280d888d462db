"""What is offered against the level that a requirement asks for, and by how much.

`needs.levels` decides whether a level is met; here are the margin and the steps that
led to it. The margin is the room between the value and the nearest limit of acceptance
(the level widened by its tolerance), in percent of the level, of a range in percent of
that end: positive inside, negative outside, 0 on the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from filon.kernel.measures import convert
from filon.kernel.text import words
from filon.needs.levels import DEVIATION, Asked, values, verdict
from filon.needs.models import Requirement

O = Requirement.Operator  # noqa: E741 -- the operators, as the needs call them
HUNDRED = Decimal(100)
_ZERO = Decimal(0)
_TENTH = Decimal("0.1")
Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """A value that is offered: a number in its unit, or words.

    :ivar names: what the value is called, in each language.
    :ivar line: the line of the offer that it comes from.
    """

    names: Sequence[str] = ()
    number: Decimal | None = None
    text: str = ""
    unit: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome of a comparison, with every step that led to it.

    :ivar number: the value in the unit that is asked for; None of words.
    :ivar margin_percent: one decimal, half up; None of words or of a level of zero.
    """

    is_met: bool
    number: Decimal | None
    unit: str
    margin_percent: Decimal | None
    trace: tuple[Step, ...]


def answers(criterion: str, offered: Offered) -> bool:
    """Whether a value is about a criterion: one's words are among the other's."""
    wanted = set(words(criterion))
    return any(
        name and (name <= wanted or (wanted and wanted <= name))
        for name in (set(words(text)) for text in offered.names)
    )


def compare(asked: Asked, offered: Offered) -> Compared | None:
    """Return the outcome where unit and operator allow one, else None."""
    said = verdict(asked, number=offered.number, unit=offered.unit, text=offered.text)
    if not said:
        return None
    is_met = said != DEVIATION
    steps = [_found(offered)]
    number = margin = None
    if asked.operator in {O.ENUM, O.BOOLEAN}:
        accepted = ", ".join(values(asked.allowed))
        steps.append(_step("WORDS_ASKED", accepted=accepted))
    else:
        number = convert(offered.number or _ZERO, offered.unit, asked.unit)
        if number is None:
            return None
        margin = _margin(asked, number)
        if number != offered.number:
            steps.append(_step("LEVEL_CONVERTED", _text(number), unit=asked.unit))
        steps.append(
            _step(
                "LEVEL_ASKED",
                operator=asked.operator,
                level=_text(asked.level),
                level_high=_text(asked.level_high),
                tolerance=_text(asked.tolerance),
                unit=asked.unit,
            )
        )
    steps.append(_step("VERDICT", "C" if is_met else "NC", margin=_text(margin)))
    unit = asked.unit if number is not None else ""
    return Compared(is_met, number, unit, margin, tuple(steps))


def _margin(asked: Asked, number: Decimal) -> Decimal | None:
    level = asked.level if asked.level is not None else _ZERO
    tolerance = asked.tolerance or _ZERO
    rooms = []
    if asked.operator != O.AT_MOST:
        rooms.append((number - (level - tolerance), level))
    if asked.operator != O.AT_LEAST:
        end = level
        if asked.operator == O.RANGE and asked.level_high is not None:
            end = asked.level_high
        rooms.append((end + tolerance - number, end))
    room, reference = min(rooms, key=lambda pair: pair[0])
    if not reference:
        return None
    return (room * HUNDRED / abs(reference)).quantize(_TENTH, ROUND_HALF_UP)


def _found(offered: Offered) -> Step:
    return _step(
        "LEVEL_OFFERED",
        _text(offered.number) or offered.text,
        unit=offered.unit,
        name=offered.names[0] if offered.names else "",
        line=offered.line,
    )


def _step(code: str, result: str = "", **operands: str) -> Step:
    return {"code": code, "result": result, "operands": operands}


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
