"""No text that leaves the product becomes a formula; numbers stay numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from filon.files.tables import read_table, write_csv, write_xlsx
from filon.files.tables.cells import printable

PAYLOADS = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://127.0.0.1";"x")', "SUM(1)")
FIRSTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "\0=", " =", "\u00a0@")
VECTORS = [first + payload for first in FIRSTS for payload in PAYLOADS]


def written_csv(rows: Iterable[Sequence[object]], language: str = "fr") -> bytes:
    return b"".join(write_csv(["A", "B"], rows, language=language))


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_there_are_forty_vectors() -> None:
    assert len(set(VECTORS)) == 40


def test_no_vector_becomes_a_formula_in_xlsx() -> None:
    content = write_xlsx(VECTORS, [VECTORS, *([vector] for vector in VECTORS)])

    cells = [cell for row in sheet_of(content).iter_rows() for cell in row]
    assert len(cells) >= 40
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert sheet_of(content)["A2"].value == "=1+1"
    assert sheet_of(content)["A2"].quotePrefix


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("vector", VECTORS)
def test_no_vector_stands_first_in_a_cell_of_csv(vector: str, language: str) -> None:
    delimiter = ";" if language == "fr" else ","
    text = written_csv([[vector, "x"]], language).decode("utf-8-sig")

    cell = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1][0]
    assert cell.startswith("'")


def test_header_is_protected_too() -> None:
    content = b"".join(write_csv(["=1+1"], []))

    assert "'=1+1" in content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
@given(texts=st.lists(st.text(), min_size=2, max_size=2))
@settings(max_examples=200, deadline=None)
def test_text_comes_back_from_csv_as_it_was(texts: list[str], language: str) -> None:
    rows = [[f"x{text}" for text in texts], list(texts), ["end", "end"]]
    written = written_csv(rows, language)

    table = read_table(written, header_row=0)

    def kept(text: object) -> str:
        clean = printable(str(text)).replace("\r\n", "\n")
        return clean if clean.strip() else ""

    expected = [[kept(text) for text in row] for row in rows]
    assert [[kept(cell) for cell in row] for row in table.rows] == expected


def test_french_csv_has_semicolons_commas_and_the_mark_of_utf8() -> None:
    moment = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    content = written_csv(
        [[Decimal("-1234.50"), date(2026, 11, 24)], [moment, None], [-7, time(9, 5)]]
    )

    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == '"A";"B"'
    assert lines[1] == '"-1234,50";"2026-11-24"'
    assert lines[2] == '"2026-11-24 09:30";""'
    assert lines[3] == '-7;"09:05:00"'


def test_english_csv_has_commas_and_points() -> None:
    with translation.override("en"):
        content = b"".join(write_csv(["A", "B"], [[Decimal("1E+3"), True]]))

    assert content.decode("utf-8-sig") == '"A","B"\r\n"1000","yes"\r\n'


def test_language_of_the_reader_decides_where_none_is_named() -> None:
    with translation.override("fr"):
        content = b"".join(write_csv(["A", "B"], []))

    assert content.decode("utf-8-sig") == '"A";"B"\r\n'


def test_csv_is_written_as_its_rows_are_read() -> None:
    seen = 0

    def rows() -> Iterator[list[object]]:
        nonlocal seen
        for number in range(5000):
            seen = number
            yield [number, "x"]

    pieces = write_csv(["A", "B"], rows())
    next(pieces)
    next(pieces)

    assert seen < 1000


def test_cells_of_xlsx_have_their_types() -> None:
    moment = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    values: list[object] = [
        Decimal("12.50"),
        -7,
        date(2026, 11, 24),
        moment,
        True,
        12345678901234567,
        "http://example.org",
        "0477",
        None,
        Decimal("NaN"),
    ]

    sheet = sheet_of(write_xlsx([str(n) for n in range(10)], [values], language="fr"))

    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.value for cell in cells] == [
        12.5,
        -7,
        datetime(2026, 11, 24),  # noqa: DTZ001 -- files know no time zone
        datetime(2026, 11, 24, 9, 30),  # noqa: DTZ001 -- the same
        True,
        "12345678901234567",
        "http://example.org",
        "0477",
        None,
        "NaN",
    ]
    assert cells[2].number_format == "dd/mm/yyyy"
    assert cells[6].hyperlink is None
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_text_longer_than_a_cell_is_cut_and_not_lost() -> None:
    sheet = sheet_of(write_xlsx(["A"], [["x" * 40_000]]))

    assert len(sheet["A2"].value) == 32_767


def test_xlsx_comes_back_as_it_was() -> None:
    rows = [["=Alpha", Decimal("12.5"), date(2026, 11, 24)], ["+33 4", 7, "é\n'=x"]]

    table = read_table(write_xlsx(["Nom", "Prix", "Le"], rows))

    assert table.header == ["Nom", "Prix", "Le"]
    assert list(table.rows) == rows


def test_headers_of_the_table_are_read_back_in_order() -> None:
    header = [f"Colonne {number}" for number in range(30)]
    table = read_table(b"".join(write_csv(header, [[*range(30)]])))

    assert table.header == header
    assert all(int(str(a)) < int(str(b)) for a, b in pairwise(next(table.rows)))
