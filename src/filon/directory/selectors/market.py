"""Which segment an activity belongs to, which territory a department lies in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from filon.directory.derivation import name_key
from filon.directory.models import MarketSegment, Territory


@dataclass(frozen=True, slots=True)
class Market:
    """The cuts of the market, read once: two queries."""

    segments: tuple[tuple[str, MarketSegment], ...]
    departments: Mapping[str, Territory]
    countries: Mapping[str, Territory]
    names: Mapping[tuple[str, str], int]

    def segment_of(self, naf: str) -> MarketSegment | None:
        """Return the segment with the longest prefix of this activity code."""
        code = naf.replace(".", "")
        return next((s for prefix, s in self.segments if code.startswith(prefix)), None)

    def territory_of(self, department: str, country: str) -> Territory | None:
        """Return the territory of a department, else the one of a country."""
        if country == "FR":
            return self.departments.get(department)
        return self.countries.get(country)

    def id_named(self, kind: str, text: str) -> int | None:
        """Return the id of the "segment" or "territory" with this name or code."""
        return self.names.get((kind, name_key(text)))


def market() -> Market:
    """Return the cuts of the market as they are now."""
    segments = list(MarketSegment.objects.order_by("pk"))
    territories = list(Territory.objects.order_by("pk"))
    prefixes = [
        (str(prefix).replace(".", ""), segment)
        for segment in segments
        for prefix in segment.naf_prefixes
        if prefix
    ]
    prefixes.sort(key=lambda pair: -len(pair[0]))
    departments: dict[str, Territory] = {}
    countries: dict[str, Territory] = {}
    for territory in territories:
        for code in territory.departments:
            departments.setdefault(str(code), territory)
        if not territory.departments:
            countries.setdefault(territory.country, territory)
    names: dict[tuple[str, str], int] = {}
    for kind, cuts in (("segment", segments), ("territory", territories)):
        for cut in cuts:
            for text in (cut.name, cut.code):
                names.setdefault((kind, name_key(text)), cut.pk)
    return Market(tuple(prefixes), departments, countries, names)


def market_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the segment and territory that follow from an activity and a place."""
    naf = values.get("naf_rev2") or values.get("naf_2025") or ""
    department = values.get("department_code", "")
    country = values.get("country", "FR")
    if not naf and not department and country == "FR":
        return {}
    cut = market()
    found: dict[str, Any] = {}
    if segment := cut.segment_of(naf) if naf else None:
        found["segment"] = segment
    if territory := cut.territory_of(department, country):
        found["territory"] = territory
    return found
