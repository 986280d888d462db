"""The search box finds what people type."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from filon.accounts.models import User
from filon.search.selectors import find
from filon.search.services import index
from tests.search.rows import KIND, make_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "etablissements",
        "ÉTABL",
        "merieux forge",
        "l'étang",
        "saint-etienne",
        "saint etienne",
        "04 72 00 11 22",
        "+33 4 72 00 11 22",
        "0033 (0)4.72.00.11.22",
        "472001122",
        "04 72 00",
        "+33 4 72 00 1",
        "552 100 554",
        "552100554",
        "552 100 554 00013",
        "55210055400013",
        "FR 12 552 100 554",
        "achats@merieux-forge.example",
        "DV-2026-0042",
        "dv 2026 0042",
        "DV20260042",
        "dv-2026",
        "s.n.c.f",
        "SNCF",
    ],
)
def test_record_is_found_by_any_writing(diane: User, text: str) -> None:
    index(
        [
            make_row(
                1,
                "Établissements Mérieux & Forge de l’Étang",
                subtitle="Saint-Étienne",
                text="achats@merieux-forge.example S.N.C.F.",
                identifiers=(
                    "552 100 554",
                    "552 100 554 00013",
                    "FR12552100554",
                    "DV-2026-0042",
                ),
                phones=("+33 (0)4 72 00 11 22",),
            ),
            make_row(2, "Quincaillerie Nord", subtitle="Lille"),
        ]
    )

    assert [hit.object_id for hit in find(diane, text)] == [1]


def test_foreign_phone_is_found_with_its_country_code(diane: User) -> None:
    index([make_row(1, "Getriebe Müller", phones=("+49 711 123456",))])

    assert find(diane, "+49 (0)711 123456")
    assert find(diane, "0049711123456")


@pytest.mark.parametrize("text", ["", "  ", "%", '"', "***", "_all", "(", "'"])
def test_punctuation_alone_finds_nothing(diane: User, text: str) -> None:
    index([make_row(1, "Quincaillerie Nord")])

    assert find(diane, text) == []


def test_exact_title_precedes_prefix_precedes_the_rest(diane: User) -> None:
    index(
        [
            make_row(1, "Nord Acier", subtitle="Forge", weight=100),
            make_row(2, "Forge Atlantique"),
            make_row(3, "Forge"),
            make_row(4, "Grande forge", weight=50),
            make_row(5, "Vieille forge", weight=90),
        ]
    )

    hits = find(diane, "forge")

    assert [hit.object_id for hit in hits] == [3, 2, 5, 4, 1]
    assert [hit.score for hit in hits] == sorted((h.score for h in hits), reverse=True)
    assert hits[0].title == "Forge"
    assert hits[0].url == "/records/3/"
    assert hits[0].kind == KIND


def test_exact_title_is_found_in_a_crowd_of_its_prefix(diane: User) -> None:
    rows = [make_row(n, f"Martin {n:04} Usinage") for n in range(1, 400)]
    index([*rows, make_row(400, "Martin")])

    assert find(diane, "martin")[0].object_id == 400


def test_crowd_of_one_kind_hides_no_other_kind(diane: User) -> None:
    crowd = [
        make_row(n, f"Martin {n}", kind="directory.contact") for n in range(1, 400)
    ]
    index([*crowd, make_row(7, "Société Martin", weight=100)])

    kinds = {hit.kind for hit in find(diane, "martin", limit=300)}

    assert kinds == {KIND, "directory.contact"}


def test_kinds_asked_for_are_the_only_ones(diane: User) -> None:
    index([make_row(1, "Forge"), make_row(1, "Forge", kind="deals.deal")])

    assert [hit.kind for hit in find(diane, "forge", kinds=["deals.deal"])] == [
        "deals.deal"
    ]
    assert find(diane, "forge", kinds=[]) == []


def test_limit_holds(diane: User) -> None:
    index([make_row(n, f"Forge {n}") for n in range(1, 30)])

    assert len(find(diane, "forge", limit=5)) == 5


def test_number_of_queries_does_not_grow(diane: User) -> None:
    index([make_row(1, "Forge Atlantique")])
    with CaptureQueriesContext(
        connection,
    ) as few:
        find(diane, "forge")

    index([make_row(n, f"Forge {n}") for n in range(2, 500)])
    with CaptureQueriesContext(connection) as many:
        find(diane, "forge")

    assert len(few) <= 3
    assert len(many) <= 4
