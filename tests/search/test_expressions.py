"""What is typed becomes one expression for either database."""

from __future__ import annotations

import pytest

from filon.search.expressions import fts5, parse, tsquery


@pytest.mark.parametrize("text", ["", "   ", "-- ' \" * ( )", "日本"])
def test_text_without_letter_or_digit_asks_nothing(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Forgés", '"forges"*'),
        ("acier lyon", '("acier"* AND "lyon"*)'),
        ("saint-étienne", '("saint"* AND "etienne"*)'),
        ("l'Oréal", '"oreal"*'),
        ("x", '"x"'),
        ("S.N.C.F.", '("sncf"* OR ("s" AND "n" AND "c" AND "f"))'),
        ("vanne 32", '("vanne"* AND "32"*)'),
    ],
)
def test_words_are_prefixes_that_must_all_match(text: str, expected: str) -> None:
    query = parse(text)

    assert query is not None
    assert fts5(query.expression) == expected


@pytest.mark.parametrize(
    "text",
    ["04 72 00 11 22", "04.72.00.11.22", "+33 (0)4 72 00 11 22", "0033472001122"],
)
def test_phone_in_any_writing_asks_for_the_national_number(text: str) -> None:
    query = parse(text)

    assert query is not None
    assert '"472001122"*' in fts5(query.expression)


def test_number_beside_a_word_stays_a_number() -> None:
    query = parse("dupont 04 72 00 11 22")

    assert query is not None
    assert '"dupont"* AND ("0472001122"* OR "472001122"*' in fts5(query.expression)


def test_reference_is_tried_in_one_piece() -> None:
    query = parse("DV-2026-0042")

    assert query is not None
    assert fts5(query.expression).startswith('("dv20260042"* OR ')
    assert "dv20260042" in query.codes


def test_postgresql_gets_the_same_condition() -> None:
    query = parse("acier dv-12")

    assert query is not None
    assert tsquery(query.expression) == ("('acier':* & ('dv12':* | ('dv':* & '12':*)))")


def test_what_is_typed_never_reaches_the_search_language() -> None:
    query = parse("""_all" OR "_t1 ' | '_t2':* & NEAR(a b)""")

    assert query is not None
    assert "_" not in fts5(query.expression)
    assert "_" not in tsquery(query.expression)


def test_endless_text_is_cut() -> None:
    query = parse("wort " * 5000)

    assert query is not None
    assert len(parse(" ".join(f"w{n:04}" for n in range(999))).groups) == 8  # type: ignore[union-attr]
