"""Migrations make the very schema that the suite tests."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from tests.installations import Installation, is_postgres

NAMES = (
    "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
    " UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    " UNION ALL SELECT conname FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'"
    if is_postgres()
    else "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
)
# Only an installation that was migrated remembers it.
OF_MIGRATIONS = "django_migrations"


@pytest.mark.django_db
def test_migrated_database_has_the_schema_of_the_suite(migrated: Installation) -> None:
    code = f"""
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute({NAMES!r})
    print(json.dumps([name for (name,) in cursor.fetchall()]))
"""
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        here = {name for (name,) in cursor.fetchall()}

    there = set(json.loads(migrated.python(code)))

    assert {name for name in there ^ here if OF_MIGRATIONS not in name} == set()
