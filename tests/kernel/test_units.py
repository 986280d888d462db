from __future__ import annotations

import pytest
from django.utils.translation import override

from filon.kernel.units import UNITS, UnknownUnit, days, months, unit_choices, unit_for

SHORT_LIST = (
    "C62 H87 EA KGM GRM TNE MTR MMT MTK MTQ LTR HUR DAY MON ANN SET PR CEN T3 "
    "XPX XBX XRO LS E48 KWH"
)


def test_the_short_list_is_offered_in_its_order() -> None:
    assert list(UNITS) == SHORT_LIST.split()
    assert [code for code, _ in unit_choices()] == SHORT_LIST.split()


def test_unit_is_found_by_its_code() -> None:
    kilogram = unit_for("KGM")

    assert (kilogram.symbol, kilogram.decimals) == ("kg", 3)
    with override("en"):
        assert str(kilogram.name) == "Kilogram"


def test_every_unit_has_a_name_and_a_symbol() -> None:
    assert all(str(unit.name) and str(unit.symbol) for unit in UNITS.values())


@pytest.mark.parametrize("code", ["", "kgm", "ZZ"])
def test_unknown_unit_is_refused(code: str) -> None:
    with pytest.raises(UnknownUnit):
        unit_for(code)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["1 day", "2 days", "1 month", "12 months"]),
        ("fr", ["1 jour", "2 jours", "1 mois", "12 mois"]),
    ],
)
def test_span_of_one_is_singular(language: str, written: list[str]) -> None:
    with override(language):
        assert [days(1), days(2), months(1), months(12)] == written
