"""The level that a requirement asks for: read from a line, written, compared.

Pure functions; nothing here queries or writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from filon.kernel.measures import convert, measure_of
from filon.kernel.text import fold
from filon.needs.models import Requirement

O = Requirement.Operator  # noqa: E741 -- the operators, as the models call them
MET, EXCEEDED, DEVIATION, UNKNOWN = "MET", "EXCEEDED", "DEVIATION", ""
MOST = Decimal(10) ** 13

_YES: Final = frozenset({"yes", "oui", "true", "vrai", "1", "x"})
_NO: Final = frozenset({"no", "non", "false", "faux", "0", "sans", "without"})
_NUMBER = r"-?\d[\d\s.,\u00a0\u202f]*"
_SIGNS: Final = {
    ">=": O.AT_LEAST,
    "≥": O.AT_LEAST,
    "<=": O.AT_MOST,
    "≤": O.AT_MOST,
    "=": O.EQUAL,
}
_LINE = re.compile(
    rf"(?P<sign>>=|<=|≥|≤|=)?\s*(?P<number>{_NUMBER})\s*"
    r"(?:(?:±|\+/-)\s*(?P<tolerance>\d[\d.,]*)\s*)?"
)
# What sentences say instead of a sign; the number must then bear a known unit.
_AT_LEAST = (
    r"au moins|(?:au )?minimum|mini\b|min\.|at least|not less than|no less than"
    r"|supérieure?s? (?:ou égale?s? )?à|greater than(?: or equal to)?|>(?!=)"
)
_AT_MOST = (
    r"au plus|(?:au )?maximum|maxi\b|max\.|at most|not more than|no more than|up to"
    r"|inférieure?s? (?:ou égale?s? )?à|less than(?: or equal to)?|jusqu[’']à|<(?!=)"
)
_UNIT = r"(?P<unit>[^\s\d,;:.][^\s,;:]*)"
_BEFORE = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST}))\s*(?:de|of|à|:)?\s*"
    rf"(?P<number>{_NUMBER}?)\s*{_UNIT}",
    re.I,
)
_AFTER = re.compile(
    rf"(?P<number>{_NUMBER}?)\s*{_UNIT}\s+(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST}))",
    re.I,
)
_RANGE = re.compile(
    rf"(?P<number>{_NUMBER}?)\s*(?P<same>[^\s\d,;:]*?)\s*"
    rf"(?:\.\.\.?|…|–|-|\bà\b|\bto\b|\bet\b|\band\b)\s*\+?(?P<high>{_NUMBER}?)\s*{_UNIT}",
    re.I,
)
_MODAL = re.compile(
    r"\s*\b(?:doi(?:ven)?t(?: être)?|(?:shall|must|should|will)(?: be)?|est|is|entre"
    r"|between|de|from|of|comprise?s?(?: entre)?)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A level with what it is compared by; `unit` as it was written."""

    operator: str = O.TEXT
    level: Decimal | None = None
    level_high: Decimal | None = None
    tolerance: Decimal | None = None
    allowed: str = ""
    unit: str = ""


def asked_by(row: Requirement | Mapping[str, Any]) -> Asked:
    """Return the level of a requirement, or of its row in a frozen synthesis.

    A row that was frozen before a field existed lacks it.
    """
    if isinstance(row, Requirement):
        return Asked(
            row.operator,
            row.level,
            row.level_high,
            row.tolerance,
            row.allowed,
            row.unit,
        )

    def number(name: str) -> Decimal | None:
        text = row.get(name)
        return None if text is None else Decimal(text)

    return Asked(
        row["operator"],
        number("level"),
        number("level_high"),
        number("tolerance"),
        row.get("allowed", ""),
        row["unit"],
    )


def level_text(asked: Asked, quantity: Callable[[Decimal], str]) -> str:
    """Write a level as people do: "≥ 12 ± 0.5 m3/h", "10 … 20 bar", "PN16 / PN40".

    :param quantity: writes a number in the reader's language.
    """
    if asked.operator == O.ENUM:
        return " / ".join(values(asked.allowed))
    if asked.operator == O.BOOLEAN:
        return _("yes")
    if asked.level is None:
        return ""
    parts = [quantity(asked.level)]
    if asked.operator == O.RANGE and asked.level_high is not None:
        parts += ["…", quantity(asked.level_high)]
    elif asked.operator in {O.AT_LEAST, O.AT_MOST}:
        parts.insert(0, str(O(asked.operator).label))
    if asked.tolerance:
        parts.append(f"± {quantity(asked.tolerance)}")
    return "\u00a0".join(filter(None, [*parts, asked.unit]))


def values(allowed: str) -> list[str]:
    """Return the values of a list written with semicolons."""
    return [part.strip() for part in allowed.split(";") if part.strip()]


def verdict(
    asked: Asked,
    *,
    number: Decimal | None = None,
    high: Decimal | None = None,
    unit: str = "",
    text: str = "",
) -> str:
    """Return how what is offered meets a level: MET, EXCEEDED, DEVIATION, "" unknown.

    The tolerance widens the level; what lies beyond it in the good direction exceeds.
    A range that is offered must cover the one that is asked for; a single number must
    lie within it. Nothing is said where units cannot be converted into each other.

    :param number: what is offered, in `unit`; the lower end where there is a `high`.
    :param text: what is offered in words, for lists and for yes or no.
    """
    if asked.operator == O.BOOLEAN:
        said = fold(text).strip()
        return MET if said in _YES else DEVIATION if said in _NO else UNKNOWN
    if asked.operator == O.ENUM:
        said = " ".join(fold(text).split())
        known = {" ".join(fold(value).split()) for value in values(asked.allowed)}
        return UNKNOWN if not said else MET if said in known else DEVIATION
    if number is None or asked.level is None:
        return UNKNOWN
    low = convert(number, unit, asked.unit)
    top = low if high is None else convert(high, unit, asked.unit)
    if low is None or top is None:
        return UNKNOWN
    return _compared(asked, low, top, asked.level, asked.tolerance or Decimal(0))


def _compared(
    asked: Asked, low: Decimal, top: Decimal, level: Decimal, tolerance: Decimal
) -> str:
    if asked.operator == O.RANGE:
        high = asked.level_high if asked.level_high is not None else level
        is_single = low == top
        inside = level - tolerance <= low and top <= high + tolerance
        covers = low <= level + tolerance and high - tolerance <= top
        return MET if (inside if is_single else covers) else DEVIATION
    if asked.operator == O.EQUAL:
        near = max(abs(low - level), abs(top - level)) <= tolerance
        return MET if near else DEVIATION
    if asked.operator == O.AT_MOST:
        offered, level = -low, -level
    elif asked.operator == O.AT_LEAST:
        offered = top
    else:
        return UNKNOWN
    if offered > level:
        return EXCEEDED
    return MET if offered >= level - tolerance else DEVIATION


def read_line(text: str, *, unit: str = "") -> dict[str, Any]:
    """Read "criterion sign level ±tolerance unit" out of a line or a sentence.

    "Flow ≥ 12 ±0.5 m3/h", "débit supérieur à 12 m3/h", "-20 à 60 °C", "12 bar mini".
    Words count as a sign only before or after a number with a known unit; a number
    alone only where the line is nothing else, or `unit` follows it.

    :returns: the fields of Requirement that were read; empty where none was.
    """
    return _read_signs(text, unit) or _read_words(text) or _read_range(text)


def _read_signs(text: str, unit: str) -> dict[str, Any]:
    found = _LINE.search(text)
    if found is None or not (found["sign"] or unit):
        return {}
    level = number_of(found["number"])
    before, after = text[: found.start()].strip(" :"), text[found.end() :].strip()
    is_bare = not before and after in {"", unit}
    if level is None or not (found["sign"] or is_bare):
        return {}
    read: dict[str, Any] = {
        "level": level,
        "operator": _SIGNS[found["sign"] or "="],
        "tolerance": number_of(found["tolerance"] or ""),
        **_criterion(before),
    }
    first = after.split(" ", 1)[0].strip(".,;")
    if unit:
        return read
    if len(after) <= 20 and after:
        read["unit"] = after
    elif measure_of(first) is not None:
        read["unit"] = first
    return read


def _read_words(text: str) -> dict[str, Any]:
    for pattern in (_BEFORE, _AFTER):
        for found in pattern.finditer(text):
            unit, level = _known(found["unit"]), number_of(found["number"])
            if unit and level is not None:
                return {
                    "level": level,
                    "operator": O.AT_LEAST if found["least"] else O.AT_MOST,
                    "unit": unit,
                    **_criterion(text[: found.start()]),
                }
    return {}


def _read_range(text: str) -> dict[str, Any]:
    for found in _RANGE.finditer(text):
        unit = _known(found["unit"])
        low, high = number_of(found["number"]), number_of(found["high"])
        same = found["same"]
        if not unit or low is None or high is None or low > high:
            continue
        if same and measure_of(same) is not measure_of(unit):
            continue
        return {
            "level": low,
            "level_high": high,
            "operator": O.RANGE,
            "unit": unit,
            **_criterion(text[: found.start()]),
        }
    return {}


def _known(unit: str) -> str:
    """Return a unit without the point of the sentence, "" where nobody knows it."""
    written = unit.rstrip(".)")
    return written[:20] if measure_of(written) is not None else ""


def _criterion(before: str) -> dict[str, str]:
    words = before.strip(" :,(")
    while (shorter := _MODAL.sub("", words)) != words:
        words = shorter.strip(" :,(")
    return {"criterion": words[:200]} if words else {}


def number_of(text: str) -> Decimal | None:
    """Return the number that is written in either notation, None if it is none."""
    compact = "".join(text.split())
    if not compact:
        return None
    mark = max(compact.rfind(","), compact.rfind("."))
    whole, part = (compact[:mark], compact[mark + 1 :]) if mark >= 0 else (compact, "")
    try:
        number = Decimal(f"{whole.replace(',', '').replace('.', '')}.{part or 0}")
    except ArithmeticError:
        return None
    return number if abs(number) < MOST else None
