"""Imports and what became of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.intake.models import Import, ImportRow
from filon.intake.selectors.preview import said
from filon.jobs.models import Job

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """All that the page of an import shows."""

    source: Import
    job: Job | None
    refused: Sequence[tuple[ImportRow, list[str]]]
    kept: Sequence[tuple[ImportRow, list[str]]]

    @property
    def is_at_work(self) -> bool:
        """Whether something goes on in the background."""
        at_work = {Import.Status.QUEUED, Import.Status.RUNNING, Import.Status.REVERTING}
        return self.source.status in at_work


def imports(user: User) -> QuerySet[Import]:
    """Return the imports that this person reads, with file and owner."""
    rows: QuerySet[Import] = Import.objects.visible_to(user)
    return rows.select_related("file", "owner")


def import_sheet(user: User, pk: int) -> ImportSheet:
    """Return the page of an import; three queries.

    :raises Import.DoesNotExist: if this person may not read it.
    """
    source = imports(user).select_related("job", "assigned_owner").get(pk=pk)
    rows = ImportRow.objects.filter(source=source)
    refused = rows.filter(outcome=ImportRow.Outcome.REFUSED).order_by("number")
    kept = rows.filter(revert=ImportRow.Revert.KEPT).order_by("number")
    has_kept = source.status in {Import.Status.REVERTING, Import.Status.REVERTED}
    return ImportSheet(
        source=source,
        job=source.job,
        refused=[(row, row_sentences(row, source)) for row in refused[:SHOWN]],
        kept=[
            (row, [said(reason) for reason in row.revert_reasons])
            for row in (kept[:SHOWN] if has_kept else ())
        ],
    )


def row_sentences(row: ImportRow, source: Import) -> list[str]:
    """Return what is said about a row in the active language."""
    return [said(reason, source.kind) for reason in row.reasons]


def error_table(source: Import) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the refused rows as they came, with one more column: why."""
    refused = ImportRow.objects.filter(
        source=source, outcome=ImportRow.Outcome.REFUSED
    ).order_by("number")

    def lines() -> Iterator[list[Any]]:
        for row in refused.iterator(chunk_size=2000):
            cells = [*row.raw, *[""] * (len(source.header) - len(row.raw))]
            yield [*cells, " ".join(row_sentences(row, source))]

    return [*source.header, _("Why the row was refused")], lines()
