from __future__ import annotations

import io
from pathlib import Path

import pytest

from filon.files import tables
from filon.files.tables import NO_HEADER, Table, TableRefused, read_table
from filon.kernel.errors import DomainError

ROWS = [["Société Élan", "Saint-Étienne"], ["Forge & Cie", "Cœur d’usine"]]


def csv_of(*lines: str, delimiter: str = ";", end: str = "\r\n") -> str:
    return "".join(line.replace(";", delimiter) + end for line in lines)


def content(table: Table) -> list[list[tables.Cell]]:
    return list(table.rows)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_separator_and_line_end_is_recognized(delimiter: str, end: str) -> None:
    text = csv_of("Nom;Ville", *(";".join(row) for row in ROWS), delimiter=delimiter)

    table = read_table(text.replace("\r\n", end).encode())

    assert table.header == ["Nom", "Ville"]
    assert content(table) == ROWS
    assert table.delimiter == delimiter
    assert table.header_row_index == 0


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
        ("cp850", "cp850"),
    ],
)
def test_encoding_is_guessed(encoding: str, expected: str) -> None:
    rows = [["Société Élan", "Saint-Étienne à côté"], ["Forge & Cie", "Évènement reçu"]]
    text = csv_of("Nom;Ville", *(";".join(row) for row in rows))

    table = read_table(text.encode(encoding))

    assert content(table) == rows
    assert table.encoding == expected


def test_letter_cut_between_two_pieces_stays_a_letter() -> None:
    text = "Nom;Villes\n" + "x;y\n" * 249_997 + "é;à\n" * 9
    cut = text.encode()[:1_000_000]
    assert cut[-1] == 0xC3

    table = read_table(text.encode())

    assert table.encoding == "utf-8"


def test_quoted_separators_quotes_and_line_ends_are_kept() -> None:
    text = 'Nom;Adresse\r\n"Dupont; ""fils""";"1 rue\r\n42000"\r\n'

    assert content(read_table(text.encode())) == [['Dupont; "fils"', "1 rue\n42000"]]


def test_titles_above_the_header_are_skipped_and_counted() -> None:
    text = csv_of(
        "Export des comptes;;;",
        "Date :;24/11/2026;;",
        ";;;",
        "Nom;Ville;CP;Tél",
        "Élan;Lyon;69001;",
        ";;;",
        "Forge;Roanne;42300;",
        ";;;",
        ";;;",
    )

    table = read_table(text.encode())

    assert table.header == ["Nom", "Ville", "CP", "Tél"]
    assert table.header_row_index == 3
    assert content(table) == [
        ["Élan", "Lyon", "69001", ""],
        ["", "", "", ""],
        ["Forge", "Roanne", "42300", ""],
    ]


def test_header_row_can_be_named_when_the_guess_is_wrong() -> None:
    text = csv_of("A;B;C", "Nom;Ville;CP", "Élan;Lyon;69001")

    table = read_table(text.encode(), header_row=1)

    assert table.header == ["Nom", "Ville", "CP"]
    assert content(table) == [["Élan", "Lyon", "69001"]]


def test_declared_separator_of_excel_is_followed() -> None:
    table = read_table(b"sep=|\r\nNom|Prix\r\na,b|1,5\r\n")

    assert table.header == ["Nom", "Prix"]
    assert table.header_row_index == 1
    assert content(table) == [["a,b", "1,5"]]


def test_decimal_commas_do_not_pass_for_separators() -> None:
    text = csv_of("Réf;Prix;Remise", "A1;12,50;5,5", "A2;7,00;0,5")

    assert read_table(text.encode()).delimiter == ";"


def test_column_names_are_never_blank_or_twice_the_same() -> None:
    table = read_table(csv_of("d; D ;;d;a  b", "1;2;3;4;5;6").encode())

    assert table.header[:2] == ["d", "D"]
    assert table.header[3:5] == ["d (2)", "a b"]
    assert len(table.header) == 6
    assert len(set(table.header)) == 6
    assert all(table.header)


def test_single_column_is_a_table_too() -> None:
    table = read_table(b"E-mail\na@example.org\nb@example.org\n")

    assert table.header == ["E-mail"]
    assert content(table) == [["a@example.org"], ["b@example.org"]]


def test_short_rows_are_filled_and_surplus_cells_kept() -> None:
    rows = ["1;2", *["3"] * 70, "4;5;6"]

    table = read_table(csv_of("A;B", *rows).encode())

    read = content(table)
    assert read[1] == ["3", ""]
    assert read[-1] == ["4", "5", "6"]


def test_apostrophe_of_our_own_exports_is_taken_away() -> None:
    table = read_table("Nom;Tél\n'=Alpha;'+33 4\n'Bravo;''=c\n".encode())

    assert content(table) == [["=Alpha", "+33 4"], ["'Bravo", "'=c"]]


def test_control_characters_are_dropped() -> None:
    table = read_table(b"Nom;Ville\nA\x01l\x0bpha;Lyon\x1f\n")

    assert content(table) == [["Alpha", "Lyon"]]


def test_number_and_date_of_csv_stay_text() -> None:
    table = read_table(csv_of("CP;Date", "01000;24/11/2026").encode())

    assert content(table) == [["01000", "24/11/2026"]]


def long_csv(count: int) -> bytes:
    return b"A;B\n" + b"1;2\n" * count


def test_file_over_the_limit_is_refused_with_its_count() -> None:
    with pytest.raises(TableRefused, match="1000000") as refusal:
        read_table(long_csv(1_000_000))

    assert isinstance(refusal.value, DomainError)


def test_line_ends_inside_quotes_are_no_rows() -> None:
    text = 'A;B\n"1\n1\n1\n1";2\n"1\n1\n1\n1";2\n'

    assert len(content(read_table(text.encode(), max_rows=2))) == 2
    with pytest.raises(TableRefused, match="3"):
        read_table((text + "1;2\n").encode(), max_rows=2)


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(long_csv(200_000))

    table = read_table(path)

    assert next(table.rows) == ["1", "2"]
    table.close()
    assert list(table.rows) == []


def test_stream_of_the_caller_stays_open() -> None:
    stream = io.BytesIO(long_csv(2))

    assert len(content(read_table(stream))) == 2

    assert not stream.closed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n;;\r\n",
        b"\xef\xbb\xbf",
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"<?xml version='1.0'?><Workbook/>",
        b"%PDF\0\0\0\0",
        b"MZ\x90\0\x03" + b"a" * 500,
        b'A;B\n"' + b"x;y\n" * 50_000,
    ],
)
def test_file_without_a_table_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(TableRefused) as refusal:
        content(read_table(data))

    assert str(refusal.value)


def test_first_line_is_data_where_there_is_no_header() -> None:
    table = read_table(b"12;Forge\n13;Fonte\n", header_row=NO_HEADER)

    assert len(table.header) == 2
    assert table.header_row_index == NO_HEADER
    assert list(table.rows) == [["12", "Forge"], ["13", "Fonte"]]
