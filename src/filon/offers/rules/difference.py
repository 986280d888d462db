"""What changed between two contents of an offer: plain data in, changes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]
# What tells nothing to a reader: places, keys, and what follows from the rest.
_SILENT_TERMS = frozenset(
    {
        "letter",
        "terms_of_sale_id",
        "total_tax",
        "discount_level",
        "outline",
        "variant_of",
    }
)
_SILENT_LINE = frozenset(
    {"id", "position", "item_id", "gross_price", "price_base", "vat_category"}
)
# Reasons that were written for our own people.
INTERNAL = frozenset({"discount_reason", "exchange_source"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field with its two values; None where there was or is none."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that came, went or changed; `changes` is empty for the first two.

    :ivar before: the line as it was, None if it came. :ivar after: None if it went.
    """

    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed from one content to another."""

    lines: Sequence[LineChange]
    terms: Sequence[Change]
    answers: Sequence[Change]
    reserves: Sequence[Change]
    internal: Sequence[Change]

    @property
    def is_empty(self) -> bool:
        """Whether a reader would find both contents the same."""
        return not (self.lines or self.terms or self.answers or self.reserves)


def difference(before: Content, after: Content, *, for_customer: bool) -> Difference:
    """Return what changed between two contents that `content_of` made.

    Lines are matched by item, else by reference or words, in their order: a revision
    is a copy whose lines have other keys.

    :param for_customer: leaves out what stands under `internal` and our own reasons.
    """
    hidden = _SILENT_TERMS | (INTERNAL if for_customer else frozenset())
    terms = _changes(before["terms"], after["terms"], hidden)
    answers = [
        Change(str(key), old, new)
        for key, old, new in _paired(
            before.get("adequacy", ()), after.get("adequacy", ()), "requirement"
        )
        if old != new
    ]
    reserves = [
        Change(str(key), old, new)
        for key, old, new in _paired(
            before.get("reserves", ()), after.get("reserves", ()), "number"
        )
        if old != new
    ]
    internal: list[Change] = []
    if not for_customer:
        internal = _changes(before["internal"], after["internal"], frozenset())
    return Difference(
        lines=_lines(before["lines"], after["lines"]),
        terms=terms,
        answers=answers,
        reserves=reserves,
        internal=internal,
    )


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], hidden: frozenset[str]
) -> list[Change]:
    names = [*after, *(name for name in before if name not in after)]
    return [
        Change(name, before.get(name), after.get(name))
        for name in names
        if name not in hidden and before.get(name) != after.get(name)
    ]


def _lines(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[LineChange]:
    waiting: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for line in before:
        waiting[_key(line)].append(line)
    found: list[LineChange] = []
    for line in after:
        same = waiting[_key(line)]
        if not same:
            found.append(LineChange(None, line))
            continue
        old = same.pop(0)
        changes = _changes(old, line, _SILENT_LINE)
        if changes:
            found.append(LineChange(old, line, changes))
    gone = [line for rest in waiting.values() for line in rest]
    return [*found, *(LineChange(line, None) for line in gone)]


def _key(line: Mapping[str, Any]) -> tuple[str, str]:
    if line.get("item_id"):
        return "item", str(line["item_id"])
    return str(line["kind"]), str(line.get("reference") or line["designation"])


def _paired(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], key: str
) -> list[tuple[Any, Any, Any]]:
    old = {row[key]: row for row in before}
    new = {row[key]: row for row in after}
    keys = [*new, *(one for one in old if one not in new)]
    return [(one, old.get(one), new.get(one)) for one in keys]
