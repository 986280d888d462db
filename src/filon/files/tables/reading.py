"""Reads a table from whatever kind of file it comes in."""

from __future__ import annotations

import io
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from filon.files.tables.cells import Row
from filon.files.tables.table import MAX_ROWS, Table
from filon.files.tables.text import read_text
from filon.files.tables.workbook import read_workbook

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def read_table(
    content: BinaryIO | bytes | Path,
    *,
    sheet: str = "",
    header_row: int | None = None,
    max_rows: int = MAX_ROWS,
) -> Table:
    """Read the table in a file: CSV, XLSX, XLS or ODS, recognized by its content.

    Lines of titles above the header are skipped; `header_row`, counted from 0, says
    where the header is when the guess was wrong, among the first 60 lines; NO_HEADER
    says that there is none and columns are called by their number. `sheet`
    names the sheet of a workbook. Formulas are never evaluated: the result stored in
    the file counts, else the text of the formula. A stream must be seekable and stay
    open while rows are read; a file given by its path is closed after the last row.

    :raises TableRefused: if there is no table, or more than `max_rows` rows under
        its first line; the message tells how many.
    :raises ArchiveRefused: if a workbook is a harmful archive.
    """
    if isinstance(content, Path):
        stream: BinaryIO = content.open("rb")
    else:
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        stream.seek(0)
        is_workbook = stream.read(8).startswith(_WORKBOOKS)
        table = (
            read_workbook(stream, sheet=sheet, header_row=header_row, max_rows=max_rows)
            if is_workbook
            else read_text(stream, header_row=header_row, max_rows=max_rows)
        )
    except BaseException:
        if isinstance(content, Path):
            stream.close()
        raise
    if isinstance(content, Path):
        return replace(table, rows=_closing(table.rows, stream))
    return table


def _closing(rows: Generator[Row], stream: BinaryIO) -> Generator[Row]:
    """Yield the rows, then let go of the file."""
    with stream:
        yield from rows
