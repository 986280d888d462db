"""Six processes call 30 of 100 off one frame at once: three succeed, 10 are left."""

from __future__ import annotations

import pytest

from tests.installations import Installation

WORKER = "tests.contracts.call_off_worker"


@pytest.mark.concurrency
def test_call_offs_at_once_never_exceed_the_frame(own: Installation) -> None:
    pk = own.module(WORKER, "prepare").strip()

    told = own.module(WORKER, "call", pk, "6").splitlines()

    assert sorted(told) == ["CallOffRefused"] * 3 + ["made"] * 3
    assert own.rows("SELECT sum(quantity) FROM contracts_orderline") == [(90,)]
