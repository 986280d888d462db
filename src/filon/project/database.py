"""Bringing the database to the state that this version of the program expects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from filon.project.schema import create_schema


def prepare_database(tell: Callable[[], None] | None = None) -> None:
    """Migrate when something is to be migrated; a database that is up to date is left.

    :param tell: called before the work starts, because it may take a while.
    """
    if connection.vendor == "sqlite":
        Path(settings.DATABASES["default"]["NAME"]).parent.mkdir(
            parents=True, exist_ok=True
        )
    if pending_migrations():
        if tell:
            tell()
        if connection.introspection.table_names():
            call_command("migrate", verbosity=0, interactive=False)
        else:
            create_schema()
    tables = connection.introspection.table_names()
    if settings.CACHES["default"]["LOCATION"] not in tables:
        call_command("createcachetable", verbosity=0)


def pending_migrations() -> list[str]:
    """Return the names of the migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]
