"""The passages of a source, by what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from filon.needs.guessing import Guess, guess
from filon.needs.models import NeedSource, SourcePassage

SHOWN = 200
OPEN, TAKEN, ASIDE = "open", "taken", "aside"
STATES = (OPEN, TAKEN, ASIDE)
_FILTERS = {
    OPEN: Q(requirement=None, set_aside_at=None),
    TAKEN: Q(requirement__isnull=False),
    ASIDE: Q(requirement=None, set_aside_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class PassageSheet:
    """The first passages in one state, each with what it would become.

    :ivar counts: state → how many passages are in it; together they are all.
    """

    rows: Sequence[tuple[SourcePassage, Guess]]
    counts: dict[str, int]
    state: str

    @property
    def more(self) -> int:
        """How many passages in this state are not shown yet."""
        return self.counts[self.state] - len(self.rows)


def passage_sheet(source: NeedSource, state: str) -> PassageSheet:
    """Return the passages of a source in a state; two queries."""
    counts = source.passages.aggregate(
        **{name: Count("pk", filter=rule) for name, rule in _FILTERS.items()}
    )
    rows = source.passages.filter(_FILTERS[state]).select_related("requirement")
    return PassageSheet(
        [
            (row, guess(row.text, is_heading=row.is_heading))
            for row in rows.order_by("position")[:SHOWN]
        ],
        counts,
        state,
    )
