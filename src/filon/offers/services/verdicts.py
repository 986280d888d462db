"""Verdicts of adequacy that follow from the lines by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision
from filon.offers.selectors import adequacy

V = AdequacyCheck.Verdict


def verdicts_compute(revision: OfferRevision, lines: Sequence[OfferLine]) -> None:
    """Fill the rows nobody has decided, from the characteristics of the items.

    What a person chose stays. A computed deviation is noted but left open: only a
    person can explain it.
    """
    rows = [
        row
        for row in adequacy.rows_of(revision)
        if row.is_computed or row.verdict == V.OPEN
    ]
    if not rows:
        return
    candidates = [
        line
        for line in lines
        if line.item_id is not None and line.inclusion == OfferLine.Inclusion.FIRM
    ]
    known = adequacy.characteristics_by_item(
        line.item_id for line in candidates if line.item_id is not None
    )
    changed = []
    for row in rows:
        before = (row.verdict, row.is_computed, row.offered, row.line_id)
        _fill(row, candidates, known)
        if before != (row.verdict, row.is_computed, row.offered, row.line_id):
            changed.append(row)
    if changed:
        AdequacyCheck.objects.bulk_update(
            changed, ["verdict", "is_computed", "offered", "line"]
        )


def _fill(
    row: AdequacyCheck, lines: Sequence[OfferLine], known: adequacy.Known
) -> None:
    if row.line_id is not None and not row.is_computed:
        lines = [line for line in lines if line.pk == row.line_id]
    row.verdict, row.is_computed = V.OPEN, False
    for line in lines:
        found = known.get(line.item_id or 0, [])
        made = adequacy.compare(row.requirement, found)
        if made is None:
            continue
        row.offered, row.line, row.is_computed = made.offered, line, True
        if made.verdict != V.DEVIATION:
            row.verdict = made.verdict
            return
