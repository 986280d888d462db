"""Saving and putting back a PostgreSQL database with COPY, without pg_dump.

The schema is not saved: the program that restores makes it, with the very migrations
that were applied when the backup was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from filon.project.schema import create_schema

TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    ORDER BY c.relname
"""
# A generated column cannot be written, so it is not saved.
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0
      AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""
SEQUENCES = """
    SELECT a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relname = %s AND c.relnamespace = current_schema()::regnamespace
      AND a.attnum > 0 AND NOT a.attisdropped
      AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL
"""


def snapshot(folder: Path) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Copy every table of one consistent state into `folder`.

    :returns: the columns and the number of rows of each table.
    """
    columns: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    own = connection.copy()
    try:
        own.ensure_connection()
        raw: Any = own.connection
        with raw.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for table in table_names(cursor):
                columns[table] = _first_column(cursor, COLUMNS, [_quoted(table)])
                rows[table] = _copy_out(cursor, table, columns[table], folder)
            cursor.execute("COMMIT")
    finally:
        own.close()
    return columns, rows


def table_names(cursor: Any) -> list[str]:
    """Return the ordinary tables of the schema in use."""
    return _first_column(cursor, TABLES, [])


def is_empty() -> bool:
    """Say whether the database holds no table."""
    with connection.cursor() as cursor:
        return not table_names(cursor)


def load(
    folder: Path,
    *,
    columns: Mapping[str, Sequence[str]],
    migrations: Sequence[tuple[str, str]],
) -> None:
    """Make the tables as they were and fill them, all or nothing.

    Rows that a migration writes by itself give way to the saved ones; triggers rest
    meanwhile, because their effects were saved too.
    """
    with transaction.atomic():
        executor = MigrationExecutor(connection)
        if set(migrations) == set(executor.loader.graph.nodes):
            create_schema()
        else:
            executor.migrate(_last_ones(executor, migrations))
        raw: Any = connection.connection
        with raw.cursor() as cursor:
            tables = [sql.Identifier(table) for table in table_names(cursor)]
            for table in tables:
                cursor.execute(
                    sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table)
                )
            names = sql.SQL(", ").join(tables)
            cursor.execute(sql.SQL("TRUNCATE {}").format(names))
            for name, names_of_columns in columns.items():
                _copy_in(cursor, name, names_of_columns, folder)
                _advance_sequences(cursor, name)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(
                    sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table)
                )


def counts(tables: Sequence[str]) -> dict[str, int]:
    """Return the number of rows of each table."""
    found = {}
    with connection.cursor() as cursor:
        raw: Any = cursor
        for table in tables:
            raw.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            )
            (found[table],) = cursor.fetchone()
    return found


def _copy_out(cursor: Any, table: str, columns: Sequence[str], folder: Path) -> int:
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with (
        (folder / f"{table}.copy").open("wb") as output,
        cursor.copy(statement) as copy,
    ):
        for data in copy:
            output.write(data)
    return int(cursor.rowcount)


def _copy_in(cursor: Any, table: str, columns: Sequence[str], folder: Path) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with (
        (folder / f"{table}.copy").open("rb") as source,
        cursor.copy(statement) as copy,
    ):
        while data := source.read(1024 * 1024):
            copy.write(data)


def _advance_sequences(cursor: Any, table: str) -> None:
    cursor.execute(SEQUENCES, [table])
    for column, sequence in cursor.fetchall():
        cursor.execute(
            sql.SQL(
                "SELECT setval({}, max({}), true) FROM {} HAVING max({}) > 0"
            ).format(
                sql.Literal(sequence),
                sql.Identifier(column),
                sql.Identifier(table),
                sql.Identifier(column),
            )
        )


def _last_ones(
    executor: MigrationExecutor, migrations: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return, among applied migrations, those that no other one builds on."""
    applied = set(migrations)
    graph = executor.loader.graph
    return [
        key
        for key in sorted(applied)
        if not any(
            child.key in applied and child.key[0] == key[0]
            for child in graph.node_map[key].children
        )
    ]


def _first_column(cursor: Any, query: str, values: Sequence[object]) -> list[str]:
    cursor.execute(query, values)
    return [row[0] for row in cursor.fetchall()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
