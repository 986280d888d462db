"""Freeze what was sent: a sent revision, its lines and its acceptance never change.

Why      « What was sent never changes » must hold against raw SQL too.
Rows     None is touched.
Lock     Creating a trigger takes a moment.
Again    Not needed; the triggers stay.
Back     Drops the triggers.
"""

from django.db import migrations

from filon.kernel.guards import append_only

FORWARD, BACKWARD = append_only("offers_acceptance")
REVISION = "offers_offerrevision"
CHILDREN = {
    "offers_offerline": "{row}.revision_id",
    "offers_adequacycheck": "{row}.revision_id",
    "offers_conformitycheck": "{row}.revision_id",
    "offers_pricebreak": (
        "(SELECT revision_id FROM offers_offerline WHERE id = {row}.line_id)"
    ),
}
TEXT = "a sent revision never changes"
# Columns that the life of a sent revision still needs.
LIVING = {
    "status",
    "is_current",
    "answered_at",
    "refusal_reason",
    "updated_at",
    "version",
}


def frozen_columns(apps):
    model = apps.get_model("offers", "OfferRevision")
    return [f.column for f in model._meta.concrete_fields if f.column not in LIVING]


def forward(apps, schema_editor):
    FORWARD(apps, schema_editor)
    columns = ", ".join(f'"{name}"' for name in frozen_columns(apps))
    if schema_editor.connection.vendor == "sqlite":
        sqlite(schema_editor, columns)
    else:
        postgresql(schema_editor, columns)


def sqlite(schema_editor, columns):
    schema_editor.execute(
        f"CREATE TRIGGER {REVISION}_frozen BEFORE UPDATE OF {columns} ON {REVISION} "
        f"WHEN OLD.status <> 'DRAFT' BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {REVISION}_kept BEFORE DELETE ON {REVISION} "
        f"WHEN OLD.status <> 'DRAFT' BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
    )
    for table, parent in CHILDREN.items():
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            where = parent.format(row=row)
            schema_editor.execute(
                f"CREATE TRIGGER {table}_frozen_{event.lower()} BEFORE {event} "  # noqa: S608
                f"ON {table} WHEN (SELECT status FROM {REVISION} WHERE id = {where}) "
                f"<> 'DRAFT' BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
            )


def postgresql(schema_editor, columns):
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {REVISION}_frozen() RETURNS trigger "
        f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{TEXT}' "
        "USING ERRCODE = '23514'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {REVISION}_frozen BEFORE UPDATE OF {columns} ON {REVISION} "
        f"FOR EACH ROW WHEN (OLD.status <> 'DRAFT') "
        f"EXECUTE FUNCTION {REVISION}_frozen()"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {REVISION}_kept BEFORE DELETE ON {REVISION} "
        f"FOR EACH ROW WHEN (OLD.status <> 'DRAFT') "
        f"EXECUTE FUNCTION {REVISION}_frozen()"
    )
    for table, parent in CHILDREN.items():
        old, new = parent.format(row="OLD"), parent.format(row="NEW")
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_frozen() RETURNS trigger "  # noqa: S608
            "LANGUAGE plpgsql AS $$ DECLARE state text; BEGIN "
            f"IF TG_OP = 'INSERT' THEN SELECT status INTO state FROM {REVISION} "
            f"WHERE id = {new}; ELSE SELECT status INTO state FROM {REVISION} "
            f"WHERE id = {old}; END IF; "
            f"IF state <> 'DRAFT' THEN RAISE EXCEPTION '{TEXT}' "
            "USING ERRCODE = '23514'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE "
            f"ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
        )


def backward(apps, schema_editor):
    BACKWARD(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        names = [f"{REVISION}_frozen", f"{REVISION}_kept"]
        for table in CHILDREN:
            names += [f"{table}_frozen_{e}" for e in ("insert", "update", "delete")]
        for name in names:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {REVISION}_kept ON {REVISION}")
    for table in (REVISION, *CHILDREN):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_frozen()")


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_initial")]

    operations = [migrations.RunPython(forward, backward)]
