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


def frozen_with(
    parent: str, children: dict[str, str], text: str
) -> tuple[Operation, Operation]:
    """Return the steps that freeze rows once their parent is no draft any more.

    :param children: table -> key of the parent of a row, `{row}` standing for the row.
    """

    def forward(_apps: Any, schema_editor: Any) -> None:
        freeze = _freeze_sqlite if _is_sqlite(schema_editor) else _freeze_postgresql
        for table, key in children.items():
            freeze(schema_editor, table, parent, key, text)

    def backward(_apps: Any, schema_editor: Any) -> None:
        for table in children:
            for event in ("insert", "update", "delete"):
                if _is_sqlite(schema_editor):
                    schema_editor.execute(
                        f"DROP TRIGGER IF EXISTS {table}_frozen_{event}"
                    )
            if not _is_sqlite(schema_editor):
                _drop(schema_editor, table, f"{table}_frozen")

    return forward, backward


def frozen_again(
    model: tuple[str, str], *, new: set[str], living: set[str], text: str
) -> tuple[Operation, Operation]:
    """Return the steps that let the guard of a table hold for its new columns too.

    The guard is the trigger `<table>_frozen`, which refuses to change any column but
    the `living` ones once a row is no draft any more.

    :param model: label of the app and name of the model.
    :param new: the columns that the guard does not know before.
    """

    def freeze(apps: Any, schema_editor: Any, *, but: set[str]) -> None:
        meta = apps.get_model(*model)._meta
        table, name = meta.db_table, f"{meta.db_table}_frozen"
        columns = ", ".join(
            f'"{field.column}"'
            for field in meta.concrete_fields
            if field.column not in but
        )
        on = f"BEFORE UPDATE OF {columns} ON {table}"
        if _is_sqlite(schema_editor):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
            schema_editor.execute(
                f"CREATE TRIGGER {name} {on} WHEN OLD.status <> 'DRAFT' "
                f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
            )
            return
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} {on} FOR EACH ROW "
            f"WHEN (OLD.status <> 'DRAFT') EXECUTE FUNCTION {name}()"
        )

    def forward(apps: Any, schema_editor: Any) -> None:
        freeze(apps, schema_editor, but=living)

    def backward(apps: Any, schema_editor: Any) -> None:
        freeze(apps, schema_editor, but=living | new)

    return forward, backward


def _is_sqlite(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "sqlite")


def _freeze_sqlite(
    schema_editor: Any, table: str, parent: str, key: str, text: str
) -> None:
    for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        schema_editor.execute(
            f"CREATE TRIGGER {table}_frozen_{event.lower()} BEFORE {event} ON {table} "  # noqa: S608 -- names of our own tables
            f"WHEN (SELECT status FROM {parent} WHERE id = {key.format(row=row)}) "
            f"<> 'DRAFT' BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )


def _freeze_postgresql(
    schema_editor: Any, table: str, parent: str, key: str, text: str
) -> None:
    old, new = key.format(row="OLD"), key.format(row="NEW")
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {table}_frozen() RETURNS trigger "  # noqa: S608 -- names of our own tables
        "LANGUAGE plpgsql AS $$ DECLARE state text; BEGIN "
        f"IF TG_OP = 'INSERT' THEN SELECT status INTO state FROM {parent} "
        f"WHERE id = {new}; ELSE SELECT status INTO state FROM {parent} "
        f"WHERE id = {old}; END IF; "
        f"IF state <> 'DRAFT' THEN RAISE EXCEPTION '{text}' "
        "USING ERRCODE = '23514'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
    )
