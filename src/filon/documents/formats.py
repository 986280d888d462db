"""Numbers, money and dates in the language of the reader.

Call these inside `translation.override(language)`: they follow the active language.
French output holds only no-break spaces (U+202F in groups, U+00A0 before units).
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from django.utils import timezone
from django.utils.translation import get_language

from filon.documents.typography import NO_BREAK

DateForm = Literal["short", "long"]

# English documents go abroad: day before month, so no date can be misread.
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_MAX_PRICE_DECIMALS = 6
_MAX_QUANTITY_DECIMALS = 4


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with the decimals of its currency: « 1 234,50 € », "€1,234.50".

    Rounding half up; amounts are already rounded where they are computed.
    """
    decimals = babel_numbers.get_currency_precision(currency)
    return _currency(amount, currency, least=decimals, most=decimals)


def unit_price(price: Decimal, currency: str) -> str:
    """Return a unit price: the decimals of its currency at least, six at most."""
    least = babel_numbers.get_currency_precision(currency)
    return _currency(price, currency, least=least, most=_MAX_PRICE_DECIMALS)


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """Return a number with grouped thousands.

    :param decimals: exact count of decimals, rounded half up; None keeps those of the
        value without trailing zeros.
    """
    most = _significant_decimals(value) if decimals is None else decimals
    least = 0 if decimals is None else decimals
    return _decimal(value, least=least, most=most)


def quantity(value: Decimal | int, unit: str = "") -> str:
    """Return a quantity without trailing zeros, four decimals at most, and its unit."""
    text = _decimal(value, least=0, most=_MAX_QUANTITY_DECIMALS)
    return f"{text}{NO_BREAK}{unit}" if unit else text


def percent(value: Decimal | int, decimals: int | None = None) -> str:
    """Return a percentage; 12.5 gives « 12,5 % » in French and "12.5%" in English."""
    text = number(value, decimals)
    return f"{text}{NO_BREAK}%" if _locale().language == "fr" else f"{text}%"


def day(value: datetime.date, form: DateForm = "long") -> str:
    """Return a day: « 2 mars 2026 » or, short, « 02/03/2026 »."""
    pattern = "dd/MM/yyyy" if form == "short" else "long"
    text = babel_dates.format_date(value, pattern, locale=_locale())
    if form == "long" and value.day == 1 and _locale().language == "fr":
        return text.replace("1 ", f"1er{NO_BREAK}", 1)
    return text.replace(" ", NO_BREAK, 1)


def moment(value: datetime.datetime) -> str:
    """Return a day and time of day in the company's time zone."""
    local = timezone.localtime(value)
    clock_face = f"{local:%H:%M}"
    return f"{day(local.date(), 'short')}{NO_BREAK}{clock_face}"


def _locale() -> Locale:
    language = (get_language() or "en").split("-")[0]
    return Locale.parse(_LOCALES.get(language, "en_GB"))


def _currency(value: Decimal, currency: str, *, least: int, most: int) -> str:
    locale = _locale()
    pattern = locale.currency_formats["standard"].pattern
    pattern = pattern.replace("0.00", _zeros(least, most), 1)
    if babel_numbers.get_currency_symbol(currency, locale)[-1].isalpha():
        pattern = pattern.replace("¤#", f"¤{NO_BREAK}#")
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        return babel_numbers.format_currency(
            value, currency, pattern, locale=locale, currency_digits=False
        )


def _decimal(value: Decimal | int, *, least: int, most: int) -> str:
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        return babel_numbers.format_decimal(
            value, f"#,##{_zeros(least, most)}", locale=_locale()
        )


def _zeros(least: int, most: int) -> str:
    if most == 0:
        return "0"
    return "0." + "0" * least + "#" * (most - least)


def _significant_decimals(value: Decimal | int) -> int:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
