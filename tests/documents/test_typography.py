"""French spacing, and what is left out of a text."""

from __future__ import annotations

import pytest

from filon.documents.typography import breakable, french_spacing, printable

N = "\u202f"
B = "\u00a0"


@pytest.mark.parametrize(
    ("_case", "typed", "expected"),
    [
        ("a space becomes narrow", "Prêt ?", f"Prêt{N}?"),
        ("a missing space is added", "Prêt?", f"Prêt{N}?"),
        ("several marks take one", "Quoi ?!", f"Quoi{N}?!"),
        ("semicolon", "un ; deux", f"un{N}; deux"),
        ("colon takes the wide one", "Délai: 9", f"Délai{B}: 9"),
        ("colon at the end", "Délai:", f"Délai{B}:"),
        ("guillemets", "« oui »", f"«{B}oui{B}»"),
        ("tight guillemets", "«oui»", f"«{B}oui{B}»"),
        ("after guillemets", "« oui »!", f"«{B}oui{B}»{N}!"),
        ("an address keeps its colon", "https://a.fr?b=1", "https://a.fr?b=1"),
        ("a scale keeps its colon", "échelle 1:50", "échelle 1:50"),
        ("a time keeps its colon", "à 12:30", "à 12:30"),
        ("already right", f"Prêt{N}?", f"Prêt{N}?"),
        ("percent", "30 %: acompte", f"30 %{B}: acompte"),
    ],
)
def test_french_marks_get_their_space(_case: str, typed: str, expected: str) -> None:
    assert french_spacing(typed) == expected
    assert french_spacing(expected) == expected


def test_unprintable_characters_are_left_out_and_lines_kept() -> None:
    assert printable("a\r\nb\rc\x00\ue000\ud800") == "a\nb\nc"


def test_only_long_words_get_break_points() -> None:
    assert breakable("référence VH-4000") == "référence VH-4000"
    assert "\u200b" in breakable("alice.martin@ateliers-roche.example")
    assert breakable("A" * 40).replace("\u200b", "") == "A" * 40
    assert max(map(len, breakable("A" * 40).split("\u200b"))) <= 16
