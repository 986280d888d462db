"""Reads XLSX, XLS and ODS through a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.utils.translation import gettext as _

from filon.files.archives import checked_archive
from filon.files.tables.cells import Cell, Row, printable, unprotected
from filon.files.tables.formulas import formulas_without_result
from filon.files.tables.table import Table, TableRefused, table_of, too_many_rows

_SCRIPT = Path(__file__).with_name("workbook_process.py")
_CHUNK = 1_000_000
_ZIP = b"PK\x03\x04"
Formulas = Mapping[tuple[int, int], str]


def read_workbook(
    stream: BinaryIO, *, sheet: str, header_row: int | None, max_rows: int
) -> Table:
    """Read a sheet: `sheet` by name, or the first visible one that holds anything.

    :raises TableRefused: if it cannot be read or has more than `max_rows` rows.
    :raises ArchiveRefused: if the file is a harmful archive.
    """
    is_zip = _starts_with_zip(stream)
    if is_zip:
        with checked_archive(stream):
            pass
    process = _started(stream, sheet, max_rows)
    try:
        described = _described(process, max_rows)
        formulas: Formulas = {}
        if is_zip:
            with checked_archive(stream) as archive:
                formulas = formulas_without_result(archive, described["sheet"])
    except BaseException:
        _stop(process)
        raise
    origin = Table(
        header=[],
        rows=_lines(process, described["column"], formulas),
        header_row_index=0,
        sheet=described["sheet"],
        sheets=tuple(described["sheets"]),
    )
    return table_of(origin.rows, header_row=header_row, origin=origin)


def _starts_with_zip(stream: BinaryIO) -> bool:
    stream.seek(0)
    return stream.read(len(_ZIP)) == _ZIP


def _started(stream: BinaryIO, sheet: str, max_rows: int) -> subprocess.Popen[str]:
    with TemporaryFile() as copy:
        stream.seek(0)
        while data := stream.read(_CHUNK):
            copy.write(data)
        copy.seek(0)
        return subprocess.Popen(  # noqa: S603 -- our own script, on our interpreter
            [sys.executable, "-I", str(_SCRIPT), sheet, str(max_rows)],
            stdin=copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )


def _described(process: subprocess.Popen[str], max_rows: int) -> dict[str, Any]:
    line = _output(process).readline()
    described: dict[str, Any] = json.loads(line) if line else {"refused": "damaged"}
    reason = described.get("refused")
    if reason == "rows":
        raise too_many_rows(described["rows"], max_rows)
    if reason:
        raise TableRefused(_reason(reason))
    return described


def _reason(code: str) -> str:
    return {
        "password": _("The workbook is protected by a password."),
        "sheet": _("The workbook has no visible sheet of this name."),
        "blank": _("No table was found in this file."),
    }.get(code) or _("The workbook is damaged, or too large to be read.")


def _lines(
    process: subprocess.Popen[str], first_column: int, formulas: Formulas
) -> Generator[Row]:
    """Yield the rows of the sheet from its first line on, blank ones included."""
    try:
        for number, line in enumerate(_output(process)):
            cells = [_cell(value) for value in json.loads(line)]
            if formulas:
                _put_formulas(cells, number, first_column, formulas)
            yield cells
        if process.wait() != 0:
            raise TableRefused(_reason("damaged"))
    finally:
        _stop(process)


def _put_formulas(cells: Row, row: int, first_column: int, formulas: Formulas) -> None:
    for place, cell in enumerate(cells):
        if cell == "":
            cells[place] = formulas.get((row, first_column + place), "")


def _cell(value: Any) -> Cell:
    match value:
        case bool():
            return value
        case int() | float():
            return _number(value)
        case ["d", text]:
            return date.fromisoformat(text)
        case ["m", text]:
            return datetime.fromisoformat(text)
        case ["t", text]:
            return time.fromisoformat(text)
    return unprotected(printable(str(value or "").replace("\r\n", "\n")))


def _number(value: float) -> Cell:
    """Return a number with the 15 digits that a spreadsheet keeps."""
    number = Decimal(format(value, ".15g"))
    if not number.is_finite():
        return ""
    is_whole = number == number.to_integral_value() and abs(number) < 10**15
    return int(number) if is_whole else number


def _output(process: subprocess.Popen[str]) -> IO[str]:
    return cast("IO[str]", process.stdout)


def _stop(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    _output(process).close()
