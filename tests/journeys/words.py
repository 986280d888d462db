"""The words of the screens: written in English here, read in the person's language."""

from __future__ import annotations

import re
from functools import cache

import polib

from tests.house.tree import SOURCE

CATALOGUE = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "django.po"


@cache
def french() -> dict[str, set[str]]:
    """Return every translation of a sentence, singular or plural, in any context."""
    known: dict[str, set[str]] = {}
    for entry in polib.pofile(str(CATALOGUE)):
        translated = {entry.msgstr, *entry.msgstr_plural.values()} - {""}
        for text in {entry.msgid, entry.msgid_plural} - {""}:
            known.setdefault(text, set()).update(translated)
    return known


def alternatives(text: str, language: str) -> list[str]:
    """Return how a screen may write a text: as it is, or translated."""
    translated = french().get(text, set()) if language == "fr" else set()
    return sorted({text, *translated})


def exactly(text: str, language: str) -> re.Pattern[str]:
    """Match the whole text, with the mark of a required field."""
    return re.compile(rf"^\s*(?:{_either(text, language)})\s*\*?\s*$")


def beginning(text: str, language: str) -> re.Pattern[str]:
    """Match what begins with the text (a box with its explanation beside it)."""
    return re.compile(rf"^\s*(?:{_either(text, language)})")


def anywhere(text: str, language: str) -> re.Pattern[str]:
    """Match what holds the text."""
    return re.compile(_either(text, language))


def _either(text: str, language: str) -> str:
    return "|".join(_spaced(one) for one in alternatives(text, language))


def _spaced(text: str) -> str:
    """Escape a text; any white space stands for any other, `%(name)s` for a word."""
    parts = re.split(r"%\(\w+\)s", text)
    return r"\S+".join(_escaped(part) for part in parts)


def _escaped(text: str) -> str:
    words = r"\s+".join(re.escape(word) for word in text.split())
    before = r"\s+" if text[:1].isspace() else ""
    return before + words + (r"\s+" if words and text[-1:].isspace() else "")
