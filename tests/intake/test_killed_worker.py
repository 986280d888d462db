"""The worker is killed ten times in the middle of an import (RE-02)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROWS = 6000
KILLS = 10
PREPARE = """
import sys
from pathlib import Path
import django
django.setup()
from filon.accounts.services import first_administrator
from filon.intake.services import import_start, import_upload
from filon.kernel import clock
actor = first_administrator()
source = import_upload(
    kind="ORGANIZATIONS",
    name="base.csv",
    content=Path(sys.argv[1]).read_bytes(),
    actor=actor,
    now=clock.now(),
)
import_start(source=source, actor=actor, now=clock.now())
"""
# One row each: companies, sites, outcomes, history entries and search entries.
COUNTS = """
SELECT (SELECT count(*) FROM directory_organization),
 (SELECT count(DISTINCT external_ref) FROM directory_organization),
 (SELECT count(*) FROM directory_site),
 (SELECT count(*) FROM intake_importrow),
 (SELECT count(*) FROM journal_entry WHERE target_kind = 'directory.organization'),
 (SELECT count(*) FROM search_searchentry WHERE kind = 'directory.organization')
"""
STATE = "SELECT status, next_row, rows_read, created_count FROM intake_import"


def read(database: Path, query: str) -> tuple[object, ...]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
        return tuple(file.execute(query).fetchone())


def worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "filon.jobs"], env={**os.environ, **environment}
    )


def killed_at(environment: dict[str, str], database: Path, row: int) -> None:
    """Run a worker until it has come so far, then kill it without warning."""
    process = worker(environment)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        done = read(database, STATE)[1]
        if isinstance(done, int) and done >= row:
            break
        time.sleep(0.02)
    process.kill()
    process.wait()


@pytest.mark.concurrency
def test_worker_killed_ten_times_brings_each_row_in_once(
    tmp_path: Path, migrated_file: Path
) -> None:
    database = tmp_path / "filon.sqlite3"
    shutil.copyfile(migrated_file, database)
    environment = {
        "DATABASE_URL": f"sqlite:///{database}",
        "FILON_HOME": str(tmp_path),
        "FILON_SECRET_KEY": "of a test",
        "DJANGO_SETTINGS_MODULE": "filon.project.settings",
    }
    file = tmp_path / "base.csv"
    lines = [f"C{n};Forge {n};{n} rue A;{10000 + n};Lyon" for n in range(ROWS)]
    file.write_text("\n".join(["Code client;Nom;Adresse;CP;Ville", *lines]))
    subprocess.run(  # noqa: S603 -- this interpreter, our own script
        [sys.executable, "-c", PREPARE, str(file)],
        env={**os.environ, **environment},
        check=True,
    )

    for kill in range(1, KILLS + 1):
        killed_at(environment, database, kill * ROWS // (KILLS + 2))
        whole = read(database, STATE)
        assert whole[1] == whole[2] == whole[3]
        assert read(database, COUNTS) == (whole[1],) * 6

    last = worker(environment)
    deadline = time.monotonic() + 120
    while read(database, STATE)[0] != "DONE" and time.monotonic() < deadline:
        time.sleep(0.1)
    last.terminate()
    last.wait(timeout=30)
    assert read(database, STATE) == ("DONE", ROWS, ROWS, ROWS)
    assert read(database, COUNTS) == (ROWS,) * 6
