"""Runs an import chunk by chunk; each chunk is one transaction.

A chunk writes its records, its row outcomes and how far it is (`next_row`) together,
so that a kill at any moment leaves whole chunks only, and the next run goes on after
the last of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.directory.selectors.market import market
from filon.intake.lifecycle import IMPORT
from filon.intake.models import Import, ImportRow
from filon.intake.reading import batches, parsed_rows, table_of
from filon.intake.services.duplicates import find_duplicates
from filon.intake.values import sentences
from filon.intake.writing.kinds import WRITERS
from filon.intake.writing.plan import Context, Overtaken, Planned
from filon.jobs.registry import Reporter
from filon.journal.services import move
from filon.kernel.bulk import insert_rows
from filon.kernel.errors import DomainError
from filon.kernel.statistics import refresh_statistics

CHUNK = 500
ATTEMPTS = 5
# Rows after which the database looks again at what its tables hold.
MANY = 1_000
Outcome = ImportRow.Outcome


_COLUMNS = (
    "source",
    "number",
    "outcome",
    "record_id",
    "label",
    "raw",
    "reasons",
    "changes",
    "revert",
    "revert_reasons",
)


class Disturbed(DomainError):
    """Records kept changing while they were written."""


class AlreadyRunning(DomainError):
    """Another run of the same import is ahead: this one leaves it alone."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many input rows became what."""

    read: int
    created: int
    updated: int
    unchanged: int
    refused: int


def import_run(
    *, source: Import, clock: Callable[[], datetime], report: Reporter
) -> Counts:
    """Bring the rest of a file in and look for duplicates; return the counts.

    Called by the worker or by the command line; may be called again after a kill.

    :param clock: gives the moment of each chunk.
    :param report: called inside the transaction of each chunk.
    :raises TableRefused: if the file cannot be read any more.
    :raises AlreadyRunning: if another run of it is ahead.
    :raises Disturbed: if a chunk could not be written for others' changes.
    """
    _begin(source, clock())
    try:
        _write_rows(source, clock, report)
    except AlreadyRunning:
        raise
    except DomainError:
        _end(source, Import.Status.FAILED, gettext_noop("Import failed"), clock())
        raise
    find_duplicates(source=source, report=report)
    _end(source, Import.Status.DONE, gettext_noop("Import done"), clock())
    if source.created_count >= MANY:
        refresh_statistics()
    return counts_of(source)


def counts_of(source: Import) -> Counts:
    """Return the counts of an import as it stands."""
    return Counts(
        read=source.rows_read,
        created=source.created_count,
        updated=source.updated_count,
        unchanged=source.unchanged_count,
        refused=source.refused_count,
    )


def context_of(source: Import, now: datetime) -> Context:
    """Return what the rows of an import have in common."""
    return Context(
        source=source,
        actor=source.owner,
        owner=source.assigned_owner,
        is_shared=source.is_shared,
        now=now,
        market=market(),
    )


def _begin(source: Import, now: datetime) -> None:
    if source.status == Import.Status.RUNNING:
        return
    move(
        source,
        to=Import.Status.RUNNING,
        transitions=IMPORT,
        actor=source.owner,
        now=now,
        message=gettext_noop("Import running"),
    )


def _end(source: Import, status: str, message: str, now: datetime) -> None:
    source.refresh_from_db()
    move(
        source,
        to=status,
        transitions=IMPORT,
        actor=source.owner,
        now=now,
        message=message,
        finished_at=now,
    )


def _write_rows(
    source: Import, clock: Callable[[], datetime], report: Reporter
) -> None:
    """Write the rows that are not written yet; the keys of the others are read."""
    context = context_of(source, clock())
    table = table_of(source)
    try:
        position = _skip(source, table.rows, context)
        report(done=position, total=source.rows_total)
        for rows in batches(table.rows, CHUNK):
            context.now = clock()
            _write_chunk(source, context, rows, position, report)
            position += len(rows)
    finally:
        table.close()


def _skip(source: Import, rows: Any, context: Context) -> int:
    """Pass over the rows that an earlier run wrote, remembering their keys."""
    position = 0
    writer = WRITERS[source.kind](context)
    for batch in batches(islice(rows, source.next_row), CHUNK):
        for row in parsed_rows(source, batch, first=position):
            if not row.is_refused:
                context.seen.setdefault(writer.key_of(row), row.number)
        position += len(batch)
    return position


def _write_chunk(
    source: Import,
    context: Context,
    rows: Sequence[Any],
    position: int,
    report: Reporter,
) -> None:
    """Write one chunk, planning it again where somebody else was quicker."""
    seen = dict(context.seen)
    for _try in range(ATTEMPTS):
        try:
            with transaction.atomic():
                _write_once(source, context, rows, position, report)
        except Overtaken:
            context.seen = dict(seen)
            continue
        return
    raise Disturbed(_("Other people kept changing the same records."))


def _write_once(
    source: Import,
    context: Context,
    rows: Sequence[Any],
    position: int,
    report: Reporter,
) -> None:
    parsed = parsed_rows(source, rows, first=position)
    # Taken first: of two runs of one import, the second waits here and then stops.
    mine = Import.objects.filter(pk=source.pk, next_row=position)
    if not mine.update(next_row=position + len(rows)):
        raise AlreadyRunning(_("This import is already running."))
    writer = WRITERS[source.kind](context)
    planned = writer.plan(parsed)
    writer.write(planned)
    insert_rows(ImportRow, _COLUMNS, [_row(source, entry) for entry in planned])
    outcomes = Counter(entry.outcome for entry in planned)
    Import.objects.filter(pk=source.pk).update(
        rows_read=F("rows_read") + len(planned),
        created_count=F("created_count") + outcomes[Outcome.CREATED],
        updated_count=F("updated_count") + outcomes[Outcome.UPDATED],
        unchanged_count=F("unchanged_count") + outcomes[Outcome.UNCHANGED],
        refused_count=F("refused_count") + outcomes[Outcome.REFUSED],
    )
    report(done=position + len(rows))


def _row(source: Import, entry: Planned) -> tuple[Any, ...]:
    is_refused = entry.outcome == Outcome.REFUSED
    return (
        source.pk,
        entry.row.number,
        entry.outcome,
        entry.record.pk if entry.record is not None else None,
        entry.label,
        [_plain(cell) for cell in entry.row.raw] if is_refused else [],
        sentences(entry.row.reasons),
        entry.changes(),
        "",
        [],
    )


def _plain(cell: Any) -> Any:
    return cell if isinstance(cell, str | int | bool) else str(cell)
