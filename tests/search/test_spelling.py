"""Words that a misspelling may stand for."""

from __future__ import annotations

import pytest

from filon.search.spelling import is_spellable, keys, nearest, own_key, tolerance


@pytest.mark.parametrize(
    ("_case", "typed", "word"),
    [
        ("two letters swapped", "schnieder", "schneider"),
        ("a letter missing", "schneder", "schneider"),
        ("a letter too many", "schneiider", "schneider"),
        ("a wrong letter", "schnaider", "schneider"),
        ("a wrong first letter", "zchneider", "schneider"),
        ("the last letters swapped", "schneidre", "schneider"),
        ("two mistakes in a long word", "shcneidr", "schneider"),
        ("one mistake in a short word", "alsom", "alstom"),
        ("four letters", "coal", "cola"),
    ],
)
def test_a_misspelling_shares_a_key_with_its_word(
    _case: str, typed: str, word: str
) -> None:
    assert keys(typed) & keys(word)
    assert [c.word for c in nearest(typed, [word])] == [word]


def test_nearest_come_first_and_strangers_are_left_out() -> None:
    found = nearest("renaut", ["renault", "renaud", "renard", "arnaud", "renaut"])

    assert [c.word for c in found] == ["renaud", "renault", "renard"]
    assert [c.distance for c in found] == [1, 1, 2]


def test_word_still_being_typed_is_forgiven_too() -> None:
    assert [c.word for c in nearest("chaudrno", ["chaudronnerie"])] == ["chaudronnerie"]


@pytest.mark.parametrize("word", ["dv2026", "sas", "2026", "x" * 41])
def test_codes_and_short_words_are_not_respelled(word: str) -> None:
    assert not is_spellable(word)


def test_keys_stay_few_and_fit_a_32_bit_column() -> None:
    found = keys("etablissements")

    assert own_key("etablissements") in found
    assert len(found) <= 22
    assert all(-(2**31) <= key < 2**31 for key in found)
    assert [tolerance(length) for length in (3, 4, 5, 6)] == [0, 1, 1, 2]
