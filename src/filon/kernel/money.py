"""Currencies and rounding: the only place where an amount loses a decimal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

# ISO 4217 exponents that are not 2. The forint keeps its ISO exponent of 2; a company
# that quotes whole forints rounds its prices, not its amounts.
_EXPONENTS: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_TWO_DECIMALS: Final = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN "
    "BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD "
    "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
    "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD "
    "TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"
)
_DECIMALS: Final[dict[str, int]] = {
    **dict.fromkeys(_TWO_DECIMALS.split(), 2),
    **{code: n for n, codes in _EXPONENTS.items() for code in codes.split()},
}
_QUANTA: Final = tuple(Decimal(1).scaleb(-places) for places in range(13))
_CURRENCY_QUANTA: Final = {code: _QUANTA[n] for code, n in _DECIMALS.items()}


class UnknownCurrency(ValueError):
    """The code is not a currency of ISO 4217 in which an amount can be kept."""


def currencies() -> tuple[str, ...]:
    """Return the ISO 4217 codes that amounts may carry, in alphabetical order."""
    return tuple(sorted(_DECIMALS))


def currency_decimals(currency: str) -> int:
    """Return how many decimals an amount of `currency` has.

    :raises UnknownCurrency: if the code is not in the table.

    Source: ISO 4217 minor units (JPY 0, EUR 2, TND 3); funds and metals left out.
    """
    try:
        return _DECIMALS[currency]
    except KeyError:
        msg = f"unknown currency: {currency!r}"
        raise UnknownCurrency(msg) from None


def smallest_unit(currency: str) -> Decimal:
    """Return the smallest amount of `currency`: 0.01 EUR, 1 JPY, 0.001 TND.

    :raises UnknownCurrency: if the code is not in the table.
    """
    return _QUANTA[currency_decimals(currency)]


def round_amount(value: Decimal, currency: str) -> Decimal:
    """Round to the decimals of `currency`, half up away from zero.

    365.125 EUR becomes 365.13 and −365.125 EUR becomes −365.13. The result is never
    a negative zero.

    :raises UnknownCurrency: if the code is not in the table.

    Source: EN 16931 official examples (1 460.50 × 25 % = 365.13).
    """
    quantum = _CURRENCY_QUANTA.get(currency)
    if quantum is None:
        quantum = smallest_unit(currency)
    return value.quantize(quantum, ROUND_HALF_UP) + 0


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round to `places` decimals (0 to 12), half up away from zero."""
    return value.quantize(_QUANTA[places], ROUND_HALF_UP) + 0


def round_up(value: Decimal, places: int) -> Decimal:
    """Round towards plus infinity: for a price that must reach a floor."""
    return value.quantize(_QUANTA[places], ROUND_CEILING) + 0


def round_down(value: Decimal, places: int) -> Decimal:
    """Round towards minus infinity: for a discount that must not pass a limit."""
    return value.quantize(_QUANTA[places], ROUND_FLOOR) + 0


def largest_remainder(
    total: Decimal, weights: Sequence[Decimal], currency: str
) -> list[Decimal]:
    """Split `total` in proportion to `weights` so that the parts sum to it exactly.

    Every part is first rounded down to the smallest unit of the currency; the units
    left over go to the parts that lost most. Between equal losses the heavier weight
    comes first, then the earlier position. A negative total gives the mirror image.

    :param total: an amount already rounded to the decimals of `currency`.
    :param weights: any numbers whose sum is not zero; their scale does not matter.
    :raises ValueError: if the weights sum to zero or `total` is finer than its
        currency.
    :raises UnknownCurrency: if the code is not in the table.

    Accuracy: each part is less than one smallest unit away from its exact share.
    """
    whole = sum(weights, Decimal(0))
    unit = smallest_unit(currency)
    if not whole:
        msg = "the weights of a split must not sum to zero"
        raise ValueError(msg)
    if total != round_amount(total, currency):
        msg = f"{total} has more decimals than {currency}"
        raise ValueError(msg)
    sign = -1 if total < 0 else 1
    shares = [abs(total) * weight / whole for weight in weights]
    parts = [share.quantize(unit, ROUND_FLOOR) for share in shares]
    left = int((abs(total) - sum(parts, Decimal(0))) / unit)
    by_loss = sorted(
        range(len(parts)),
        key=lambda i: (parts[i] - shares[i], -weights[i], i),
    )
    for index in by_loss[:left]:
        parts[index] += unit
    return [sign * part + 0 for part in parts]
