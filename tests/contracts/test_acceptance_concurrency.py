"""Twelve processes accept one offer, by link and on paper: one order (RE-07)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.house.tree import ROOT

WORKERS = 12
WORKER = "tests.contracts.acceptance_worker"
COUNTS = {
    "contracts_order": 1,
    "offers_acceptance": 1,
    "contracts_orderline": 1,
}
STATE = (
    "SELECT d.stage, o.lifecycle FROM deals_deal d"
    " JOIN directory_organization o ON o.id = d.organization_id"
)


def call(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(  # noqa: S603 -- this interpreter, a file of this folder
        [sys.executable, "-m", WORKER, *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def accept_everywhere(environment: dict[str, str]) -> list[str]:
    """Send an offer and let all accept it at once; return what each was told."""
    pk = call(environment, "prepare")
    return call(environment, "accept", pk, str(WORKERS)).splitlines()


def check_answers(told: list[str]) -> None:
    assert told.count("CMD-2026-00001") == 1
    assert told.count("AnsweredBefore") == WORKERS - 1


@pytest.mark.concurrency
def test_twelve_acceptances_make_one_order_in_a_sqlite_file(
    tmp_path: Path, migrated_file: Path
) -> None:
    path = tmp_path / "filon.sqlite3"
    environment = {
        "DATABASE_URL": f"sqlite:///{path}",
        "FILON_HOME": str(tmp_path),
        "FILON_SECRET_KEY": "of a test",
    }
    shutil.copyfile(migrated_file, path)

    told = accept_everywhere(environment)

    check_answers(told)
    with closing(sqlite3.connect(path)) as file:
        for table, count in COUNTS.items():
            found = file.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
            assert found == (count,), table
        assert file.execute(STATE).fetchone() == ("WON", "NEW")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_twelve_acceptances_make_one_order_in_postgresql(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL")
    environment = {"DATABASE_URL": _url(), "FILON_HOME": str(tmp_path)}

    told = accept_everywhere(environment)

    check_answers(told)
    with connection.cursor() as cursor:
        for table, count in COUNTS.items():
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert cursor.fetchone() == (count,), table
        cursor.execute(STATE)
        assert cursor.fetchone() == ("WON", "NEW")


def _url() -> str:
    """Return the address of the test database."""
    named = connection.settings_dict
    who = f"{quote(named['USER'])}:{quote(named['PASSWORD'])}"
    where = f"{quote(named['HOST'], safe='')}:{named['PORT']}"
    return f"postgres://{who}@{where}/{quote(str(named['NAME']))}"
