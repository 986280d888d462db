"""Units of measure of industrial sales: a short list of UN/ECE codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import ngettext, pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class UnknownUnit(ValueError):
    """The code is not one of the units offered here."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its code, its name in a list, and the short form printed on a line.

    `decimals` is how many decimals a quantity usually shows; storage keeps four.
    """

    code: str
    name: str | _StrPromise
    symbol: str | _StrPromise
    decimals: int = 0


_PIECE_SYMBOL: Final = pgettext_lazy("unit symbol", "pc")

# UN/ECE Recommendation 20 in its common order of use; the codes with X come from
# Recommendation 21 (packages), prefixed as EN 16931 asks.
_SHORT_LIST: Final = (
    Unit("C62", pgettext_lazy("unit", "Unit"), pgettext_lazy("unit symbol", "u")),
    Unit("H87", pgettext_lazy("unit", "Piece"), _PIECE_SYMBOL),
    Unit("EA", pgettext_lazy("unit", "Each"), pgettext_lazy("unit symbol", "ea")),
    Unit("KGM", pgettext_lazy("unit", "Kilogram"), "kg", 3),
    Unit("GRM", pgettext_lazy("unit", "Gram"), "g", 2),
    Unit("TNE", pgettext_lazy("unit", "Tonne"), "t", 3),
    Unit("MTR", pgettext_lazy("unit", "Meter"), "m", 2),
    Unit("MMT", pgettext_lazy("unit", "Millimeter"), "mm"),
    Unit("MTK", pgettext_lazy("unit", "Square meter"), "m²", 2),
    Unit("MTQ", pgettext_lazy("unit", "Cubic meter"), "m³", 3),
    Unit("LTR", pgettext_lazy("unit", "Liter"), "l", 2),
    Unit("HUR", pgettext_lazy("unit", "Hour"), "h", 2),
    Unit("DAY", pgettext_lazy("unit", "Day"), pgettext_lazy("unit symbol", "d"), 1),
    Unit("MON", pgettext_lazy("unit", "Month"), pgettext_lazy("unit symbol", "mo"), 1),
    Unit("ANN", pgettext_lazy("unit", "Year"), pgettext_lazy("unit symbol", "yr"), 1),
    Unit("SET", pgettext_lazy("unit", "Set"), pgettext_lazy("unit symbol", "set")),
    Unit("PR", pgettext_lazy("unit", "Pair"), pgettext_lazy("unit symbol", "pr")),
    Unit(
        "CEN",
        pgettext_lazy("unit", "Hundred"),
        pgettext_lazy("unit symbol", "hundred"),
        2,
    ),
    Unit(
        "T3",
        pgettext_lazy("unit", "Thousand pieces"),
        pgettext_lazy("unit symbol", "thousand"),
        3,
    ),
    Unit("XPX", pgettext_lazy("unit", "Pallet"), pgettext_lazy("unit symbol", "plt")),
    Unit("XBX", pgettext_lazy("unit", "Box"), pgettext_lazy("unit symbol", "box")),
    Unit("XRO", pgettext_lazy("unit", "Roll"), pgettext_lazy("unit symbol", "roll")),
    Unit("LS", pgettext_lazy("unit", "Lump sum"), pgettext_lazy("unit symbol", "LS")),
    Unit(
        "E48",
        pgettext_lazy("unit", "Service unit"),
        pgettext_lazy("unit symbol", "serv."),
    ),
    Unit("KWH", pgettext_lazy("unit", "Kilowatt-hour"), "kWh", 2),
)

UNITS: Final[dict[str, Unit]] = {unit.code: unit for unit in _SHORT_LIST}


def unit_for(code: str) -> Unit:
    """Return the unit of a UN/ECE code.

    :raises UnknownUnit: if the code is outside the short list.
    """
    try:
        return UNITS[code]
    except KeyError:
        msg = f"unknown unit: {code!r}"
        raise UnknownUnit(msg) from None


def days(count: int) -> str:
    """Write a number of days in full."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def months(count: int) -> str:
    """Write a number of months in full."""
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def unit_choices() -> list[tuple[str, str | _StrPromise]]:
    """Return (code, name) pairs for a form field, in the order of use."""
    return [(unit.code, unit.name) for unit in _SHORT_LIST]
