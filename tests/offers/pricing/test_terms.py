from __future__ import annotations

from datetime import date

import pytest

from filon.offers.pricing.terms import (
    PaymentTerm,
    TermMode,
    due_on,
    exceeds_legal_limit,
    legal_limit_on,
)


@pytest.mark.parametrize(
    ("_case", "base_on", "term", "expected"),
    [
        (
            "30 days, on the 10th",
            date(2026, 3, 5),
            PaymentTerm(days=30, day_of_month=10),
            date(2026, 4, 10),
        ),
        (
            "already the 10th",
            date(2026, 3, 11),
            PaymentTerm(days=30, day_of_month=10),
            date(2026, 4, 10),
        ),
        (
            "end of month, on the 10th",
            date(2026, 3, 5),
            PaymentTerm(days=30, mode=TermMode.THEN_END_OF_MONTH, day_of_month=10),
            date(2026, 5, 10),
        ),
        (
            "on the 31st of a short month",
            date(2027, 2, 1),
            PaymentTerm(days=0, day_of_month=31),
            date(2027, 2, 28),
        ),
        (
            "over the year",
            date(2026, 12, 20),
            PaymentTerm(days=0, day_of_month=10),
            date(2027, 1, 10),
        ),
        (
            "end of February in a leap year",
            date(2028, 2, 1),
            PaymentTerm(days=0, mode=TermMode.THEN_END_OF_MONTH),
            date(2028, 2, 29),
        ),
    ],
)
def test_due_dates(
    _case: str, base_on: date, term: PaymentTerm, expected: date
) -> None:
    assert due_on(base_on, term) == expected


@pytest.mark.parametrize("day", [0, 32])
def test_day_of_month_outside_a_month_is_refused(day: int) -> None:
    with pytest.raises(ValueError, match="not a day"):
        due_on(date(2026, 1, 1), PaymentTerm(days=0, day_of_month=day))


@pytest.mark.parametrize(
    ("_case", "days", "mode", "exceeds"),
    [
        ("60 days", 60, TermMode.NET, False),
        ("61 days", 61, TermMode.NET, True),
        ("45 days then end of month", 45, TermMode.THEN_END_OF_MONTH, False),
        ("60 days then end of month", 60, TermMode.THEN_END_OF_MONTH, True),
        ("end of month then 45 days", 45, TermMode.END_OF_MONTH_THEN_DAYS, False),
        ("end of month then 46 days", 46, TermMode.END_OF_MONTH_THEN_DAYS, True),
    ],
)
def test_legal_limit(_case: str, days: int, mode: TermMode, exceeds: bool) -> None:
    invoice_on = date(2026, 12, 10)
    term = PaymentTerm(days=days, mode=mode)

    assert exceeds_legal_limit(invoice_on, term) is exceeds
    assert legal_limit_on(invoice_on, TermMode.NET) == date(2027, 2, 8)
