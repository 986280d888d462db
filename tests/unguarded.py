"""Writing past the guards of the database, as a broken disk or raw SQL would."""

from __future__ import annotations

from django.db import connection


def unguard(*tables: str) -> None:
    """Take the triggers of these tables away until the transaction is undone."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table with checks that still wait cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        for table in tables:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                " AND tbl_name = %s",
                [table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
