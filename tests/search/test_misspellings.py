"""Misspelt names are found on either database."""

from __future__ import annotations

import pytest
from bench.search_data import KIND, companies, misspellings

from filon.accounts.models import User
from filon.search.selectors import find, matching_ids
from filon.search.services import index
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db


def test_of_200_misspelt_names_85_percent_are_in_the_first_ten(diane: User) -> None:
    rows = list(companies(2000))
    index(rows)

    missed = [
        mistake
        for mistake in misspellings(rows, 200)
        if mistake.object_id
        not in {hit.object_id for hit in find(diane, mistake.typed)}
    ]

    assert len(missed) <= 30


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("schnieder", True),
        ("Schneidre Eletric", True),
        ("shneider electric lyon", True),
        ("schneider elektrik", True),
        ("electric schneiider", True),
        ("schnied", True),
        ("siemens", False),
        ("schneider grenoble", False),
    ],
)
def test_wrong_letters_are_forgiven(diane: User, typed: str, is_found: bool) -> None:
    index(
        [
            make_row(1, "Schneider Electric", subtitle="Lyon"),
            make_row(2, "Quincaillerie du Nord", subtitle="Grenoble"),
        ]
    )

    hits = find(diane, typed)

    assert [hit.object_id for hit in hits] == ([1] if is_found else [])


def test_resembling_names_follow_the_name_typed(diane: User) -> None:
    index([make_row(1, "Renaut"), make_row(2, "Renault"), make_row(3, "Peugeot")])

    hits = find(diane, "renault")

    assert [hit.object_id for hit in hits] == [2, 1]
    assert hits[0].score > 0.5 > hits[1].score


def test_a_digit_is_never_corrected(diane: User) -> None:
    index([make_row(1, "Offre", identifiers=("DV-2026-0042",))])

    assert find(diane, "DV-2026-0043") == []


def test_list_filter_forgives_only_where_nothing_matches(diane: User) -> None:
    index([make_row(1, "Renaud"), make_row(2, "Renault"), make_row(3, "Peugeot")])

    assert list(matching_ids(diane, KIND, "renault")) == [2]
    assert list(matching_ids(diane, KIND, "peugoet")) == [3]
    assert list(matching_ids(diane, KIND, "citroen")) == []
    assert list(matching_ids(diane, KIND, "  ")) == []
