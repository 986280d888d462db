"""Technical units of requirements: UN/ECE Recommendation 20, and how they convert.

Codes, symbols and factors are those of Recommendation 20, annex I; only the units that
specifications of industrial goods use are here. Quantities of a sale are in `units`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from filon.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Measure:
    """One unit: its code, its symbol and what makes it comparable.

    `value × factor + offset` is the value in the base unit of the dimension.
    """

    code: str
    symbol: str
    dimension: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)


# dimension: code, symbol, factor to the base unit of the dimension.
_TABLE: Final[dict[str, str]] = {
    "length": "4H µm 1e-6, MMT mm 1e-3, CMT cm 1e-2, DMT dm 0.1, MTR m 1, KMT km 1e3,"
    " INH in 0.0254, FOT ft 0.3048",
    "area": "MMK mm² 1e-6, CMK cm² 1e-4, MTK m² 1",
    "volume": "MMQ mm³ 1e-9, MLT ml 1e-6, CMQ cm³ 1e-6, CLT cl 1e-5, DMQ dm³ 1e-3,"
    " LTR l 1e-3, HLT hl 0.1, MTQ m³ 1",
    "mass": "MGM mg 1e-6, GRM g 1e-3, KGM kg 1, TNE t 1e3",
    "time": "C26 ms 1e-3, SEC s 1, MIN min 60, HUR h 3600, DAY d 86400, WEE wk 604800,"
    " MON mo 2629800, ANN yr 31557600",
    "flow": "E32 l/h 1, L2 l/min 60, MQH m³/h 1e3, G51 l/s 3600, MQS m³/s 36e5",
    "mass flow": "E93 kg/h 1, F31 kg/min 60, KGS kg/s 3600",
    "pressure": "PAL Pa 1, MBR mbar 100, KPA kPa 1e3, BAR bar 1e5, MPA MPa 1e6,"
    " C56 N/mm² 1e6, ATM atm 101325, PS psi 6894.757",
    "power": "WTT W 1, KWT kW 1e3, MAW MW 1e6",
    "apparent power": "D46 VA 1, KVA kVA 1e3",
    "reactive power": "D44 var 1, KVR kvar 1e3",
    "energy": "JOU J 1, KJO kJ 1e3, 3B MJ 1e6, WHR Wh 3600, KWH kWh 36e5, MWH MWh 36e8",
    "voltage": "2Z mV 1e-3, VLT V 1, KVT kV 1e3",
    "current": "4K mA 1e-3, AMP A 1, B22 kA 1e3",
    "charge": "AMH Ah 1",
    "resistance": "OHM Ω 1, B49 kΩ 1e3, B75 MΩ 1e6",
    "frequency": "HTZ Hz 1, KHZ kHz 1e3, MHZ MHz 1e6",
    "rotation": "RPM r/min 1",
    "cadence": "C94 1/min 1",
    "force": "NEW N 1, B47 kN 1e3",
    "torque": "NU N·m 1, B48 kN·m 1e3",
    "speed": "2X m/min 1, MTS m/s 60",
    "road speed": "KMH km/h 1",
    "acceleration": "MSK m/s² 1",
    "density": "KMQ kg/m³ 1, 23 g/cm³ 1e3",
    "concentration": "M1 mg/l 1e-3, GL g/l 1",
    "viscosity": "C24 mPa·s 1e-3, C65 Pa·s 1",
    "level": "2N dB 1",
    "share": "59 ppm 1e-4, P1 % 1",
    "angle": "DD ° 1",
    "light": "LUM lm 1",
    "illuminance": "LUX lx 1",
    "surface mass": "GM g/m² 1",
    "linear mass": "KL kg/m 1",
    "conductivity": "G42 µS/cm 1",
    "acidity": "Q30 pH 1",
    "thermal conductivity": "D53 W/(m·K) 1",
    "heat flux": "D54 W/m² 1",
    "count": "C62 u 1, H87 pc 1",
}
_TEMPERATURES: Final = (
    Measure("CEL", "°C", "temperature"),
    Measure("KEL", "K", "temperature", Decimal(1), Decimal("-273.15")),
)
# How people write them besides the symbol, as `_written` leaves it in lower case.
_ALSO: Final[dict[str, str]] = {
    **dict.fromkeys(("lpm",), "L2"),
    **dict.fromkeys(("tr/min", "trs/min", "t/min", "rpm", "rev/min"), "RPM"),
    **dict.fromkeys(("min-1", "/min"), "C94"),
    **dict.fromkeys(("ohm", "ohms"), "OHM"),
    **dict.fromkeys(("um", "micron", "microns"), "4H"),
    **dict.fromkeys(("degc", "deg.c"), "CEL"),
    **dict.fromkeys(("deg", "degre", "degres"), "DD"),
    **dict.fromkeys(("j", "jour", "jours", "day", "days"), "DAY"),
    **dict.fromkeys(("sem", "semaine", "semaines", "week", "weeks"), "WEE"),
    **dict.fromkeys(("mois", "month", "months"), "MON"),
    **dict.fromkeys(("an", "ans", "annee", "annees", "year", "years"), "ANN"),
    **dict.fromkeys(("heure", "heures", "hour", "hours"), "HUR"),
    **dict.fromkeys(("litre", "litres", "liter", "liters"), "LTR"),
    **dict.fromkeys(("pcs", "piece", "pieces", "pce", "pces"), "H87"),
    **dict.fromkeys(("to", "tonne", "tonnes"), "TNE"),
    **dict.fromkeys(("kgs", "kilo", "kilos"), "KGM"),
    **dict.fromkeys(("pouce", "pouces", "inch", "inches"), "INH"),
    **dict.fromkeys(("percent", "pourcent", "pct"), "P1"),
}


def _measures() -> dict[str, Measure]:
    found = {measure.code: measure for measure in _TEMPERATURES}
    for dimension, rows in _TABLE.items():
        for row in rows.split(", "):
            code, symbol, factor = row.split(" ")
            found[code] = Measure(code, symbol, dimension, Decimal(factor))
    return found


def _written(unit: str) -> str:
    """Return a unit without powers, dots and spaces: "N·m" and "N.m" are one."""
    plain = unicodedata.normalize("NFKC", unit)
    return "".join(sign for sign in plain if sign not in " ·.*\u2219\u22c5")


MEASURES: Final = _measures()
_BY_SYMBOL: Final = {_written(m.symbol): m for m in MEASURES.values()}


def _by_small_symbol() -> dict[str, Measure]:
    """Return the symbols in lower case, except where two of them become one."""
    found: dict[str, Measure | None] = {}
    for symbol, measure in _BY_SYMBOL.items():
        small = symbol.lower()
        found[small] = None if small in found else measure
    return {small: m for small, m in found.items() if m is not None}


_BY_SMALL: Final = _by_small_symbol()


def measure_of(unit: str) -> Measure | None:
    """Return the unit that a text means, None if it is none of those known here.

    The code, the symbol and the usual spellings are read ("MQH", "m³/h", "m3/h").
    Capitals count where they change the meaning: mPa·s, MPa.
    """
    written = _written(unit)
    if not written:
        return None
    exact = _BY_SYMBOL.get(written) or MEASURES.get(written)
    if exact is not None:
        return exact
    small = written.lower()
    also = _ALSO.get(fold(small))
    return MEASURES[also] if also else _BY_SMALL.get(small)


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """Return a value given in `unit` in the unit `to`; None where none can be made.

    The same words convert to themselves, whatever they are. Exact but for factors
    that Recommendation 20 rounds (psi) and for divisions, done with 28 digits.
    """
    one, other = measure_of(unit), measure_of(to)
    if one is None or other is None:
        return value if _written(unit).lower() == _written(to).lower() else None
    if one.dimension != other.dimension:
        return None
    base = value * one.factor + one.offset
    return (base - other.offset) / other.factor


def code_of(unit: str) -> str:
    """Return the UN/ECE code of a written unit, "" where it has none here."""
    measure = measure_of(unit)
    return measure.code if measure is not None else ""
