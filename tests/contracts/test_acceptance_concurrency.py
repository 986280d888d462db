"""Twelve processes accept one offer, by link and on paper: one order (RE-07)."""

from __future__ import annotations

import pytest

from tests.installations import Installation

WORKERS = 12
WORKER = "tests.contracts.acceptance_worker"
TABLES = ("contracts_order", "offers_acceptance", "contracts_orderline")
STATE = (
    "SELECT d.stage, o.lifecycle FROM deals_deal d"
    " JOIN directory_organization o ON o.id = d.organization_id"
)


@pytest.mark.concurrency
def test_twelve_acceptances_make_one_order(own: Installation) -> None:
    pk = own.module(WORKER, "prepare").strip()

    told = own.module(WORKER, "accept", pk, str(WORKERS)).splitlines()

    assert told.count("CMD-2026-00001") == 1
    assert told.count("AnsweredBefore") == WORKERS - 1
    for table in TABLES:
        assert own.rows(f"SELECT count(*) FROM {table}") == [(1,)], table  # noqa: S608
    assert own.rows(STATE) == [("WON", "NEW")]
