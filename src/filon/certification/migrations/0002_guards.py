"""What was published, submitted or signed never changes; VAE has no opinion.

Why      These rules must hold against raw SQL too.
Rows     None is touched.
Lock     Creating a trigger takes a moment.
Again    Not needed; the triggers stay.
Back     Drops the triggers.
"""

from django.db import migrations

from filon.kernel.guards import append_only

FORWARD, BACKWARD = append_only(
    "certification_evidencesnapshot", "certification_companyopinion"
)

# name, table, events, when it is refused (OLD and NEW are rows), what it says
DRAFT = (
    "(SELECT r.status FROM certification_referential r"
    " JOIN certification_block b ON b.referential_id = r.id"
    " JOIN certification_competency c ON c.block_id = b.id"
    " WHERE c.id = ROW.competency_id) <> 'DRAFT'"
)
DRAFT_OF_BLOCK = (
    "(SELECT r.status FROM certification_referential r"
    " JOIN certification_block b ON b.referential_id = r.id"
    " WHERE b.id = ROW.block_id) <> 'DRAFT'"
)
DRAFT_OF_REFERENTIAL = (
    "(SELECT r.status FROM certification_referential r"
    " WHERE r.id = ROW.referential_id) <> 'DRAFT'"
)
PUBLISHED = "a published referential never changes"
SIGNED = "a signed grid never changes; corrections are added"
SIGNED_GRID = (
    "(SELECT g.status FROM certification_grid g WHERE g.id = ROW.grid_id) = 'SIGNED'"
)
SUBMITTED = "submitted evidence never changes"
NOT_PREPARING = (
    "(SELECT p.status FROM certification_path p WHERE p.id = ROW.path_id)"
    " NOT IN ('REGISTERED', 'IN_PREPARATION')"
)
SAME_BUT_RETIRED = (
    "OLD.status <> 'DRAFT' AND NOT (OLD.status = 'PUBLISHED'"
    " AND NEW.status = 'RETIRED' AND NEW.code = OLD.code"
    " AND NEW.edition = OLD.edition AND NEW.title_fr = OLD.title_fr"
    " AND NEW.title_en = OLD.title_en AND NEW.source = OLD.source"
    " AND NEW.source_hash = OLD.source_hash AND NEW.loaded_at = OLD.loaded_at"
    " AND NEW.published_at = OLD.published_at)"
)
TRACK = "the track of an opinion is the track of its path"

GUARDS = []
for table, condition in (
    ("block", DRAFT_OF_REFERENTIAL),
    ("competency", DRAFT_OF_BLOCK),
    ("criterion", DRAFT),
):
    GUARDS += [
        (table, "INSERT", condition.replace("ROW", "NEW"), PUBLISHED),
        (
            table,
            "UPDATE",
            f"{condition.replace('ROW', 'OLD')} OR {condition.replace('ROW', 'NEW')}",
            PUBLISHED,
        ),
        (table, "DELETE", condition.replace("ROW", "OLD"), PUBLISHED),
    ]
GUARDS += [
    ("referential", "UPDATE", SAME_BUT_RETIRED, PUBLISHED),
    ("referential", "DELETE", "OLD.status <> 'DRAFT'", PUBLISHED),
    ("grid", "UPDATE", "OLD.status = 'SIGNED'", SIGNED),
    ("grid", "DELETE", "OLD.status = 'SIGNED'", SIGNED),
    (
        "mark",
        "INSERT",
        SIGNED_GRID.replace("ROW", "NEW") + " AND NEW.correction_of_id IS NULL",
        SIGNED,
    ),
    ("mark", "UPDATE", SIGNED_GRID.replace("ROW", "OLD"), SIGNED),
    ("mark", "DELETE", SIGNED_GRID.replace("ROW", "OLD"), SIGNED),
    ("evidencelink", "INSERT", NOT_PREPARING.replace("ROW", "NEW"), SUBMITTED),
    ("evidencelink", "UPDATE", NOT_PREPARING.replace("ROW", "OLD"), SUBMITTED),
    ("evidencelink", "DELETE", NOT_PREPARING.replace("ROW", "OLD"), SUBMITTED),
    (
        "companyopinion",
        "INSERT",
        "NEW.track <> (SELECT p.track FROM certification_path p"
        " WHERE p.id = NEW.path_id)",
        TRACK,
    ),
    (
        "path",
        "UPDATE",
        "NEW.track <> OLD.track AND EXISTS (SELECT 1 FROM"
        " certification_companyopinion o WHERE o.path_id = NEW.id)",
        TRACK,
    ),
]
SQLITE = (
    "CREATE TRIGGER certification_@TABLE_guard_@NAME BEFORE @EVENT"
    " ON certification_@TABLE WHEN @CONDITION"
    " BEGIN SELECT RAISE(ABORT, '@TEXT'); END"
)
FUNCTION = (
    "CREATE OR REPLACE FUNCTION certification_@TABLE_guard_@NAME() RETURNS trigger"
    " LANGUAGE plpgsql AS $$ BEGIN IF @CONDITION THEN"
    " RAISE EXCEPTION '@TEXT' USING ERRCODE = '23514'; END IF;"
    " RETURN @ROW; END $$"
)
TRIGGER = (
    "CREATE TRIGGER certification_@TABLE_guard_@NAME BEFORE @EVENT"
    " ON certification_@TABLE FOR EACH ROW"
    " EXECUTE FUNCTION certification_@TABLE_guard_@NAME()"
)
DROP_SQLITE = "DROP TRIGGER IF EXISTS certification_@TABLE_guard_@NAME"
DROP_TRIGGER = DROP_SQLITE + " ON certification_@TABLE"
DROP_FUNCTION = "DROP FUNCTION IF EXISTS certification_@TABLE_guard_@NAME()"


def filled(text, guard):
    table, event, condition, message = guard
    return (
        text.replace("@TABLE", table)
        .replace("@NAME", event.lower())
        .replace("@EVENT", event)
        .replace("@CONDITION", condition)
        .replace("@TEXT", message)
        .replace("@ROW", "OLD" if event == "DELETE" else "NEW")
    )


def forward(apps, schema_editor):
    FORWARD(apps, schema_editor)
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for guard in GUARDS:
        for text in (SQLITE,) if is_sqlite else (FUNCTION, TRIGGER):
            schema_editor.execute(filled(text, guard))


def backward(apps, schema_editor):
    BACKWARD(apps, schema_editor)
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for guard in GUARDS:
        for text in (DROP_SQLITE,) if is_sqlite else (DROP_TRIGGER, DROP_FUNCTION):
            schema_editor.execute(filled(text, guard))


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]

    operations = [migrations.RunPython(forward, backward)]
