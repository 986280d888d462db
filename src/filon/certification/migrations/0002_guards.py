"""Freeze submitted evidence, and keep the company's opinion out of VAE.

Why      Rules 2 and the hash of evidence must hold against raw SQL too.
Rows     None is touched.
Lock     Creating a trigger takes a moment.
Again    Not needed; the triggers stay.
Back     Drops the triggers.
"""

from django.db import migrations

from filon.kernel.guards import append_only

FORWARD, BACKWARD = append_only("certification_evidencesnapshot")
NAME = "certification_opinion_track"
TEXT = "the track of an opinion is the track of its path"
OPINION = "certification_companyopinion"
PATH = "certification_path"


def forward(apps, schema_editor):
    FORWARD(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(
                f"CREATE TRIGGER {NAME}_{event.lower()} BEFORE {event} ON {OPINION} "
                f"WHEN NEW.track <> (SELECT track FROM {PATH} WHERE id = NEW.path_id) "
                f"BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
            )
        schema_editor.execute(
            f"CREATE TRIGGER {NAME}_path BEFORE UPDATE OF track ON {PATH} "
            f"WHEN NEW.track <> OLD.track AND EXISTS "
            f"(SELECT 1 FROM {OPINION} WHERE path_id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
        )
        return
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF NEW.track <> (SELECT track FROM {PATH} WHERE id = NEW.path_id) "
        f"THEN RAISE EXCEPTION '{TEXT}' USING ERRCODE = '23514'; END IF; "
        "RETURN NEW; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE ON {OPINION} "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    )
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {NAME}_path() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NEW.track <> OLD.track AND EXISTS "
        f"(SELECT 1 FROM {OPINION} WHERE path_id = NEW.id) "
        f"THEN RAISE EXCEPTION '{TEXT}' USING ERRCODE = '23514'; END IF; "
        "RETURN NEW; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {NAME}_path BEFORE UPDATE OF track ON {PATH} "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}_path()"
    )


def backward(apps, schema_editor):
    BACKWARD(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        for suffix in ("insert", "update", "path"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{suffix}")
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON {OPINION}")
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_path ON {PATH}")
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}()")
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}_path()")


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]

    operations = [migrations.RunPython(forward, backward)]
