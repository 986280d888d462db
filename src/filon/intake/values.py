"""Cells of a file as values of a field: text, numbers, countries, identifiers.

Every reader takes a cell and returns the value, or raises `CellRefused`. A `Reason`
travels as an English sentence with its parameters, so that each reader of the result
gets it in their language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from filon.directory import identifiers
from filon.directory.identifiers import IdentifierRefused
from filon.files.tables import Cell
from filon.kernel.text import fold

_SPACES = dict.fromkeys(map(ord, "    '€$£%"))
_TRUE = frozenset(["1", "oui", "yes", "true", "vrai", "o", "y", "x"])
_COUNTRIES = {
    "france": "FR",
    "allemagne": "DE",
    "germany": "DE",
    "deutschland": "DE",
    "belgique": "BE",
    "belgium": "BE",
    "suisse": "CH",
    "switzerland": "CH",
    "luxembourg": "LU",
    "italie": "IT",
    "italy": "IT",
    "espagne": "ES",
    "spain": "ES",
    "portugal": "PT",
    "pays bas": "NL",
    "netherlands": "NL",
    "royaume uni": "GB",
    "united kingdom": "GB",
    "irlande": "IE",
    "ireland": "IE",
    "autriche": "AT",
    "austria": "AT",
    "pologne": "PL",
    "poland": "PL",
    "maroc": "MA",
    "morocco": "MA",
    "tunisie": "TN",
    "tunisia": "TN",
    "etats unis": "US",
    "united states": "US",
    "canada": "CA",
    "australie": "AU",
    "australia": "AU",
    "monaco": "MC",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was refused, or what was put right in it."""

    target: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    is_refusal: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with the row."""
        return {
            "field": self.target,
            "message": self.message,
            "params": self.params,
            "refusal": self.is_refusal,
        }


class CellRefused(Exception):
    """A cell cannot be a value of its field."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


def text_of(cell: Cell) -> str:
    """Return a cell as text, without blanks around it; line ends inside stay."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, Decimal):
        return f"{cell:f}".rstrip("0").rstrip(".") if cell % 1 else f"{cell:.0f}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def one_line(cell: Cell) -> str:
    """Return a cell as one line of text."""
    return " ".join(text_of(cell).split())


def number_of(cell: Cell) -> Decimal | None:
    """Return a number in either notation; the last separator is the decimal mark."""
    if isinstance(cell, bool) or cell == "":
        return None
    if isinstance(cell, int | Decimal):
        return Decimal(cell)
    compact = text_of(cell).translate(_SPACES)
    last = max(compact.rfind(","), compact.rfind("."))
    if last >= 0:
        mark = compact[last]
        other = "," if mark == "." else "."
        if compact.count(mark) > 1:
            compact = compact.replace(mark, "")
        compact = compact.replace(other, "").replace(mark, ".")
    try:
        number = Decimal(compact)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal("1e12"):
        raise CellRefused(
            gettext_noop("“%(value)s” is not a number."), value=text_of(cell)[:60]
        )
    return number


def decimal_of(cell: Cell, places: int) -> Decimal | None:
    """Return a number rounded half up to so many decimals; never below zero."""
    number = number_of(cell)
    if number is None:
        return None
    if number < 0:
        raise CellRefused(
            gettext_noop("“%(value)s” is below zero."), value=text_of(cell)[:60]
        )
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def whole_of(cell: Cell) -> int | None:
    """Return a whole number, the decimals rounded."""
    number = decimal_of(cell, 0)
    return None if number is None else int(number)


def yes_of(cell: Cell) -> bool:
    """Tell whether a cell says yes."""
    return fold(text_of(cell)) in _TRUE


def country_of(cell: Cell) -> str:
    """Return the two letters of a country given by code or by name."""
    given = text_of(cell)
    if re.fullmatch(r"[A-Za-z]{2}", given):
        return given.upper()
    code = _COUNTRIES.get(" ".join(re.findall(r"[a-z]+", fold(given))))
    if code is None:
        raise CellRefused(
            gettext_noop("“%(value)s” is not a country: write its two letters."),
            value=given[:60],
        )
    return code


def email_of(cell: Cell) -> str:
    """Return an e-mail address in small letters."""
    given = text_of(cell).removeprefix("mailto:").lower()
    try:
        validate_email(given)
    except ValidationError as error:
        raise CellRefused(
            gettext_noop("“%(value)s” is not an e-mail address."), value=given[:80]
        ) from error
    return given


def naf_of(cell: Cell) -> str:
    """Return an activity code as published."""
    try:
        return identifiers.read_naf(text_of(cell))
    except IdentifierRefused as refusal:
        raise CellRefused(
            gettext_noop("“%(value)s” is not an activity code."),
            value=text_of(cell)[:20],
        ) from refusal


def language_of(cell: Cell) -> str:
    """Return fr or en."""
    return "en" if fold(text_of(cell)).startswith(("en", "ang")) else "fr"


def sentences(reasons: list[Reason]) -> list[dict[str, Any]]:
    """Return reasons as they are stored."""
    return [reason.as_json() for reason in reasons]
