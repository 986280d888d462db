"""Numbers, money and dates in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from filon.documents import formats

D = Decimal


@pytest.mark.parametrize(
    ("call", "french", "english"),
    [
        (lambda: formats.money(D("1234.5"), "EUR"), "1 234,50 €", "€1,234.50"),
        (lambda: formats.money(D("-0.005"), "EUR"), "-0,01 €", "-€0.01"),
        (lambda: formats.money(D(1234), "JPY"), "1 234 JPY", "JP¥1,234"),
        (lambda: formats.money(D("1.234"), "TND"), "1,234 TND", "TND 1.234"),
        (lambda: formats.unit_price(D("4.375000"), "EUR"), "4,375 €", "€4.375"),
        (lambda: formats.unit_price(D(4), "EUR"), "4,00 €", "€4.00"),
        (lambda: formats.number(D("12345.60")), "12 345,6", "12,345.6"),
        (lambda: formats.number(12345), "12 345", "12,345"),
        (lambda: formats.number(D("2.5"), 0), "3", "3"),
        (lambda: formats.quantity(D("2.5000"), "kg"), "2,5 kg", "2.5 kg"),
        (lambda: formats.quantity(D(1000)), "1 000", "1,000"),
        (lambda: formats.percent(D("12.50")), "12,5 %", "12.5%"),
        (lambda: formats.percent(D(24), 1), "24,0 %", "24.0%"),
        (lambda: formats.day(date(2026, 3, 1)), "1er mars 2026", "1 March 2026"),
        (lambda: formats.day(date(2026, 3, 11)), "11 mars 2026", "11 March 2026"),
        (lambda: formats.day(date(2026, 3, 2), "short"), "02/03/2026", "02/03/2026"),
        (
            lambda: formats.moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)),
            "02/07/2026 00:30",
            "02/07/2026 00:30",
        ),
    ],
)
def test_values_read_as_each_language_writes_them(
    call: Callable[[], str], french: str, english: str
) -> None:
    with translation.override("fr"):
        in_french = call()
    with translation.override("en"):
        in_english = call()

    assert " ".join(in_french.split()) == french
    assert " ".join(in_english.split()) == english


def test_french_money_never_breaks_over_two_lines() -> None:
    with translation.override("fr"):
        assert formats.money(D(1234), "EUR") == "1\u202f234,00\u00a0€"
