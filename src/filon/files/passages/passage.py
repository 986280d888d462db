"""A passage of a document, and how running lines become passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError

MAX_PASSAGES = 5_000
_LONGEST = 8_000
# A bullet, a number of a paragraph, the reference of a requirement.
_STARTS = re.compile(
    r"\s*(?:[-–—•▪●◦*·►]\s|§|\(?[a-z0-9]{1,3}[.)]\s|\d+(?:\.\d+)+\.?\s"
    r"|[A-Z]{1,6}[-_ ]?\d+(?:[.-]\d+)*\s*[:.)–-]?\s)"
)
_ENDS = (".", ";", ":", "!", "?", "…")


class PassagesRefused(DomainError):
    """No text can be read from the document, or there is too much of it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a table row or a heading, with its place in the document.

    :ivar place: "p. 3 · § 12", or "Sheet!12" of a workbook.
    """

    text: str
    place: str
    is_heading: bool = False


def checked(passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages that hold anything, long ones cut into pieces.

    :raises PassagesRefused: without any, or with more than `MAX_PASSAGES`.
    """
    found: list[Passage] = []
    for passage in passages:
        text = passage.text.replace("\0", "").strip()
        while text:
            piece, text = text[:_LONGEST], text[_LONGEST:]
            found.append(Passage(piece, passage.place, passage.is_heading))
        if len(found) > MAX_PASSAGES:
            raise PassagesRefused(
                _("The document has more than %(limit)s paragraphs: split it.")
                % {"limit": MAX_PASSAGES}
            )
    if not found:
        raise PassagesRefused(
            _("No text was found in the document. A scan must be read by a person.")
        )
    return found


def passages_of(text: str, *, page: int | None = None, after: int = 0) -> list[Passage]:
    """Return the paragraphs of lines that may be wrapped anywhere.

    A line begins a new one after a blank line, after the end of a sentence, or with a
    bullet or a number.

    :param after: how many paragraphs came before, for their numbers.
    """
    prefix = f"p. {page} · " if page is not None else ""
    return [
        Passage(paragraph, f"{prefix}§ {number}")
        for number, paragraph in enumerate(_paragraphs(text), start=after + 1)
    ]


def _paragraphs(text: str) -> Iterator[str]:
    lines: list[str] = []
    for raw in text.splitlines():
        line = " ".join(raw.split())
        is_new = not line or _STARTS.match(raw) or (lines and lines[-1].endswith(_ENDS))
        if is_new and lines:
            yield " ".join(lines)
            lines = []
        if line:
            lines.append(line)
    if lines:
        yield " ".join(lines)
