"""Dates that follow from the terms of a contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from filon.contracts.dates import add_months, dates_of, notice_on, renewed_until
from filon.contracts.models import Contract, ContractEvent

K = ContractEvent.Kind


def terms(**values: Any) -> Contract:
    """Return a contract of one year that is not stored."""
    defaults = {
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "notice_days": 90,
        "renewal_months": 12,
    }
    return Contract(**{**defaults, **values})


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_month_is_added_without_leaving_the_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_notice_is_counted_back_from_the_end() -> None:
    assert notice_on(terms()) == date(2026, 10, 2)
    assert notice_on(terms(ends_on=None)) is None


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2026, 6, 14), 6, date(2026, 12, 14)),
    ],
)
def test_renewal_keeps_whole_months(end: date, months: int, expected: date) -> None:
    assert renewed_until(terms(ends_on=end, renewal_months=months)) == expected


def test_year_gives_review_notice_and_renewal_in_order() -> None:
    found = dates_of(terms(), since=date(2026, 1, 1))

    assert [(row.kind, row.due_on) for row in found] == [
        (K.REVIEW, date(2026, 8, 3)),
        (K.NOTICE, date(2026, 10, 2)),
        (K.RENEWAL, date(2026, 12, 31)),
    ]
    assert found[1].remind_on == date(2026, 9, 2)


def test_contract_without_an_end_is_reviewed_after_a_year() -> None:
    found = dates_of(terms(ends_on=None), since=date(2026, 1, 1))

    assert [(row.kind, row.due_on) for row in found] == [(K.REVIEW, date(2027, 1, 1))]


def test_price_clause_is_applied_on_each_anniversary() -> None:
    contract = terms(ends_on=date(2028, 12, 31), price_revision="Syntec")

    found = dates_of(contract, since=date(2026, 1, 1))

    days = [row.due_on for row in found if row.kind == K.PRICE_REVISION]
    assert days == [date(2027, 1, 1), date(2028, 1, 1)]


def test_short_contract_has_no_date_before_its_start() -> None:
    contract = terms(ends_on=date(2026, 3, 31), notice_days=60)

    found = dates_of(contract, since=date(2026, 1, 1))

    assert all(row.due_on >= contract.starts_on for row in found)
    assert K.REVIEW not in [row.kind for row in found]


def test_promised_delivery_is_a_date_to_keep() -> None:
    found = dates_of(terms(), since=date(2026, 1, 1), delivery_on=date(2026, 2, 1))

    assert (found[0].kind, found[0].remind_on) == (K.DELIVERY, date(2026, 1, 25))
