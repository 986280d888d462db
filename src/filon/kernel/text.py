"""Folding of names and phone numbers so that people find what they typed."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_DIGITS = re.compile(r"\D+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


def fold(text: str) -> str:
    """Return the text in lower case without accents, ligatures spelled out."""
    if text.isascii():
        return text.lower()
    lowered = text.casefold().translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order; punctuation separates."""
    return _WORD.findall(fold(text))


def digits(text: str) -> str:
    """Return the digits of a text alone."""
    return _DIGITS.sub("", text)


def phone_digits(text: str) -> str:
    """Return the national significant digits of a phone number, for search.

    `+33 (0)4 72 00 11 22`, `0033472001122` and `04.72.00.11.22` give `472001122`.
    A foreign number keeps its country code.
    """
    compact = digits(text.replace("(0)", ""))
    if compact.startswith("00"):
        compact = compact[2:]
    if compact.startswith("33") and len(compact) == 11:
        return compact[2:]
    if compact.startswith("0") and len(compact) == 10:
        return compact[1:]
    return compact
