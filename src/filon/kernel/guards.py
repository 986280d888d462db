"""SQL of the database guards: rows that may be added but never changed.

Used by migrations named 0002_guards. The texts are part of the history: a change of
behaviour is a new function, never an edit of these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Operation = Callable[[Any, Any], None]


def append_only(*tables: str) -> tuple[Operation, Operation]:
    """Return the forward and backward steps that forbid UPDATE and DELETE."""

    def forward(_apps: Any, schema_editor: Any) -> None:
        for table in tables:
            for event in ("UPDATE", "DELETE"):
                _refuse(schema_editor, table, event, f"{table} is append-only")

    def backward(_apps: Any, schema_editor: Any) -> None:
        for table in tables:
            for event in ("UPDATE", "DELETE"):
                _drop(schema_editor, table, f"{table}_no_{event.lower()}")

    return forward, backward


def _refuse(schema_editor: Any, table: str, event: str, text: str) -> None:
    name = f"{table}_no_{event.lower()}"
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )
        return
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{text}' USING ERRCODE = '23514'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _drop(schema_editor: Any, table: str, name: str) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
