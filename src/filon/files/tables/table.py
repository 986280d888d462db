"""A table found in a file: where its header is, and its rows under it."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from statistics import median_low

from django.utils.translation import gettext as _

from filon.files.tables.cells import Cell, Row, is_blank
from filon.kernel.errors import DomainError

MAX_ROWS = 300_000
# Given as `header_row`: the first line is data; columns are called by their number.
NO_HEADER = -1
_SAMPLE = 60
_HEADER_SHARE = 0.6
_NUMERIC = re.compile(r"[\d\s.,:/+%€-]+")


class TableRefused(DomainError):
    """No table can be read from the file, or it is too long."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows under it.

    `rows` can be read once. A row has as many cells as the header, blank ones being
    "", or more: surplus cells betray a separator that was not quoted. Blank rows
    between others are kept, so the n-th row stands on line `header_row_index + n` of
    the sheet, counted from 0; without a header `header_row_index` is -1. Numbers of
    workbooks are int or Decimal with the 15 digits a spreadsheet keeps; cells of CSV
    are text, always.
    """

    header: list[str]
    rows: Generator[Row]
    header_row_index: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def close(self) -> None:
        """Let go of the file without reading on."""
        self.rows.close()


def too_many_rows(count: int, limit: int) -> TableRefused:
    """Return the refusal of a file with `count` rows."""
    return TableRefused(
        _("The file has %(count)s rows; at most %(limit)s are accepted.")
        % {"count": count, "limit": limit}
    )


def table_of(
    lines: Generator[Row], *, header_row: int | None, origin: Table | None = None
) -> Table:
    """Find the header in the first 60 lines and put the rest under it.

    :raises TableRefused: if there is no line that holds anything.
    """
    try:
        sample = [_trimmed(line) for line in islice(lines, _SAMPLE)]
        index = _header_index(sample) if header_row is None else header_row
        first = sample[index] if NO_HEADER < index < len(sample) else []
        if not first and not (index == NO_HEADER and any(sample)):
            raise TableRefused(_("No table was found in this file."))
    except BaseException:
        lines.close()
        raise
    header = _header(first, max(map(len, sample[max(index, 0) :])))
    rows = _rows(sample[index + 1 :], lines, len(header))
    described = origin or Table([], rows, 0)
    return replace(described, header=header, rows=rows, header_row_index=index)


def _trimmed(line: Row) -> Row:
    """Return the line without blank cells at its end."""
    end = len(line)
    while end and is_blank(line[end - 1]):
        end -= 1
    return line[:end]


def _header_index(sample: Sequence[Row]) -> int:
    """Return the line of the header: the first that is about as full as the data.

    Titles and dates above it fill fewer cells; so does a header with blank names. The
    first quite full line decides, if every cell of it reads like a name.
    """
    filled = [sum(not is_blank(cell) for cell in line) for line in sample]
    usual = median_low([count for count in filled if count > 1] or [1])
    nearly = _first(filled, usual * _HEADER_SHARE)
    fully = _first(filled, usual)
    if fully < len(sample) and all(map(_is_name, sample[fully])):
        return fully
    return nearly


def _first(counts: Sequence[int], wanted: float) -> int:
    return next(
        (place for place, count in enumerate(counts) if count >= wanted), len(counts)
    )


def _is_name(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    return not (_NUMERIC.fullmatch(cell) and any(map(str.isdigit, cell)))


def _header(line: Row, width: int) -> list[str]:
    """Return names for all columns: none blank, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    cells = chain(line, [""] * (width - len(line)))
    for number, cell in enumerate(cells, start=1):
        base = " ".join(str(cell).split()) or _("Column %(number)s") % {
            "number": number
        }
        name, copy = base, 1
        while name in taken:
            copy += 1
            name = f"{base} ({copy})"
        taken.add(name)
        names.append(name)
    return names


def _rows(sample: Iterable[Row], lines: Generator[Row], width: int) -> Generator[Row]:
    """Yield rows of full width; blank ones only where another row follows."""
    pending = 0
    blank: list[Cell] = [""] * width
    try:
        for line in chain(sample, map(_trimmed, lines)):
            if not line:
                pending += 1
                continue
            yield from _copies(blank, pending)
            pending = 0
            yield line + [""] * (width - len(line))
    finally:
        lines.close()


def _copies(row: Row, count: int) -> Iterator[Row]:
    for _number in range(count):
        yield row.copy()
