"""Vectors of UP-05."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from filon.files.archives import ArchiveRefused
from filon.files.tables import TableRefused, read_table

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(fill: Callable[[Any], object]) -> bytes:
    """Return an XLSX whose first sheet the function has filled."""
    book = openpyxl.Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(*lines: Sequence[object]) -> bytes:
    return workbook(lambda sheet: [sheet.append(line) for line in lines])


def with_sheet(xml: str) -> bytes:
    """Return an XLSX whose sheet is this XML."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(rows(["a"]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, xml if name == SHEET else source.read(name))
    return out.getvalue()


def ods(body: str) -> bytes:
    names = ("office", "table", "text")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in names
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Tarif">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument'
        ':xmlns:manifest:1.0"/>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def ods_row(*texts: str, repeated: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
        "</table:table-cell>"
        for text in texts
    )
    return f"<table:table-row{repeated}>{cells}</table:table-row>"


def text_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def test_cells_keep_their_types() -> None:
    moment = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001 -- files know no time zone
    table = read_table(
        rows(
            ["Nom", "SIREN", "Prix", "Le", "Vu", "Actif"],
            ["Élan", 552032534, 12.5, date(2026, 11, 24), moment, True],
            ["Forge", 7, 0.1 + 0.2, None, None, False],
        )
    )

    assert table.header == ["Nom", "SIREN", "Prix", "Le", "Vu", "Actif"]
    assert list(table.rows) == [
        ["Élan", 552032534, Decimal("12.5"), date(2026, 11, 24), moment, True],
        ["Forge", 7, Decimal("0.3"), "", "", False],
    ]
    assert table.sheet == "Sheet"
    assert table.sheets == ("Sheet",)


def test_titles_and_blank_lines_are_counted_from_the_first_line_of_the_sheet() -> None:
    def fill(sheet: Any) -> None:
        sheet["B3"] = "Tarif 2026"
        for column, name in enumerate(["Réf", "Nom", "Prix"], start=2):
            sheet.cell(5, column, name)
            sheet.cell(6, column, f"{name} 1")
            sheet.cell(8, column, f"{name} 2")

    table = read_table(workbook(fill))

    assert table.header == ["Réf", "Nom", "Prix"]
    assert table.header_row_index == 4
    assert list(table.rows) == [
        ["Réf 1", "Nom 1", "Prix 1"],
        ["", "", ""],
        ["Réf 2", "Nom 2", "Prix 2"],
    ]


def test_formula_without_result_is_imported_as_text() -> None:
    formula = '=IF(A2<>"",HYPERLINK("http://127.0.0.1/"&A2),1)'

    table = read_table(rows(["Nom", "Prix", "Ville"], ["a", formula, "Lyon"]))

    assert list(table.rows) == [["a", formula, "Lyon"]]


def test_formula_with_a_result_gives_the_stored_result() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Prix"])
        sheet.write(1, 0, "a")
        sheet.write_formula(1, 1, "=1+1", value=41.5)

    assert list(read_table(out.getvalue()).rows) == [["a", Decimal("41.5")]]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Nom", "Note"])
        sheet.append(["a", "x"])
        sheet["B2"].value = "=cmd|' /C calc'!A0"
        sheet["B2"].data_type = "s"

    assert list(read_table(workbook(fill)).rows) == [["a", "=cmd|' /C calc'!A0"]]


def two_sheets() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Vide")
        hidden = book.add_worksheet("Cachée")
        hidden.write(0, 0, "secret")
        hidden.hide()
        for name in ("Clients", "Prospects"):
            book.add_worksheet(name).write_column(0, 0, ["Nom", name])
    return out.getvalue()


def test_first_visible_sheet_that_holds_anything_is_read() -> None:
    table = read_table(two_sheets())

    assert table.sheet == "Clients"
    assert table.sheets == ("Vide", "Clients", "Prospects")
    assert list(table.rows) == [["Clients"]]


def test_sheet_can_be_chosen_by_name() -> None:
    assert list(read_table(two_sheets(), sheet="Prospects").rows) == [["Prospects"]]


@pytest.mark.parametrize("sheet", ["Vide", "Cachée", "Autre"])
def test_sheet_that_is_blank_hidden_or_absent_is_refused(sheet: str) -> None:
    with pytest.raises(TableRefused):
        read_table(two_sheets(), sheet=sheet)


def test_ods_is_read_and_its_endless_blank_end_ignored() -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    body = ods_row("Nom", "Ville") + ods_row("Élan", "Lyon") + blank

    table = read_table(ods(body))

    assert table.sheet == "Tarif"
    assert table.header == ["Nom", "Ville"]
    assert list(table.rows) == [["Élan", "Lyon"]]


def far_corner(row: int, column: str) -> bytes:
    return with_sheet(
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{row}"><c r="{column}{row}"><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )


HOSTILE = {
    "far-corner": far_corner(1_048_576, "XFD"),
    "far-corner-below-the-limit": far_corner(299_000, "XFD"),
    "ods-repeated": ods(
        ods_row("Nom", "Ville", repeated=' table:number-rows-repeated="1048576"')
        + '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'office:value-type="string" table:number-columns-repeated="16384"><text:p>x'
        "</text:p></table:table-cell></table:table-row>"
    ),
    "entities": with_sheet(
        '<!DOCTYPE a [<!ENTITY a "lol">]>' + f"<worksheet {MAIN}>&a;</worksheet>"
    ),
    "no-sheet": with_sheet("not XML"),
    "zip": text_archive(),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_workbook_is_refused_and_the_process_lives(content: bytes) -> None:
    started = time.monotonic()

    with pytest.raises(TableRefused) as refusal:
        read_table(content)

    assert str(refusal.value)
    assert time.monotonic() - started < 20


def test_workbook_that_is_a_bomb_is_refused_before_it_is_read() -> None:
    with pytest.raises(ArchiveRefused):
        read_table(with_sheet(f"<worksheet {MAIN}>{' ' * 150_000_000}</worksheet>"))


def test_workbook_over_the_limit_is_refused_with_its_count() -> None:
    content = rows(["A", "B"], *[["1", "2"]] * 12)

    with pytest.raises(TableRefused, match="12"):
        read_table(content, max_rows=11)

    assert len(list(read_table(content, max_rows=12).rows)) == 12


def test_reading_can_stop_early() -> None:
    table = read_table(rows(["A", "B"], *[["1", "2"]] * 5000))

    assert next(table.rows) == ["1", "2"]

    table.close()
    assert list(table.rows) == []
