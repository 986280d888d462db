"""Numbers without gap, in the order of their dates (RE-12, RE-13)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from filon.documents.models import NumberSeries
from filon.documents.services import NumberOutOfOrder, next_number

MARCH_2 = date(2026, 3, 2)
MARCH_3 = date(2026, 3, 3)


@pytest.mark.django_db
def test_numbers_follow_each_other_in_each_series_and_year() -> None:
    assert next_number(series="OFF", on=MARCH_2) == "OFF-2026-00001"
    assert next_number(series="OFF", on=MARCH_2) == "OFF-2026-00002"
    assert next_number(series="ARC", on=MARCH_2) == "ARC-2026-00001"
    assert next_number(series="OFF", on=date(2027, 1, 1)) == "OFF-2027-00001"
    assert next_number(series="OFF", on=date(2026, 12, 31)) == "OFF-2026-00003"


@pytest.mark.django_db
def test_a_failed_issue_gives_its_number_back() -> None:
    next_number(series="OFF", on=MARCH_2)

    with pytest.raises(ZeroDivisionError):
        _issue_and_fail()

    assert next_number(series="OFF", on=MARCH_2) == "OFF-2026-00002"


@pytest.mark.django_db
def test_an_earlier_day_is_refused_once_a_later_one_has_a_number() -> None:
    next_number(series="OFF", on=MARCH_3)

    with pytest.raises(NumberOutOfOrder, match="OFF-2026-00001"):
        next_number(series="OFF", on=MARCH_2)

    row = NumberSeries.objects.get(code="OFF", year=2026)
    assert (row.last, row.last_on) == (1, MARCH_3)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_counted() -> None:
    with pytest.raises(TransactionManagementError):
        next_number(series="OFF", on=MARCH_2)

    assert not NumberSeries.objects.exists()


@pytest.mark.parametrize("series", ["", "off", "O", "OFF-1", "TOOLONGNAME"])
def test_a_series_is_named_by_a_few_capital_letters(series: str) -> None:
    with pytest.raises(ValueError, match="not a series"):
        next_number(series=series, on=MARCH_2)


@transaction.atomic
def _issue_and_fail() -> None:
    next_number(series="OFF", on=MARCH_3)
    raise ZeroDivisionError
