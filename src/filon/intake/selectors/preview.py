"""What an import would do, planned on its first rows without writing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext

from filon.directory.selectors.market import market
from filon.intake.fields import SPECS
from filon.intake.models import Import, ImportRow
from filon.intake.reading import parsed_rows, table_of
from filon.intake.values import text_of
from filon.intake.writing.kinds import WRITERS
from filon.intake.writing.plan import Context

LOOKED_AT = 1000
SHOWN = 50


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row with its outcome and the sentences about it."""

    number: int
    outcome: str
    label: str
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The outcomes of the first rows; refused ones are shown first."""

    looked_at: int
    total: int
    counts: dict[str, int]
    rows: list[PreviewRow]


def preview(source: Import, now: datetime) -> Preview:
    """Plan the first thousand rows of an import; nothing is written.

    :raises TableRefused: if the file cannot be read any more.
    """
    context = Context(
        source=source,
        actor=source.owner,
        owner=source.assigned_owner,
        is_shared=source.is_shared,
        now=now,
        market=market(),
    )
    table = table_of(source)
    try:
        rows = list(islice(table.rows, LOOKED_AT))
    finally:
        table.close()
    planned = WRITERS[source.kind](context).plan(parsed_rows(source, rows, first=0))
    counts = Counter(entry.outcome for entry in planned)
    ordered = sorted(planned, key=lambda p: (p.outcome != "REFUSED", p.row.number))
    return Preview(
        looked_at=len(planned),
        total=source.rows_total,
        counts={code: counts[code] for code in ImportRow.Outcome.values},
        rows=[
            PreviewRow(
                number=entry.row.number,
                outcome=entry.outcome,
                label=entry.label,
                sentences=[
                    said(reason.as_json(), source.kind) for reason in entry.row.reasons
                ],
            )
            for entry in ordered[:SHOWN]
        ],
    )


def samples(source: Import, count: int = 3) -> list[list[str]]:
    """Return the first values of each column, for the mapping page."""
    table = table_of(source)
    try:
        rows = list(islice(table.rows, 20))
    finally:
        table.close()
    found: list[list[str]] = []
    for column in range(len(source.header)):
        cells = [text_of(row[column]) for row in rows if column < len(row)]
        found.append([cell[:60] for cell in dict.fromkeys(cells) if cell][:count])
    return found


def said(reason: dict[str, Any], kind: str = "") -> str:
    """Return the sentence of a stored reason in the active language.

    :param kind: kind of the import; the name of the field is then put in front.
    """
    text = gettext(reason["message"])
    try:
        text = text % reason["params"] if reason["params"] else text
    except (KeyError, TypeError, ValueError):
        return text
    field = SPECS[kind].field(reason["field"]) if kind else None
    if field is None:
        return text
    return gettext("%(field)s: %(sentence)s") % {
        "field": field.label,
        "sentence": text,
    }
