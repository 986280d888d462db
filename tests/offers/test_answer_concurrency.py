"""Twelve processes answer one offer at once: one wins, the others change nothing."""

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

from filon.accounts.models import User
from filon.contracts.models import Order
from filon.offers.models import OfferRevision
from tests.offers import make

WORKER = ["-m", "tests.offers.answer_worker"]
ROOT = Path(__file__).parents[2]
DEEDS = ["accept", "refuse", "expire"] * 4


def environment(url: str, home: Path) -> dict[str, str]:
    """Return what a process needs to work on a database of its own."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "FILON_HOME": str(home),
        "FILON_SECRET_KEY": "of a test",
        "DJANGO_SETTINGS_MODULE": "filon.project.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def run(arguments: list[str], env: dict[str, str]) -> str:
    """Run one process to its end and return what it printed."""
    done = subprocess.run(  # noqa: S603 -- this interpreter, files of the project
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def answer_at_once(deeds: list[str], pk: int, env: dict[str, str]) -> list[str]:
    """Let one process for each deed act at the same moment; return how they ended."""
    return run([*WORKER, str(pk), *deeds], env).split()


@pytest.mark.concurrency
def test_one_of_twelve_answers_wins_on_a_sqlite_file(
    tmp_path: Path, migrated_file: Path
) -> None:
    file = tmp_path / "offers.sqlite3"
    shutil.copyfile(migrated_file, file)
    env = environment(f"sqlite:///{file}", tmp_path)
    pk = int(run([*WORKER, "prepare"], env).split()[-1])

    told = answer_at_once(DEEDS, pk, env)

    with closing(sqlite3.connect(file)) as database:
        orders = database.execute("SELECT count(*) FROM contracts_order").fetchone()[0]
        proofs = database.execute("SELECT count(*) FROM offers_acceptance").fetchone()
        state = database.execute(
            "SELECT status FROM offers_offerrevision WHERE id = ?", [pk]
        ).fetchone()[0]
    assert told.count("won") == 1
    assert state in {"ACCEPTED", "REFUSED", "EXPIRED"}
    assert orders == proofs[0] == int(state == "ACCEPTED")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_one_of_twelve_answers_wins_on_postgresql(tmp_path: Path, alice: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL")
    revision = make.sent(alice, lines=10)
    named = connection.settings_dict
    who = f"{quote(named['USER'])}:{quote(named['PASSWORD'])}"
    where = f"{quote(named['HOST'], safe='')}:{named['PORT']}"
    url = f"postgres://{who}@{where}/{quote(str(named['NAME']))}"

    told = answer_at_once(DEEDS, revision.pk, environment(url, tmp_path))

    state = OfferRevision.objects.get(pk=revision.pk).status
    assert told.count("won") == 1
    assert Order.objects.count() == int(state == "ACCEPTED")
