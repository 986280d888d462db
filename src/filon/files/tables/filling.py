"""Filling cells of somebody else's workbook; every other byte of the sheet stays.

A library that reads and writes a whole workbook loses pictures, rules and layouts that
it does not know. Here the cells are found by their place in the XML of the sheet and
only these bytes are replaced, so that a buyer gets their own file back.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from filon.files.archives import checked_archive
from filon.files.tables.cells import printable
from filon.files.tables.table import TableRefused
from filon.files.xml import parse_xml

MAX_CELLS = 200_000
Place = tuple[int, int]
Value = str | Decimal | None
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CALC = re.compile(rb"<((?:\w+:)?)calcPr\b(?![^>]*fullCalcOnLoad)")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its text or number, and whether a formula gives it."""

    value: str | Decimal
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet by row and column, both counted from 0."""

    sheet: str
    sheets: tuple[str, ...]
    cells: Mapping[Place, GridCell]

    def text(self, row: int, column: int | None) -> str:
        """Return a cell as text; empty where there is none."""
        cell = self.cells.get((row, column)) if column is not None else None
        if cell is None:
            return ""
        value = cell.value
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def number(self, row: int, column: int | None) -> Decimal | None:
        """Return a cell as a number, None where it holds none."""
        cell = self.cells.get((row, column)) if column is not None else None
        return cell.value if cell and isinstance(cell.value, Decimal) else None

    @property
    def height(self) -> int:
        """How many rows the used part has."""
        return max((row for row, _column in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        """How many columns the used part has."""
        return max((column for _row, column in self.cells), default=-1) + 1


def read_grid(content: bytes, *, sheet: str = "") -> Grid:
    """Read a sheet of an XLSX file, by name or the first one, with its places.

    :raises TableRefused: if it is no workbook, or lacks the sheet, or is too large.
    :raises ArchiveRefused, XmlRefused: if the file is harmful.
    """
    with checked_archive(io.BytesIO(content)) as archive:
        parts = _parts(archive)
        name = sheet or next(iter(parts), "")
        if name not in parts:
            raise TableRefused(_("The workbook has no visible sheet of this name."))
        root = parse_xml(archive.read(parts[name]))
        strings = _strings(archive)
    cells: dict[Place, GridCell] = {}
    row_number = -1
    for row in (e for e in root.iter() if _local(e.tag) == "row"):
        row_number = int(row.get("r", row_number + 2)) - 1
        column = -1
        for element in row:
            place = _place(element.get("r", ""))
            column = place[1] if place else column + 1
            cell = _cell(element, strings)
            if cell is not None:
                cells[row_number, column] = cell
        if len(cells) > MAX_CELLS:
            raise TableRefused(_("The sheet has too many cells."))
    return Grid(name, tuple(parts), cells)


def fill_cells(content: bytes, *, sheet: str, values: Mapping[Place, Value]) -> bytes:
    """Return the workbook with these cells filled, and nothing else changed.

    A cell that holds a formula keeps it and shows the value until the spreadsheet
    counts again; a cell covered by a merged one is left alone. Texts never become
    formulas.

    :raises TableRefused: as `read_grid`, and if the sheet is not written in UTF-8.
    """
    read_grid(content, sheet=sheet)
    out = io.BytesIO()
    with checked_archive(io.BytesIO(content)) as archive:
        path = _parts(archive)[sheet]
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as filled:
            for entry in archive.infolist():
                data = archive.read(entry)
                if entry.filename == path:
                    data = _filled(data, values)
                elif entry.filename == "xl/workbook.xml":
                    data = _CALC.sub(rb'<\1calcPr fullCalcOnLoad="1"', data)
                filled.writestr(entry, data)
    return out.getvalue()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each visible sheet by its name, in the order of the tabs."""
    try:
        relations = parse_xml(archive.read("xl/_rels/workbook.xml.rels"))
        book = parse_xml(archive.read("xl/workbook.xml"))
    except KeyError as error:
        raise TableRefused(
            _("The workbook is damaged, or too large to be read.")
        ) from error
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    names = set(archive.namelist())
    found = {}
    for element in book.iter():
        if (
            _local(element.tag) != "sheet"
            or element.get("state", "visible") != "visible"
        ):
            continue
        link = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        path = posixpath.join("/xl", targets.get(link, "")).lstrip("/")
        if path in names:
            found[element.get("name", "")] = path
    return found


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = parse_xml(archive.read("xl/sharedStrings.xml"))
    return [_text(e) for e in root if _local(e.tag) == "si"]


def _text(element: Any) -> str:
    """Return the text of a rich or plain string, phonetic readings left out."""
    parts = []
    for child in element:
        if _local(child.tag) == "t":
            parts.append(child.text or "")
        elif _local(child.tag) == "r":
            parts.append(_text(child))
    return "".join(parts)


def _cell(element: Any, strings: list[str]) -> GridCell | None:
    children = {_local(child.tag): child for child in element}
    is_formula = "f" in children
    kind = element.get("t", "n")
    raw = children["v"].text or "" if "v" in children else ""
    value: str | Decimal = raw
    if kind == "inlineStr" and "is" in children:
        value = _text(children["is"])
    elif kind == "s":
        place = int(raw) if raw.isdigit() else -1
        value = strings[place] if 0 <= place < len(strings) else ""
    elif kind == "n" and raw:
        try:
            value = Decimal(raw)
        except InvalidOperation:
            value = raw
    if value == "" and not is_formula:
        return None
    return GridCell(value, is_formula)


def _place(reference: str) -> Place | None:
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]) - 1, _column(match[1])) if match else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


@dataclass(slots=True)
class _Found:
    """Where an element of the sheet lies in the bytes."""

    start: int
    end: int = 0
    inner_end: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    value: tuple[int, int] | None = None
    formula_end: int = 0


class _Map:
    """The places of rows and cells of a sheet, found in one pass."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.prefix = ""
        self.rows: dict[int, _Found] = {}
        self.cells: dict[Place, _Found] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.sheet_data = _Found(0)
        self._row, self._column, self._open = -1, -1, []  # type: ignore[var-annotated]
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        self._parser = parser
        parser.Parse(data, True)  # noqa: FBT003 -- the last piece

    def _refuse(self, *_arguments: Any) -> None:
        raise TableRefused(_("The workbook is damaged, or too large to be read."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        found = _Found(self._parser.CurrentByteIndex, attributes=attributes)
        self._open.append(found)
        if local == "sheetData":
            self.prefix, self.sheet_data = prefix + colon, found
        elif local == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
            self.rows[self._row] = found
        elif local == "c":
            place = _place(attributes.get("r", ""))
            self._column = place[1] if place else self._column + 1
            self.cells[self._row, self._column] = found
        elif local == "mergeCell":
            first, _colon, last = attributes.get("ref", "").partition(":")
            begin, end = _place(first), _place(last)
            if begin and end:
                self.merged.append((begin, end))

    def _end(self, name: str) -> None:
        found = self._open.pop()
        at = self._parser.CurrentByteIndex
        # An empty element ends where it starts.
        tag_end = self._tag_end(found.start)
        is_empty = self.data[tag_end - 2 : tag_end] == b"/>"
        found.inner_end = at
        found.end = tag_end if is_empty else self.data.index(b">", at) + 1
        local = name.rpartition(":")[2]
        if local == "v" and self._open:
            self._open[-1].value = (found.start, found.end)
        elif local == "f" and self._open:
            self._open[-1].formula_end = found.end

    def _tag_end(self, start: int) -> int:
        """Return where a start tag ends; `>` may stand inside quotes."""
        quote = b""
        for place in range(start, len(self.data)):
            sign = self.data[place : place + 1]
            if quote:
                quote = b"" if sign == quote else quote
            elif sign in {b'"', b"'"}:
                quote = sign
            elif sign == b">":
                return place + 1
        raise TableRefused(_("The workbook is damaged, or too large to be read."))

    def is_empty(self, found: _Found) -> bool:
        """Whether an element has no content at all."""
        return self.data[found.end - 2 : found.end] == b"/>"

    def is_covered(self, place: Place) -> bool:
        """Whether a cell lies under a merged one."""
        return any(
            begin[0] <= place[0] <= end[0]
            and begin[1] <= place[1] <= end[1]
            and place != begin
            for begin, end in self.merged
        )


def _filled(data: bytes, values: Mapping[Place, Value]) -> bytes:
    head = data[:200].lower()
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or (
        b"encoding=" in head and b"utf-8" not in head
    ):
        raise TableRefused(_("The sheet is not written in UTF-8."))
    sheet = _Map(data)
    edits: list[tuple[int, int, bytes]] = []
    added: dict[int, dict[int, bytes]] = {}
    for place in sorted(values):
        if sheet.is_covered(place):
            continue
        found = sheet.cells.get(place)
        if found is None:
            cell = _written(sheet.prefix, place, values[place], "")
            added.setdefault(place[0], {})[place[1]] = cell
        elif found.formula_end:
            edits += _result(sheet, found, values[place])
        else:
            style = found.attributes.get("s", "")
            cell = _written(sheet.prefix, place, values[place], style)
            edits.append((found.start, found.end, cell))
    edits += _added(sheet, added)
    return _spliced(data, edits)


def _result(sheet: _Map, found: _Found, value: Value) -> list[tuple[int, int, bytes]]:
    """Show a number beside a formula until the spreadsheet counts again."""
    is_text = found.attributes.get("t", "n") != "n"
    if not isinstance(value, Decimal) or is_text:
        return []
    p = sheet.prefix
    shown = f"<{p}v>{value:f}</{p}v>".encode()
    start, end = found.value or (found.formula_end, found.formula_end)
    return [(start, end, shown)]


def _added(
    sheet: _Map, added: Mapping[int, Mapping[int, bytes]]
) -> list[tuple[int, int, bytes]]:
    edits = []
    p = sheet.prefix
    for row, cells in added.items():
        found = sheet.rows.get(row)
        if found is None:
            inner = b"".join(cells[column] for column in sorted(cells))
            text = f'<{p}row r="{row + 1}">'.encode() + inner + f"</{p}row>".encode()
            edits.append(_in_sheet(sheet, row, text))
            continue
        if sheet.is_empty(found):
            inner = b"".join(cells[column] for column in sorted(cells))
            tag = sheet.data[found.start : found.end - 2].rstrip() + b">"
            text = tag + inner + f"</{p}row>".encode()
            edits.append((found.start, found.end, text))
            continue
        for column in sorted(cells):
            after = [c for r, c in sheet.cells if r == row and c > column]
            at = sheet.cells[row, min(after)].start if after else found.inner_end
            edits.append((at, at, cells[column]))
    return edits


def _in_sheet(sheet: _Map, row: int, text: bytes) -> tuple[int, int, bytes]:
    after = [number for number in sheet.rows if number > row]
    if after:
        at = sheet.rows[min(after)].start
        return at, at, text
    found = sheet.sheet_data
    if sheet.is_empty(found):
        p = sheet.prefix
        opened = f"<{p}sheetData>".encode() + text + f"</{p}sheetData>".encode()
        return found.start, found.end, opened
    return found.inner_end, found.inner_end, text


def _written(prefix: str, place: Place, value: Value, style: str) -> bytes:
    reference = f"{column_letters(place[1])}{place[0] + 1}"
    look = f' s="{style}"' if style else ""
    p = prefix
    if value is None or value == "":
        return f'<{p}c r="{reference}"{look}/>'.encode()
    if isinstance(value, Decimal):
        return f'<{p}c r="{reference}"{look}><{p}v>{value:f}</{p}v></{p}c>'.encode()
    text = escape(printable(value)[:32_767])
    return (
        f'<{p}c r="{reference}"{look} t="inlineStr"><{p}is>'
        f'<{p}t xml:space="preserve">{text}</{p}t></{p}is></{p}c>'
    ).encode()


def _spliced(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    parts, done = [], 0
    # Of several insertions at one place the first listed comes first.
    for start, end, text in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        parts += [data[done:start], text]
        done = end
    return b"".join([*parts, data[done:]])
