"""Twelve processes answer, end and replace one offer at once: one answer stands."""

from __future__ import annotations

import pytest

from tests.installations import Installation

WORKER = "tests.offers.answer_worker"
DEEDS = ["accept", "refuse", "expire", "revise"] * 3
ENDS = {"accept": "ACCEPTED", "refuse": "REFUSED", "expire": "EXPIRED"}
STATES = "SELECT status FROM offers_offerrevision ORDER BY letter"
COUNTS = (
    "SELECT (SELECT count(*) FROM contracts_order),"
    " (SELECT count(*) FROM offers_acceptance)"
)


@pytest.mark.concurrency
def test_one_of_twelve_answers_wins(own: Installation) -> None:
    pk = own.module(WORKER, "prepare").strip()

    told = own.module(WORKER, pk, *DEEDS).split()

    [(first,), (following,)] = own.rows(STATES)
    answers = [ENDS[deed] for deed in told if deed in ENDS]
    is_accepted = int(first == "ACCEPTED")
    # The next revision replaces the offer or follows one that ended, never an order.
    assert answers == ([] if first == "SUPERSEDED" else [first])
    assert following == ("SENT" if "revise" in told else "DRAFT")
    assert told.count("revise") + is_accepted <= 1
    assert own.rows(COUNTS) == [(is_accepted, is_accepted)]
