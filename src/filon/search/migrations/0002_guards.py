"""The full-text index of the entries.

SQLite: an FTS5 table without a copy of the text, kept in step by triggers. PostgreSQL:
a GIN index over the words of the body, whose order does not matter here.

Schema only; reversible; an empty table. A later change of `SearchEntry` that makes
SQLite rebuild the table loses triggers and index: run these statements again after it.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# A mark starts with "_", which must not separate. `detail=none`: no positions are
# asked for, which halves the index.
SQLITE = [
    """
    CREATE VIRTUAL TABLE search_fts USING fts5(
        body, content='search_searchentry', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 tokenchars '_'",
        prefix='2 3', detail=none, columnsize=0
    )
    """,
    """
    CREATE TRIGGER search_fts_insert AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_fts (rowid, body) VALUES (new.id, new.body);
    END
    """,
    """
    CREATE TRIGGER search_fts_delete AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_fts (search_fts, rowid, body)
        VALUES ('delete', old.id, old.body);
    END
    """,
    """
    CREATE TRIGGER search_fts_update AFTER UPDATE OF id, body ON search_searchentry
    WHEN old.id <> new.id OR old.body <> new.body BEGIN
        INSERT INTO search_fts (search_fts, rowid, body)
        VALUES ('delete', old.id, old.body);
        INSERT INTO search_fts (rowid, body) VALUES (new.id, new.body);
    END
    """,
    """
    CREATE INDEX search_entry_title
    ON search_searchentry (title_key, team_id, owner_id, is_shared)
    """,
]
SQLITE_BACK = [
    "DROP INDEX search_entry_title",
    "DROP TRIGGER search_fts_update",
    "DROP TRIGGER search_fts_delete",
    "DROP TRIGGER search_fts_insert",
    "DROP TABLE search_fts",
]

# In plpgsql, so that it is not inlined and its cost stands: the planner then does not
# read the whole table in the hope of meeting enough rows early. A higher cost would
# have the query compiled, parallel workers would be started: each takes longer than
# the search. New rows wait in a list that every search reads through: it is kept short.
POSTGRESQL = [
    """
    CREATE FUNCTION search_vector(body text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL UNSAFE COST 250 AS $$
    BEGIN
        RETURN array_to_tsvector(string_to_array(body, ' '));
    END
    $$
    """,
    """
    CREATE INDEX search_entry_words
    ON search_searchentry USING gin (search_vector(body))
    WITH (gin_pending_list_limit = 512)
    """,
    """
    CREATE INDEX search_entry_title
    ON search_searchentry (title_key COLLATE "C") INCLUDE (team_id, owner_id, is_shared)
    """,
]
POSTGRESQL_BACK = [
    "DROP INDEX search_entry_title",
    "DROP INDEX search_entry_words",
    "DROP FUNCTION search_vector(text)",
]


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index of this database."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the index of this database."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_BACK if is_postgresql else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Full-text index of the search box."""

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
