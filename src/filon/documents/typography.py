"""French spacing, and text made safe to set."""

from __future__ import annotations

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_SPACES = "[ \u00a0\u2009\u202f]"
# A mark glued to a word takes a space only where the sentence goes on after it, so
# that addresses, times, scales (1:50) and references (A;B) stay as typed.
_TIGHT = r"(?<=[\w)\]%€»”’])(?=[;!?:]+(?:\s|$))(?<![;!?:])"
_BEFORE_NARROW = re.compile(rf"(?:{_SPACES}+|{_TIGHT})(?=[;!?])")
_BEFORE_COLON = re.compile(rf"(?:{_SPACES}+|{_TIGHT})(?=:(?:\s|$))")
_OPENING = re.compile(rf"«{_SPACES}*(?=\S)")
_CLOSING = re.compile(rf"(?<=\S){_SPACES}*»")

# What no font can show and no archive may hold: controls, half pairs, private use.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\uf8ff\ufffe\uffff]")
_LONG_WORD = re.compile(r"\S{24,}")
_SEPARATOR = re.compile(r"([-_/.,@+=])(?=\w)")
_ZERO_WIDTH = "\u200b"
_CHUNK = re.compile(r"(\w{16})(?=\w)")


def french_spacing(text: str) -> str:
    """Return the text with the spaces that French typography asks for.

    A narrow no-break space stands before ; ! ? and a no-break space before the colon
    and inside « »; breaking spaces there are replaced, missing ones inserted.
    Source: Imprimerie nationale, Lexique des règles typographiques.
    """
    text = _BEFORE_NARROW.sub(NARROW, text)
    text = _BEFORE_COLON.sub(NO_BREAK, text)
    text = _OPENING.sub("«" + NO_BREAK, text)
    return _CLOSING.sub(NO_BREAK + "»", text)


def printable(text: str) -> str:
    """Return the text with plain line ends and without unprintable characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", text)


def breakable(text: str) -> str:
    """Let a long reference or address break inside a narrow column.

    Words of 24 characters and more get invisible break points, after their separators
    or else every 16 characters.
    """
    return _LONG_WORD.sub(_with_break_points, text)


def _with_break_points(match: re.Match[str]) -> str:
    parted = _SEPARATOR.sub(rf"\1{_ZERO_WIDTH}", match.group())
    return _CHUNK.sub(rf"\1{_ZERO_WIDTH}", parted)
