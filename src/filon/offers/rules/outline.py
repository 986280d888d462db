"""Which sections an offer prints, in which order and look: plain data in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Layout(StrEnum):
    """The look of the document."""

    SOBER = "SOBER"
    TECHNICAL = "TECHNICAL"
    TENDER = "TENDER"


class Section(StrEnum):
    """A part of the document, in the usual order."""

    LETTER = "LETTER"
    UNDERSTANDING = "UNDERSTANDING"
    TECHNICAL = "TECHNICAL"
    CHARACTERISTICS = "CHARACTERISTICS"
    FINANCIAL = "FINANCIAL"
    SERVICES = "SERVICES"
    PRICES = "PRICES"
    RECOMMENDATION = "RECOMMENDATION"
    VALUE = "VALUE"
    ANSWERS = "ANSWERS"
    MATRIX = "MATRIX"
    RESERVES = "RESERVES"
    TERMS = "TERMS"
    SIGNATURE = "SIGNATURE"


S = Section
# What the law or our own protection wants on every offer: it moves, it never goes.
FIXED: Final = frozenset({S.PRICES, S.RESERVES, S.TERMS, S.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Outline:
    """Every section once, in order; `off` are those that are not printed."""

    layout: Layout
    order: tuple[Section, ...]
    off: frozenset[Section]

    @property
    def shown(self) -> tuple[Section, ...]:
        """The sections that are printed."""
        return tuple(section for section in self.order if section not in self.off)

    def as_json(self) -> dict[str, Any]:
        """Return what `outline_from` reads."""
        off = [section.value for section in self.order if section in self.off]
        return {
            "layout": self.layout.value,
            "order": [section.value for section in self.order],
            "off": off,
        }

    def moved(self, section: Section, *, by: int) -> Outline:
        """Return it with a section some places further down, negative for up."""
        order = [one for one in self.order if one != section]
        place = self.order.index(section) + by
        order.insert(max(0, min(place, len(order))), section)
        return Outline(self.layout, tuple(order), self.off)


def _usual(layout: Layout, *off: Section, first: Sequence[Section] = ()) -> Outline:
    """Return the usual order with `first` before the prices."""
    order = [section for section in Section if section not in first]
    place = order.index(S.PRICES)
    order[place:place] = first
    return Outline(layout, tuple(order), frozenset(off))


# By form of the offer (offers.md §7): a section without content prints nothing.
_BY_FORM: Final[Mapping[str, Outline]] = {
    "QUOTE": _usual(
        Layout.SOBER, S.UNDERSTANDING, S.CHARACTERISTICS, S.VALUE, S.ANSWERS
    ),
    "OFFER": _usual(Layout.TECHNICAL, S.VALUE, S.ANSWERS),
    "BUDGETARY": _usual(
        Layout.SOBER,
        *(S.UNDERSTANDING, S.CHARACTERISTICS, S.VALUE, S.ANSWERS, S.MATRIX),
    ),
    "SPECIFICATION": _usual(Layout.TECHNICAL, S.VALUE, S.MATRIX, first=[S.ANSWERS]),
    "TENDER": _usual(Layout.TENDER, S.VALUE, S.MATRIX, first=[S.ANSWERS]),
    "CONTRACT": _usual(Layout.SOBER, S.VALUE, S.ANSWERS),
}


def usual_outline(form: str) -> Outline:
    """Return how an offer of a form is printed unless the company says otherwise."""
    return _BY_FORM.get(form, _BY_FORM["QUOTE"])


def outline_from(data: Mapping[str, Any] | None, default: Outline) -> Outline:
    """Return a stored outline, or the default where none is stored.

    Unknown sections are left out, new ones stand where the default has them, and what
    must be printed is.
    """
    if not data:
        return default
    known = {section.value for section in Section}
    order = [Section(name) for name in dict.fromkeys(data["order"]) if name in known]
    for place, section in enumerate(default.order):
        if section not in order:
            order.insert(place, section)
    written = set(data["order"])
    off = {Section(name) for name in data["off"] if name in known}
    off |= {section for section in default.off if section.value not in written}
    layouts = {one.value for one in Layout}
    layout = Layout(data["layout"]) if data["layout"] in layouts else default.layout
    return Outline(layout, tuple(order), frozenset(off) - FIXED)
