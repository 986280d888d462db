"""The worker is killed ten times in the middle of an import (RE-02)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.installations import Installation

ROWS = 6000
KILLS = 10
PREPARE = """
from pathlib import Path
from filon.accounts.services import first_administrator
from filon.intake.services import import_start, import_upload
from filon.kernel import clock
actor = first_administrator()
source = import_upload(
    kind="ORGANIZATIONS",
    name="base.csv",
    content=Path({path!r}).read_bytes(),
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


def killed_at(own: Installation, row: int) -> None:
    """Run a worker until it has come so far, then kill it without warning."""
    process = own.start("filon.jobs")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if own.rows(STATE)[0][1] >= row:
            break
        time.sleep(0.02)
    process.kill()
    process.wait()


@pytest.mark.concurrency
def test_worker_killed_ten_times_brings_each_row_in_once(
    own: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "base.csv"
    lines = [f"C{n};Forge {n};{n} rue A;{10000 + n};Lyon" for n in range(ROWS)]
    file.write_text("\n".join(["Code client;Nom;Adresse;CP;Ville", *lines]))
    own.python(PREPARE.format(path=str(file)))

    for kill in range(1, KILLS + 1):
        killed_at(own, kill * ROWS // (KILLS + 2))
        [whole] = own.rows(STATE)
        assert whole[1] == whole[2] == whole[3]
        assert own.rows(COUNTS) == [(whole[1],) * 6]

    last = own.start("filon.jobs")
    deadline = time.monotonic() + 120
    while own.rows(STATE)[0][0] != "DONE" and time.monotonic() < deadline:
        time.sleep(0.1)
    last.terminate()
    last.wait(timeout=30)
    assert own.rows(STATE) == [("DONE", ROWS, ROWS, ROWS)]
    assert own.rows(COUNTS) == [(ROWS,) * 6]
