"""Looking things up in the tree of a document, by local name and with limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError

MAX_TEXT = 2_000
# No amount of trade needs more; a longer one would only be there to take time.
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})")
_FORMATS = {"102": "%Y%m%d", "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S"}


class DocumentRefused(DomainError):
    """The document cannot be read: another kind of file, or values that are not."""


@lru_cache(maxsize=512)
def _anywhere(path: str) -> str:
    """Turn `A/B` into a path that asks for the names and not for their namespaces."""
    steps = path.split("/")
    return "/".join(f"{{*}}{step}" if step[0].isalpha() else step for step in steps)


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def first(element: Element | None, path: str) -> Element | None:
    """Return the first element at a path of local names, or None."""
    return None if element is None else element.find(_anywhere(path))


def every(element: Element | None, path: str) -> Iterator[Element]:
    """Return all elements at a path of local names."""
    return iter(()) if element is None else element.iterfind(_anywhere(path))


def text(element: Element | None, *paths: str) -> str:
    """Return the text at the first path that has one, 2,000 characters at most."""
    for path in paths:
        found = first(element, path)
        if found is not None and (said := (found.text or "").strip()):
            return said[:MAX_TEXT]
    return ""


def own_text(element: Element | None) -> str:
    """Return the text of the element itself."""
    return "" if element is None else (element.text or "").strip()[:MAX_TEXT]


def number(element: Element | None, *paths: str) -> Decimal | None:
    """Return the number at the first path that has one.

    :raises DocumentRefused: if it is not a number of at most 18 + 18 digits.
    """
    said = text(element, *paths)
    return as_number(said) if said else None


def as_number(said: str) -> Decimal:
    """Return the number a text writes as XML does.

    :raises DocumentRefused: if it is not a number of at most 18 + 18 digits.
    """
    if not _NUMBER.fullmatch(said):
        raise DocumentRefused(
            _("The document holds a number that is none: “%(text)s”.")
            % {"text": said[:40]}
        )
    return Decimal(said)


def day(element: Element | None, *paths: str) -> date | None:
    """Return the day at the first path that has one; None if it is written oddly.

    Reads ISO dates and the formats 102, 203 and 204 of UNTDID 2379.
    """
    for path in paths:
        found = first(element, path)
        if found is None or not (said := (found.text or "").strip()):
            continue
        written = _FORMATS.get(found.get("format", ""))
        try:
            if written:
                return datetime.strptime(said, written).date()  # noqa: DTZ007
            return date.fromisoformat(said[:10])
        except ValueError:
            return None
    return None
