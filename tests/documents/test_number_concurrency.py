"""Eight processes take numbers at once, some fail, the year changes (RE-12)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.documents.number_worker import EACH
from tests.house.tree import ROOT
from tests.installations import is_postgres

WORKERS = 8
KEPT = WORKERS * EACH * 9 // 10
WORKER = "tests.documents.number_worker"
READ = "SELECT number, day FROM issued ORDER BY number"
CREATE = "CREATE TABLE issued (number text PRIMARY KEY, day text, worker int)"

# The one table of the counters, with the settings of the product on a file.
TABLES = f"""
import django
django.setup()
from django.db import connection

from tests.documents.number_worker import EACH
from tests.house.tree import ROOT
from tests.installations import is_postgres
from filon.documents.models import NumberSeries
with connection.schema_editor() as editor:
    editor.create_model(NumberSeries)
    editor.execute({CREATE!r})
"""


def issue_everywhere(environment: dict[str, str]) -> None:
    """Run the workers to their end; every one must end well."""
    done = subprocess.run(  # noqa: S603 -- this interpreter, a file of this folder
        [sys.executable, "-m", WORKER, str(WORKERS)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


def check(rows: list[tuple[str, str]]) -> None:
    """No gap, no double, numbers in the order of their days, two years."""
    assert len(rows) == KEPT
    for year in ("2026", "2027"):
        issued = [(n, day) for n, day in rows if n.startswith(f"OFF-{year}-")]
        expected = [f"OFF-{year}-{i:05d}" for i in range(1, len(issued) + 1)]
        assert [n for n, _day in issued] == expected
        assert issued
        days = [day for _n, day in issued]
        assert days == sorted(days)
        assert all(day.startswith(year) for day in days)


@pytest.mark.concurrency
@pytest.mark.skipif(is_postgres(), reason="the suite on SQLite runs it")
def test_eight_processes_leave_no_gap_in_a_sqlite_file(tmp_path: Path) -> None:
    environment = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'numbers.sqlite3'}",
        "FILON_HOME": str(tmp_path),
        "FILON_SECRET_KEY": "of a test",
    }
    _run(environment, TABLES)

    issue_everywhere(environment)

    with closing(sqlite3.connect(tmp_path / "numbers.sqlite3")) as file:
        check(file.execute(READ).fetchall())


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_eight_processes_leave_no_gap_in_postgresql(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL")
    environment = {"DATABASE_URL": _url(), "FILON_HOME": str(tmp_path)}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS issued")
        cursor.execute(CREATE)
    try:
        issue_everywhere(environment)
        with connection.cursor() as cursor:
            cursor.execute(READ)
            check(cursor.fetchall())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE issued")


def _url() -> str:
    """Return the address of the test database."""
    named = connection.settings_dict
    who = f"{quote(named['USER'])}:{quote(named['PASSWORD'])}"
    where = f"{quote(named['HOST'], safe='')}:{named['PORT']}"
    return f"postgres://{who}@{where}/{quote(str(named['NAME']))}"


def _run(environment: dict[str, str], script: str) -> None:
    subprocess.run(  # noqa: S603 -- this interpreter, our own script
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "filon.project.settings",
            **environment,
        },
        check=True,
    )
