"""RE-01: the settings without which SQLite could lose an acknowledged write."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import load_backend
from pytest_django.plugin import DjangoDbBlocker

from filon.project import checks, environment


def connect(path: Path, **options: object) -> DatabaseWrapper:
    """Open a database file as the settings would, some options changed."""
    values = copy.deepcopy(environment.database(f"sqlite:///{path}", path.parent))
    values["OPTIONS"].update(options)
    values.update(
        ATOMIC_REQUESTS=False,
        AUTOCOMMIT=True,
        CONN_HEALTH_CHECKS=False,
        TIME_ZONE=None,
        TEST={},
    )
    wrapper = load_backend(values["ENGINE"]).DatabaseWrapper(values, "default")
    assert isinstance(wrapper, DatabaseWrapper)
    return wrapper


@pytest.fixture(autouse=True)
def files_of_their_own(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let these tests open database files, none of them the suite's."""
    with django_db_blocker.unblock():
        yield


def test_pragmas_hold_on_an_open_connection(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.sqlite3")

    assert checks.pragma_faults(connection) == []
    assert vars(connection)["transaction_mode"] == "IMMEDIATE"
    connection.close()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("PRAGMA synchronous=NORMAL", "synchronous is 1"),
        ("PRAGMA foreign_keys=OFF", "foreign_keys is 0"),
        ("PRAGMA recursive_triggers=OFF", "recursive_triggers is 0"),
        ("PRAGMA busy_timeout=100", "busy_timeout is 100"),
        ("PRAGMA journal_mode=DELETE", "journal_mode is delete"),
    ],
)
def test_weaker_pragma_is_reported(command: str, expected: str, tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute(command)

    (fault,) = checks.pragma_faults(connection)

    assert fault.startswith(expected)
    connection.close()
