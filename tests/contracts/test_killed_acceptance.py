"""An acceptance is killed fifty times on its way: never half done (RE-02)."""

from __future__ import annotations

import pytest

from tests.installations import Installation

WORKER = "tests.contracts.killed_worker"
KILLS = 50


@pytest.mark.concurrency
def test_acceptance_killed_fifty_times_leaves_nothing_half_done(
    own: Installation,
) -> None:
    pk = own.module(WORKER, "prepare").strip()

    before, *between, order, after = own.module(
        WORKER, "kill", pk, str(KILLS)
    ).splitlines()

    assert before.startswith("0 0 ")
    assert before.endswith(" SENT")
    assert between == [before] * KILLS
    assert order == "CMD-2026-00001"
    assert after.startswith("1 1 ")
    assert after.endswith(" ACCEPTED")
