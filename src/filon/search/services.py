"""Writing the index, in the transaction that writes the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

from filon.search import spelling
from filon.search.models import SearchEntry, SpellingKey
from filon.search.rows import IndexRow, Stored, stored

T = TypeVar("T")
_BATCH = 2000
_LOOKUP = 400
_COLUMNS = Stored._fields
_CHANGED = _COLUMNS[2:]
_PG_TYPES = {
    "object_id": "bigint",
    "team_id": "bigint",
    "owner_id": "bigint",
    "is_shared": "boolean",
    "weight": "smallint",
}


def index(entries: Iterable[IndexRow]) -> int:
    """Write or refresh the entries of records; return how many were handed in.

    Call inside the transaction that writes the records, once with all of them. An
    iterator is consumed in batches; an unchanged entry is not written again.
    """
    known: set[str] = set()
    count = 0
    with transaction.atomic(savepoint=False):
        for batch in _batches(entries):
            count += len(batch)
            kept: dict[tuple[str, int], Stored] = {}
            words: set[str] = set()
            for row in batch:
                kept[row.kind, row.object_id], spelled = stored(row)
                words.update(spelled)
            _upsert(list(kept.values()))
            _learn(words - known)
            known |= words
    return count


def remove(kind: str, ids: Iterable[int]) -> int:
    """Take records out of the index (trash, revert); return how many were in it."""
    count = 0
    with transaction.atomic(savepoint=False):
        for batch in _batches(ids):
            rows = SearchEntry.objects.filter(kind=kind, object_id__in=batch)
            count += rows.delete()[0]
    return count


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _upsert(rows: list[Stored]) -> None:
    """Write entries in one statement, leaving those alone that say the same."""
    columns = ", ".join(_COLUMNS)
    table = SearchEntry._meta.db_table
    different = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    changes = ", ".join(f"{c} = excluded.{c}" for c in _CHANGED)
    changed = " OR ".join(f"{table}.{c} {different} excluded.{c}" for c in _CHANGED)
    _insert(
        f"INSERT INTO {table} ({columns})",
        f"ON CONFLICT (kind, object_id) DO UPDATE SET {changes} WHERE {changed}",
        [_PG_TYPES.get(c, "text") for c in _COLUMNS],
        rows,
    )


def _learn(words: Iterable[str]) -> None:
    """Store the keys of the words not met before."""
    wanted = sorted(word for word in words if spelling.is_spellable(word))
    met: set[str] = set()
    for start in range(0, len(wanted), _LOOKUP):
        some = wanted[start : start + _LOOKUP]
        rows = SpellingKey.objects.filter(
            key__in=[spelling.own_key(word) for word in some], word__in=some
        )
        met.update(rows.values_list("word", flat=True))
    new = [(k, w) for w in wanted if w not in met for k in spelling.keys(w)]
    if new:
        # In the order of the index, which is then written page after page.
        table = SpellingKey._meta.db_table
        _insert(f"INSERT INTO {table} (key, word)", "", ["int", "text"], sorted(new))


def _insert(
    head: str, tail: str, types: list[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows in one statement; `head` and `tail` are texts of this module."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{name}[]" for name in types)
            columns = [list(column) for column in zip(*rows, strict=True)]
            source = f"SELECT * FROM unnest({arrays})"  # noqa: S608 -- type names
            cursor.execute(f"{head} {source} {tail}", columns)
        else:
            marks = ", ".join(["%s"] * len(types))
            cursor.executemany(f"{head} VALUES ({marks}) {tail}", rows)
