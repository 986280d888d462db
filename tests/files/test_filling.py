"""Cells of somebody else's workbook are filled; everything else stays as it was."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal as D

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from filon.files.archives import ArchiveRefused
from filon.files.tables import TableRefused
from filon.files.tables.filling import (
    Place,
    Value,
    column_letters,
    fill_cells,
    read_grid,
)
from filon.files.xml import XmlRefused
from filon.kernel.errors import DomainError

SHEET = "xl/worksheets/sheet1.xml"


def workbook() -> bytes:
    """Write a price sheet as a buyer would: styles, merges, formulas, a chart."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("BPU")
        bold = book.add_format({"bold": True, "bg_color": "#FFFF00"})
        page.merge_range("A1:E1", "Bordereau > des prix", bold)
        page.write_row("A3", ["Réf", "Désignation", "Quantité", "Prix", "Total"], bold)
        page.write_row("A4", ["P1", "Pompe", 2])
        page.write("D4", None, bold)
        page.write_formula("E4", "=C4*D4", None, 0)
        page.write("B7", "Total")
        page.write_formula("E7", "=SUM(E4:E5)")
        page.data_validation("D4", {"validate": "decimal", "criteria": ">", "value": 0})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=BPU!$E$4:$E$5"})
        page.insert_chart("G2", chart)
        book.add_worksheet("Notes").write("A1", "À lire")
    return out.getvalue()


def opened(content: bytes, *, values: bool = False) -> openpyxl.Workbook:
    """Open a workbook with other eyes than ours."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_grid_has_texts_numbers_and_formulas_at_their_places() -> None:
    grid = read_grid(workbook())

    assert (grid.sheet, grid.sheets) == ("BPU", ("BPU", "Notes"))
    assert grid.text(0, 0) == "Bordereau > des prix"
    assert grid.number(3, 2) == 2
    assert grid.cells[3, 4].is_formula
    assert (grid.height, grid.width) == (7, 5)
    assert read_grid(workbook(), sheet="Notes").text(0, 0) == "À lire"


def test_filled_cells_are_read_back_and_keep_their_look() -> None:
    values: dict[Place, Value] = {
        (3, 3): D("12.50"),
        (4, 0): "P2 & <x>",
        (4, 3): D(3),
        (9, 1): "=1+1",
    }

    filled = fill_cells(workbook(), sheet="BPU", values=values)

    page = opened(filled)["BPU"]
    assert page["D4"].value == 12.5
    assert page["D4"].font.b
    assert (page["A5"].value, page["D5"].value) == ("P2 & <x>", 3)
    assert (page["B10"].value, page["B10"].data_type) == ("=1+1", "s")
    assert page["E4"].value == "=C4*D4"
    assert read_grid(filled, sheet="BPU").text(4, 0) == "P2 & <x>"


def test_every_other_part_and_every_other_byte_of_the_sheet_stays() -> None:
    before = parts(workbook())

    after = parts(fill_cells(workbook(), sheet="BPU", values={(3, 3): D(12)}))

    assert after.keys() == before.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {SHEET, "xl/workbook.xml"}
    assert any(name.startswith("xl/charts/") for name in before)
    old, new = before[SHEET], after[SHEET]
    start = old.index(b'<c r="D4"')
    assert new[:start] == old[:start]
    rest = old[old.index(b'<c r="E4"') :]
    assert new.endswith(rest)


def test_formula_stays_and_shows_the_result() -> None:
    filled = fill_cells(workbook(), sheet="BPU", values={(3, 4): D(25), (6, 4): D(25)})

    assert opened(filled)["BPU"]["E4"].value == "=C4*D4"
    assert opened(filled, values=True)["BPU"]["E4"].value == 25
    assert b'fullCalcOnLoad="1"' in parts(filled)["xl/workbook.xml"]


def test_cell_under_a_merged_one_is_left_alone() -> None:
    filled = fill_cells(workbook(), sheet="BPU", values={(0, 1): "x", (0, 0): "Titre"})

    page = opened(filled)["BPU"]
    assert (page["A1"].value, page["B1"].value) == ("Titre", None)


def test_workbook_of_another_writer_is_filled_too() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "DQE"
    page["B2"] = "Vanne"
    page["B2"].font = Font(italic=True)
    out = io.BytesIO()
    book.save(out)

    values: dict[Place, Value] = {
        (0, 0): "x",
        (1, 0): "y",
        (1, 1): "Vanne DN50",
        (5, 2): D(1),
    }
    filled = opened(fill_cells(out.getvalue(), sheet="DQE", values=values))["DQE"]

    assert [filled[k].value for k in ("A1", "A2", "B2", "C6")] == [
        "x",
        "y",
        "Vanne DN50",
        1,
    ]
    assert filled["B2"].font.i


def rewritten(name: str, content: bytes) -> bytes:
    """Return the workbook with another part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts(workbook()).items():
            archive.writestr(part, content if part == name else data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"PK nothing", ArchiveRefused),
        (rewritten(SHEET, b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), XmlRefused),
        (rewritten(SHEET, b"<worksheet><sheetData>"), XmlRefused),
        (rewritten("xl/workbook.xml", b"<workbook/>"), TableRefused),
    ],
)
def test_harmful_or_damaged_workbook_is_refused_with_a_sentence(
    content: bytes, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal) as error:
        fill_cells(content, sheet="BPU", values={(0, 0): "x"})

    assert str(error.value)


def test_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(TableRefused):
        fill_cells(workbook(), sheet="DQE", values={})


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (702, "AAA")]
)
def test_columns_are_named_as_spreadsheets_do(column: int, letters: str) -> None:
    assert column_letters(column) == letters
