"""Eight processes take numbers at once, some fail, the year changes (RE-12)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.documents.number_worker import EACH
from tests.installations import Installation

WORKERS = 8
KEPT = WORKERS * EACH * 9 // 10
READ = "SELECT number, day FROM issued ORDER BY number"


@pytest.mark.concurrency
def test_eight_processes_leave_no_gap(own: Installation) -> None:
    own.module("tests.documents.number_worker", str(WORKERS))

    check(own.rows(READ))


def check(rows: list[tuple[Any, ...]]) -> None:
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
