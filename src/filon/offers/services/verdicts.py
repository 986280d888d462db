"""Verdicts of adequacy that follow from the lines, or from a level that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from filon.needs.levels import asked_by
from filon.offers.matching import Compared, Offered, compare
from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision
from filon.offers.selectors import adequacy

V = AdequacyCheck.Verdict
_MOST = Decimal("999.9")
_COMPUTED = (
    "verdict",
    "is_computed",
    "offered",
    "line_id",
    "level",
    "unit",
    "margin_percent",
    "trace",
)
_STORED = [name.removesuffix("_id") for name in _COMPUTED]


def verdicts_compute(revision: OfferRevision, lines: Sequence[OfferLine]) -> None:
    """Compare every requirement with what is offered, and fill the rows left open.

    What a person chose stays; level, margin and reasons beside it are worked out all
    the same, so that one sees where the two differ.
    """
    _open_missing(revision)
    rows = adequacy.rows_of(revision)
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
        before = [getattr(row, name) for name in _COMPUTED]
        compute(row, candidates, known)
        if before != [getattr(row, name) for name in _COMPUTED]:
            changed.append(row)
    if changed:
        AdequacyCheck.objects.bulk_update(changed, _STORED)


def _open_missing(revision: OfferRevision) -> None:
    """Open a row for each requirement that the need gained since."""
    need = revision.offer.need
    if need is None:
        return
    known = AdequacyCheck.objects.filter(revision=revision).values("requirement")
    AdequacyCheck.objects.bulk_create(
        AdequacyCheck(revision=revision, requirement=requirement)
        for requirement in adequacy.requirements_of(need).exclude(pk__in=known)
    )


def compute(
    row: AdequacyCheck, lines: Sequence[OfferLine], known: adequacy.Known
) -> None:
    """Work out one row in memory: level, margin, reasons, and the verdict if open."""
    is_free = row.is_computed or (row.verdict == V.OPEN and not row.comment)
    line, made = _typed(row) if row.is_typed else _of_lines(row, lines, known)
    row.level = row.margin_percent = None
    row.unit, row.trace = "", []
    if not row.is_typed and (made is not None or is_free):
        row.offered = ""
    if made is not None:
        row.level, row.unit = made.number, made.unit
        row.margin_percent = _bounded(made)
        row.trace = list(made.trace)
        if not row.is_typed:
            row.offered, row.line = _words(made), line
    if not is_free:
        return
    row.verdict, row.is_computed = V.OPEN, made is not None
    if made is not None:
        row.verdict = V.COMPLIANT if made.is_met else V.NOT_COMPLIANT


def _typed(row: AdequacyCheck) -> tuple[OfferLine | None, Compared | None]:
    found = adequacy.typed_level(row.offered)
    asked = asked_by(row.requirement)
    if found is None:
        return row.line, compare(asked, Offered(text=row.offered))
    number, unit = found
    value = Offered(number=number, unit=unit or row.requirement.unit)
    return row.line, compare(asked, value)


def _of_lines(
    row: AdequacyCheck, lines: Sequence[OfferLine], known: adequacy.Known
) -> tuple[OfferLine | None, Compared | None]:
    """Return the first line that meets the requirement, else the last that does not."""
    best: tuple[OfferLine | None, Compared | None] = (None, None)
    for line in lines:
        values = [
            adequacy.offered_by(found, line)
            for found in known.get(line.item_id or 0, [])
        ]
        made = adequacy.found_in(row.requirement, values)
        if made is None:
            continue
        best = (line, made)
        if made.is_met:
            break
    return best


def _words(made: Compared) -> str:
    if made.number is not None:
        return f"{made.number.normalize():f} {made.unit}".strip()[:200]
    return str(made.trace[0]["result"])[:200]


def _bounded(made: Compared) -> Decimal | None:
    """Return a margin that fits its column; beyond ±999.9 % it says nothing more."""
    margin = made.margin_percent
    if margin is None:
        return None
    return max(min(margin, _MOST), -_MOST)
