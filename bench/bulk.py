"""Rows by the hundred thousand, written below Django's models but from their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 5_000


class Bulk:
    """Writes rows of one model: the columns that are given, the defaults elsewhere."""

    def __init__(self, model: type[models.Model], columns: str) -> None:
        given = columns.split()
        # A number that is not given is the database's to give.
        fields = [
            field
            for field in model._meta.concrete_fields
            if field.attname in given or not field.primary_key
        ]
        blank = model()
        self._row = [
            f.get_db_prep_save(getattr(blank, f.attname), connection) for f in fields
        ]
        places = {f.attname: (place, f) for place, f in enumerate(fields)}
        self._given = [places[name] for name in given]
        names = ", ".join(f'"{f.column}"' for f in fields)
        marks = ", ".join(["%s"] * len(fields))
        table = model._meta.db_table
        self._statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 -- names of models

    def write(self, rows: Iterable[Sequence[Any]]) -> int:
        """Insert the rows; each holds the values of the columns, in their order."""
        count = 0
        prepared = self._prepared(rows)
        with connection.cursor() as cursor:
            while batch := list(islice(prepared, BATCH)):
                cursor.executemany(self._statement, batch)
                count += len(batch)
        return count

    def _prepared(self, rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
        for values in rows:
            row = self._row.copy()
            for (place, field), value in zip(self._given, values, strict=True):
                row[place] = field.get_db_prep_save(value, connection)
            yield row
