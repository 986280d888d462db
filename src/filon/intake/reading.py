"""From a stored file to rows of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext_noop

from filon.files.services import path_of
from filon.files.tables import Cell, Table, read_table
from filon.intake.fields import SPECS, Field
from filon.intake.models import Import
from filon.intake.values import CellRefused, Reason, text_of


@dataclass(slots=True)
class Parsed:
    """A row with the values of its mapped cells; blank cells are left out.

    `number` is the line of the sheet as people count it, from 1.
    """

    number: int
    raw: list[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether the row cannot be taken."""
        return any(reason.is_refusal for reason in self.reasons)

    def refuse(self, field_code: str, message: str, **params: Any) -> None:
        """Say why the row cannot be taken."""
        self.reasons.append(Reason(field_code, message, params))

    def warn(self, field_code: str, message: str, **params: Any) -> None:
        """Say what was put right or left out."""
        self.reasons.append(Reason(field_code, message, params, is_refusal=False))


def table_of(source: Import) -> Table:
    """Open the table of an import; rows are read as they are asked for.

    :raises TableRefused: if there is none, or too many rows.
    """
    return read_table(
        path_of(source.file.sha256), sheet=source.sheet, header_row=source.header_row
    )


def batches(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Yield the rows in lists of at most so many."""
    while batch := list(islice(rows, size)):
        yield batch


def parsed_rows(
    source: Import, rows: Sequence[Sequence[Cell]], *, first: int
) -> list[Parsed]:
    """Return the rows with their values; blank rows are left out.

    :param first: position of the first row below the header, from 0.
    """
    columns = _columns(source)
    width = len(source.header)
    offset = source.header_row + 2 + first
    return [
        _parsed(number, list(row), columns, width)
        for number, row in enumerate(rows, start=offset)
        if any(text_of(cell) for cell in row)
    ]


def _columns(source: Import) -> list[tuple[int, Field]]:
    spec = SPECS[source.kind]
    mapping: Mapping[str, str] = source.mapping
    pairs = ((int(column), spec.field(code)) for column, code in mapping.items())
    return [(column, found) for column, found in pairs if found is not None]


def _parsed(
    number: int, row: list[Cell], columns: list[tuple[int, Field]], width: int
) -> Parsed:
    parsed = Parsed(number, row)
    if len(row) > width:
        parsed.refuse("", gettext_noop("The row has more cells than the header."))
        return parsed
    for column, target in columns:
        cell = row[column] if column < len(row) else ""
        if cell == "" or not text_of(cell):
            continue
        try:
            value = _limited(target, target.read(cell))
        except CellRefused as refusal:
            say = parsed.warn if target.is_soft else parsed.refuse
            say(target.code, refusal.message, **refusal.params)
        else:
            if value not in (None, ""):
                parsed.values[target.code] = value
    return parsed


def _limited(target: Field, value: Any) -> Any:
    if target.limit and isinstance(value, str) and len(value) > target.limit:
        raise CellRefused(
            gettext_noop("The text is longer than %(limit)s characters."),
            limit=target.limit,
        )
    return value
