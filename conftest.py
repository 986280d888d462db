"""The order of the suite, and its database: tables from the models, then the guards.

Applying the migrations one by one takes half a minute and ends in the same schema:
`make check` refuses a model without its migration, and tests/project/test_schema
compares both.
"""

from __future__ import annotations

import os

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

pytest_plugins = ["tests.installations"]
# What takes longest begins first, or the end of the run waits for it.
LONGEST_FIRST = ("journey", "concurrency", "walk")
# Fixtures by which a test comes to a database, besides the mark django_db.
OPEN_A_DATABASE = {"db", "transactional_db", "workshop", "migrated"}


def pytest_xdist_auto_num_workers() -> int:
    """Run one process more than there are cores: journeys wait for their browsers."""
    return min(4, (os.cpu_count() or 1) + 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Put the long tests first; the order is random otherwise.

    With FILON_TEST_ONLY=database, tests are left out that open no database, or are
    marked `alike`: what they say is the same on each, and SQLite has said it.
    """
    if os.environ.get("FILON_TEST_ONLY") == "database":
        left_out = [item for item in items if not _asks_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _asks_the_database(item)]
    items.sort(key=_rank)


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("alike"):
        return False
    asked = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db")) or not OPEN_A_DATABASE.isdisjoint(
        asked
    )


def _rank(item: pytest.Item) -> int:
    ranks = (n for n, mark in enumerate(LONGEST_FIRST) if item.get_closest_marker(mark))
    return next(ranks, len(LONGEST_FIRST))


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_use_migrations: bool,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Add what migrations make besides tables: triggers, virtual tables, indexes."""
    if not django_db_use_migrations:
        # Models exist once Django is set up.
        from filon.project.schema import create_by_hand

        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            create_by_hand(editor)
