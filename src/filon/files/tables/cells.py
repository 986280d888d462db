"""What a cell may hold, and how text is kept from turning into a formula.

A spreadsheet runs a text that starts with = + - or @, after blanks too, and some cut
a text at a tab or a line end and run the rest. Such text gets an apostrophe in front
in CSV; reading takes exactly this apostrophe away again.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal

Cell = str | bool | int | Decimal | date | time
Row = list[Cell]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Apostrophes in front count as part of the danger, so that the way back is exact.
_DANGEROUS = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def printable(text: str) -> str:
    """Return the text without control characters; tab and line ends stay."""
    return _CONTROL.sub("", text)


def is_dangerous(text: str) -> bool:
    """Tell whether a spreadsheet could take the text for a formula."""
    return bool(_DANGEROUS.match(text))


def protected(text: str) -> str:
    """Return the text with an apostrophe in front where it is dangerous."""
    return f"'{text}" if is_dangerous(text) else text


def unprotected(text: str) -> str:
    """Return the text without the apostrophe that `protected` puts in front."""
    if text.startswith("'") and is_dangerous(text[1:]):
        return text[1:]
    return text


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but blanks."""
    return isinstance(cell, str) and not cell.strip()
