"""The index follows the records, in their transaction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from filon.accounts.models import User
from filon.search.models import SearchEntry, SpellingKey
from filon.search.rows import IndexRow
from filon.search.selectors import Faults, faults, find, matching_ids
from filon.search.services import index, remove
from tests.search.rows import KIND, make_row

pytestmark = pytest.mark.django_db


class Refused(Exception):
    """Something fails after the index was written."""


def sound() -> bool:
    """Ask SQLite whether its word index says what the entries say."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_fts (search_fts, rank)"
                " VALUES ('integrity-check', 1)"
            )
    return True


def test_renamed_record_is_found_by_its_new_name_only(diane: User) -> None:
    index([make_row(1, "Quincaillerie Nord")])

    index([make_row(1, "Fonderie Sud")])

    assert find(diane, "quincaillerie") == []
    assert [hit.title for hit in find(diane, "fonderie")] == ["Fonderie Sud"]
    assert SearchEntry.objects.count() == 1
    assert sound()


def test_removed_record_is_not_found_and_others_stay(diane: User) -> None:
    index([make_row(n, f"Fonderie {n}") for n in (1, 2, 3)])
    index([make_row(1, "Fonderie", kind="deals.deal")])

    assert remove(KIND, [1, 2, 99]) == 2

    hits = {(hit.kind, hit.object_id) for hit in find(diane, "fonderie")}
    assert hits == {(KIND, 3), ("deals.deal", 1)}
    assert sound()


def test_failed_transaction_leaves_no_trace(diane: User) -> None:
    index([make_row(1, "Quincaillerie Nord")])

    def rename_then_fail() -> None:
        with transaction.atomic():
            index([make_row(1, "Fonderie Sud"), make_row(2, "Forge Neuve")])
            remove(KIND, [1])
            raise Refused

    with pytest.raises(Refused):
        rename_then_fail()

    assert [hit.object_id for hit in find(diane, "quincaillerie")] == [1]
    assert find(diane, "fonderie") == []
    assert not SpellingKey.objects.filter(word="neuve").exists()
    assert sound()


def test_many_rows_take_few_statements_and_may_stream(diane: User) -> None:
    def rows() -> Iterator[IndexRow]:
        for number in range(1, 4501):
            yield make_row(number, f"Fonderie {number}")

    with CaptureQueriesContext(connection) as queries:
        assert index(rows()) == 4500

    assert len(queries) <= 12
    assert matching_ids(diane, KIND, "fonderie").count() == 4500
    assert sound()


def test_a_record_handed_in_twice_keeps_the_last(diane: User) -> None:
    index([make_row(1, "Ancienne"), make_row(1, "Nouvelle")])

    assert [hit.title for hit in find(diane, "nouvelle")] == ["Nouvelle"]
    assert find(diane, "ancienne") == []


def test_same_words_are_learnt_once() -> None:
    index([make_row(1, "Fonderie Sud")])
    count = SpellingKey.objects.count()

    index([make_row(2, "FONDERIE sud")])

    assert SpellingKey.objects.count() == count > 0


def test_overlong_title_is_cut_and_found(diane: User) -> None:
    index([make_row(1, "Fonderie " + "très longue " * 100)])

    assert len(find(diane, "fonderie longue")[0].title) == 300


def test_record_without_a_word_is_kept(diane: User) -> None:
    index([make_row(1, "—")])

    assert faults(KIND, [1]) == Faults((), ())


def test_check_names_what_is_missing_and_what_is_left_over() -> None:
    index([make_row(n, f"Fonderie {n}") for n in (1, 2, 3)])
    index([make_row(9, "Forge", kind="deals.deal")])

    assert not faults(KIND, [1, 2, 3])
    assert faults(KIND, [2, 3, 4, 5]) == Faults(missing=(4, 5), orphaned=(1,))


def test_ids_serve_as_a_filter_of_another_query(diane: User) -> None:
    index([make_row(diane.pk, "Fonderie"), make_row(diane.pk + 1, "Forge")])
    ids = matching_ids(diane, KIND, "fonderie")

    with CaptureQueriesContext(connection) as queries:
        assert list(User.objects.filter(pk__in=ids)) == [diane]
        assert list(SearchEntry.objects.filter(object_id__in=ids)) != []

    assert len(queries) == 2
