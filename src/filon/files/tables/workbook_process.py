"""Reads one sheet of a workbook in a process of its own; run as a script.

The library lays a sheet out as one rectangle: a file of two cells, the first and the
last, asks for gigabytes and aborts the process. Here only this process ends.

Reads the workbook from standard input; writes JSON lines: a description, then rows.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

_MEMORY = 2_000_000_000
_CPU_SECONDS = 120


def main(wanted: str, max_rows: int) -> None:
    """Write the sheet named `wanted`, or the first visible one that holds anything."""
    _limit()
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(sys.stdin.buffer.read())
        )
    except python_calamine.PasswordError:
        _write({"refused": "password"})
        return
    except python_calamine.CalamineError:
        _write({"refused": "damaged"})
        return
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    try:
        _write_sheet(workbook, names, wanted, max_rows)
    except python_calamine.CalamineError:
        _write({"refused": "damaged"})


def _write_sheet(
    workbook: python_calamine.CalamineWorkbook,
    names: list[str],
    wanted: str,
    max_rows: int,
) -> None:
    if wanted and wanted not in names:
        _write({"refused": "sheet"})
        return
    for name in [wanted] if wanted else names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.height:
            break
    else:
        _write({"refused": "blank"})
        return
    if sheet.height - 1 > max_rows:
        _write({"refused": "rows", "rows": sheet.height - 1})
        return
    # Rows come from the first line of the sheet on, columns from the first used one.
    column = sheet.start[1] if sheet.start else 0
    _write({"sheet": name, "sheets": names, "column": column})
    for row in sheet.iter_rows():
        _write([_plain(cell) for cell in row])


def _plain(cell: object) -> object:
    """Return what JSON can carry; dates and times as a pair of kind and ISO text."""
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return ["d", cell.date().isoformat()] if is_day else ["m", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, time):
        return ["t", cell.isoformat()]
    if isinstance(cell, timedelta):
        return str(cell)
    return cell


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(value: Any) -> None:
    sys.stdout.write(json.dumps(value, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
