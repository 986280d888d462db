"""Reads the passages of whatever kind of document it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from filon.files.passages.passage import Passage, checked, passages_of
from filon.files.passages.pdf import read_pdf
from filon.files.passages.word import read_word
from filon.files.tables import NO_HEADER, read_table
from filon.files.tables.cells import Cell
from filon.files.uploads import CheckedUpload

ACCEPTED = frozenset({"docx", "xlsx", "xls", "ods", "csv", "pdf", "txt"})
_MAX_ROWS = 20_000


def read_passages(upload: CheckedUpload) -> list[Passage]:
    """Return the passages of a checked file, by its extension.

    :raises PassagesRefused: without text, with a password, or with too much text.
    :raises TableRefused: if a workbook cannot be read.
    :raises ArchiveRefused: if the file is a harmful archive.
    :raises XmlRefused: if a part of a DOCX is no well-formed XML or declares a DTD.
    """
    upload.content.seek(0)
    extension = upload.name.rpartition(".")[2].lower()
    if extension == "docx":
        return checked(read_word(upload.content))
    if extension == "pdf":
        return checked(read_pdf(upload.content))
    if extension == "txt":
        return checked(passages_of(_decoded(upload.content.read())))
    return checked(_rows(upload.content))


def _rows(stream: BinaryIO) -> Iterator[Passage]:
    """Yield the rows of every visible sheet."""
    content = stream.read()
    first = read_table(io.BytesIO(content), header_row=NO_HEADER, max_rows=_MAX_ROWS)
    names = first.sheets or ("",)
    first.close()
    for name in names:
        table = read_table(
            io.BytesIO(content), sheet=name, header_row=NO_HEADER, max_rows=_MAX_ROWS
        )
        for number, row in enumerate(table.rows, start=1):
            text = " | ".join(filter(None, map(_written, row)))
            yield Passage(text, f"{name[:60]}!{number}" if name else f"§ {number}")


def _written(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return " ".join(str(cell).split())


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
