"""Twelve processes answer one offer at once: one wins, the others change nothing."""

from __future__ import annotations

import pytest

from tests.installations import Installation

WORKER = "tests.offers.answer_worker"
DEEDS = ["accept", "refuse", "expire"] * 4
COUNTS = (
    "SELECT (SELECT count(*) FROM contracts_order),"
    " (SELECT count(*) FROM offers_acceptance)"
)


@pytest.mark.concurrency
def test_one_of_twelve_answers_wins(own: Installation) -> None:
    pk = own.module(WORKER, "prepare").strip()

    told = own.module(WORKER, pk, *DEEDS).split()

    [(state,)] = own.rows("SELECT status FROM offers_offerrevision")
    is_accepted = int(state == "ACCEPTED")
    assert told.count("won") == 1
    assert state in {"ACCEPTED", "REFUSED", "EXPIRED"}
    assert own.rows(COUNTS) == [(is_accepted, is_accepted)]
