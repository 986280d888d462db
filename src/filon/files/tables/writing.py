"""The one writer of tables: numbers stay numbers, text never becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filon.files.tables.cells import is_dangerous, printable, protected

_BOM = b"\xef\xbb\xbf"
_BATCH = 500
_MAX_SHEET_ROWS = 1_048_576
_MAX_CELL = 32_767
_MAX_DIGITS = 15
_DATE_FORMATS = {
    "fr": ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"),
    "en": ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a workbook shows with these decimals at least and at most."""

    value: Decimal
    least: int = 2
    most: int = 2

    @property
    def pattern(self) -> str:
        """The number format of the cell; the program puts in its own separators."""
        decimals = "0" * self.least + "#" * (self.most - self.least)
        return f"#,##0.{decimals}" if decimals else "#,##0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; a name of more than 31 characters is cut.

    `widths` are those of the first columns, in characters; the others fit their header.
    """

    name: str
    header: Sequence[object]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int] = ()


def write_csv(
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    language: str | None = None,
) -> Iterator[bytes]:
    """Yield a CSV file that a spreadsheet of this language opens as it should.

    UTF-8 with its mark; French: semicolons and decimal commas, else commas and
    decimal points. Every text is quoted. Moments are in the local time zone.
    """
    is_french = (language or get_language() or "fr").startswith("fr")
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer, delimiter=";" if is_french else ",", quoting=csv.QUOTE_NONNUMERIC
    )
    writer.writerow([_csv_cell(value, is_french=is_french) for value in header])
    yield _BOM
    for number, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(value, is_french=is_french) for value in row])
        if number % _BATCH == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def _drained(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


def _csv_cell(value: object, *, is_french: bool) -> str | int:
    match value:
        case None:
            return ""
        case bool():
            return _word(value=value)
        case int():
            return value
        case Decimal() | float():
            text = f"{value:f}"
            return text.replace(".", ",") if is_french else text
        case datetime():
            return _local(value).isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return value.isoformat()
    return protected(printable(str(value)))


def _word(*, value: bool) -> str:
    return _("yes") if value else _("no")


def _local(moment: datetime) -> datetime:
    """Return the moment as the wall clock shows it; files know no time zones."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def write_xlsx(
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    language: str | None = None,
    sheet: str = "",
) -> bytes:
    """Return an XLSX file of one sheet: bold header that stays, typed cells.

    Rows are written one by one, so memory does not follow their number. Whole
    numbers of more than 15 digits are written as text: a spreadsheet would round
    them. Text longer than 32,767 characters is cut there, as the format demands.

    :raises ValueError: if there are more rows than a sheet holds (1,048,575).
    """
    return write_workbook([Sheet(sheet, header, rows)], language=language)


def write_workbook(sheets: Iterable[Sheet], *, language: str | None = None) -> bytes:
    """Return an XLSX file of several sheets, each as `write_xlsx` writes one.

    :raises ValueError: if a sheet has more rows than it can hold (1,048,575).
    """
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    is_french = (language or get_language() or "fr").startswith("fr")
    with xlsxwriter.Workbook(out, options) as book:
        for sheet in sheets:
            _write_sheet(book, sheet, is_french=is_french)
    return out.getvalue()


def _write_sheet(book: Any, sheet: Sheet, *, is_french: bool) -> None:
    page = book.add_worksheet(sheet.name[:31] or None)
    page.freeze_panes(1, 0)
    bold = _Writer(page, book, {"bold": True}, is_french=is_french)
    plain = _Writer(page, book, {}, is_french=is_french)
    for column, name in enumerate(sheet.header):
        fitting = min(40, max(10, len(str(name)) + 2))
        width = sheet.widths[column] if column < len(sheet.widths) else fitting
        page.set_column(column, column, width)
        bold.write(0, column, name)
    for number, row in enumerate(sheet.rows, start=1):
        if number >= _MAX_SHEET_ROWS:
            raise ValueError(number)
        for column, value in enumerate(row):
            plain.write(number, column, value)


class _Writer:
    """Writes values by their type, with formats that share one look."""

    def __init__(
        self, page: Any, book: Any, look: dict[str, Any], *, is_french: bool
    ) -> None:
        day, moment = _DATE_FORMATS["fr" if is_french else "en"]
        make: Callable[[dict[str, Any]], Any] = book.add_format
        self._page = page
        self._figures: dict[str, Any] = {}
        self._make, self._base = make, look
        self._plain = make(look)
        self._day = make(look | {"num_format": day})
        self._moment = make(look | {"num_format": moment})
        self._time = make(look | {"num_format": "hh:mm"})
        # Keeps the text a text when somebody edits the cell.
        self._text = make(look | {"quote_prefix": True})

    def write(self, row: int, column: int, value: object) -> None:
        """Write one cell; None and empty text leave it blank."""
        match value:
            case None | "":
                return
            case Figure(value=number):
                self._page.write_number(row, column, float(number), self._look(value))
            case bool():
                self._page.write_boolean(row, column, value, self._plain)
            case int() if len(str(abs(value))) <= _MAX_DIGITS:
                self._page.write_number(row, column, value, self._plain)
            case Decimal() | float() if Decimal(value).is_finite():
                self._page.write_number(row, column, float(value), self._plain)
            case datetime():
                local = _local(value)
                self._page.write_datetime(row, column, local, self._moment)
            case date():
                self._page.write_datetime(row, column, value, self._day)
            case time():
                self._page.write_datetime(row, column, value, self._time)
            case _:
                self._write_text(row, column, printable(str(value)))

    def _look(self, figure: Figure) -> Any:
        """Return the format of a figure, one of each kind a sheet."""
        if figure.pattern not in self._figures:
            self._figures[figure.pattern] = self._make(
                self._base | {"num_format": figure.pattern}
            )
        return self._figures[figure.pattern]

    def _write_text(self, row: int, column: int, text: str) -> None:
        look = self._text if is_dangerous(text) else self._plain
        self._page.write_string(row, column, text[:_MAX_CELL], look)
