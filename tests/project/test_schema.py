"""An empty database gets in one go what all migrations make one by one."""

from __future__ import annotations

import json
from typing import Any

from tests.installations import Installation, Workshop, is_postgres

# Triggers, indexes and constraints by name, columns with what they hold; the order of
# columns differs where a migration added one.
POSTGRESQL = """
SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()
UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'
UNION ALL SELECT table_name || ' ' || column_name || ' ' || data_type || ' '
  || is_nullable || ' ' || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = current_schema()
  AND table_name NOT LIKE 'auth\\_%'  -- unused; Django's migrations count in integers
"""
SQLITE = """
SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'
UNION ALL SELECT sql FROM sqlite_master WHERE type = 'trigger'
UNION ALL SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull"
  || ' ' || c.pk || ' ' || coalesce(c.dflt_value, '')
  FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
"""
CONTENT = """
import json
from django.db import connection
found = []
with connection.cursor() as cursor:
    for query in %r:
        cursor.execute(query)
        found.append([list(row) for row in cursor.fetchall()])
print(json.dumps(found))
"""
QUERIES = (
    POSTGRESQL if is_postgres() else SQLITE,
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
)
BROKEN = """
from unittest import mock
from filon.project import schema
from filon.project.database import prepare_database
stop = mock.patch.object(
    schema, "emit_post_migrate_signal", side_effect=KeyboardInterrupt)
with stop:
    try:
        prepare_database()
    except KeyboardInterrupt:
        pass
from django.db import connection
print(len(connection.introspection.table_names()))
prepare_database()
print(len(connection.introspection.table_names()))
"""


def content(installation: Installation) -> list[set[Any]]:
    """Return what an installation's database is made of, and what it remembers."""
    found = json.loads(installation.python(CONTENT % (QUERIES,)))
    # A guard names columns in the order of its table.
    return [{tuple(map(words, row)) for row in rows} for rows in found]


def words(text: str) -> str:
    """Return the words of a text in an order of their own."""
    return " ".join(sorted(text.replace(",", " ").split()))


def test_schema_made_in_one_go_is_that_of_the_migrations(
    migrated: Installation, workshop: Workshop
) -> None:
    stepwise = workshop.make("stepwise")
    stepwise.home.mkdir(exist_ok=True)
    done = stepwise.filon("manage", "migrate", "-v0")
    assert done.returncode == 0, done.stderr
    stepwise.python("from filon.project.database import *; prepare_database()")

    here, there = content(migrated), content(stepwise)

    for made, applied in zip(here, there, strict=True):
        assert sorted(made ^ applied) == []
        assert len(made) > 30


def test_set_up_that_is_interrupted_leaves_nothing_and_begins_again(
    workshop: Workshop,
) -> None:
    before, after = workshop.make("broken").python(BROKEN).split()

    assert int(before) == 0
    assert int(after) > 100
