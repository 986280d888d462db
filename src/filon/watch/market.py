"""A cut of the customer base: which companies, or which of their sites.

Counts the accounts of a potential and finds the targets of a plan. Place and trade
are those of the site when sites are looked for, else those of the company itself;
roles, class, segment and size are always the company's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q, QuerySet

from filon.accounts.models import User
from filon.directory.models import MarketSegment, Organization, Site, Territory

Nomenclature = Literal["REV2", "2025"]
_COLUMNS = {"REV2": "naf_rev2", "2025": "naf_2025"}
_NOT_OF_NAF = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True)
class MarketCut:
    """The conditions of a cut; empty ones restrict nothing.

    :param departments: codes such as "69" or "2A"; several add up.
    :param naf: beginnings of activity codes such as "25" or "25.6"; several add up.
    :param nomenclature: the edition that `naf` is written in; the two are never mixed.
    :param roles: lower-case codes of company roles ("customer", "prospect").
    :param headcount_min: known headcount of the company, both bounds inclusive.
    :param text: folded words of the company's name.
    """

    by_site: bool = False
    departments: tuple[str, ...] = ()
    country: str = ""
    naf: tuple[str, ...] = ()
    nomenclature: Nomenclature = "REV2"
    segment_id: int | None = None
    territory_id: int | None = None
    roles: tuple[str, ...] = ()
    abc_classes: tuple[str, ...] = ()
    lifecycles: tuple[str, ...] = ()
    headcount_min: int | None = None
    headcount_max: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class CutCount:
    """How much a cut holds."""

    sites: int
    organizations: int


def naf_prefix(text: str) -> str:
    """Return the beginning of an activity code as codes are stored: 2562 is 25.62."""
    compact = _NOT_OF_NAF.sub("", text.upper())
    return f"{compact[:2]}.{compact[2:]}" if len(compact) > 2 else compact


def market_of(
    *,
    territory: Territory | None = None,
    segment: MarketSegment | None = None,
    naf: Iterable[str] = (),
    by_site: bool = False,
) -> MarketCut:
    """Return the cut of a territory and a segment.

    A territory made of departments is read by place, another one by the territory that
    companies are filed under; a segment with NAF prefixes is read by trade likewise.
    """
    departments = tuple(territory.departments) if territory else ()
    prefixes = tuple(segment.naf_prefixes) if segment else ()
    return MarketCut(
        by_site=by_site,
        departments=departments,
        naf=tuple(naf) or prefixes,
        territory_id=territory.pk if territory and not departments else None,
        segment_id=segment.pk if segment and not prefixes else None,
    )


def organizations_in(user: User, cut: MarketCut) -> QuerySet[Organization]:
    """Return the companies that this person reads and the cut holds."""
    rows: QuerySet[Organization] = Organization.objects.visible_to(user)
    return rows.filter(_company(cut), _place(cut))


def sites_in(user: User, cut: MarketCut) -> QuerySet[Site]:
    """Return the sites of companies that this person reads and that the cut holds."""
    companies = Organization.objects.visible_to(user).filter(_company(cut))
    return Site.objects.filter(_place(cut), organization__in=companies)


def count(user: User, cut: MarketCut) -> CutCount:
    """Return how many sites and companies a cut holds; two queries at most."""
    if not cut.by_site:
        return CutCount(0, organizations_in(user, cut).count())
    sites = sites_in(user, cut)
    return CutCount(
        sites.count(), sites.order_by().values("organization_id").distinct().count()
    )


def cut_data(cut: MarketCut) -> dict[str, Any]:
    """Return a cut as JSON, without the empty conditions."""
    data = {name: getattr(cut, name) for name in MarketCut.__dataclass_fields__}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in data.items()
        if value not in ((), "", None)
    }


def cut_from(data: Mapping[str, Any]) -> MarketCut:
    """Return the cut that `cut_data` wrote; unknown names are passed over."""
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data.items()
        if name in MarketCut.__dataclass_fields__
    }
    return MarketCut(**known)


def _place(cut: MarketCut) -> Q:
    """Return the conditions on place and trade, of a site or of a company."""
    found = Q()
    if cut.departments:
        found &= Q(department_code__in=cut.departments)
    if cut.country:
        found &= Q(country=cut.country)
    if cut.territory_id:
        found &= Q(territory_id=cut.territory_id)
    trades = Q()
    for prefix in cut.naf:
        column = _COLUMNS[cut.nomenclature]
        trades |= Q(**{f"{column}__startswith": naf_prefix(prefix)})
    return found & trades


def _company(cut: MarketCut) -> Q:
    """Return the conditions on the company."""
    found = Q()
    roles = Q()
    for role in cut.roles:
        roles |= Q(**{f"is_{role}": True})
    found &= roles
    if cut.segment_id:
        found &= Q(segment_id=cut.segment_id)
    if cut.abc_classes:
        found &= Q(abc_class__in=cut.abc_classes)
    if cut.lifecycles:
        found &= Q(lifecycle__in=cut.lifecycles)
    if cut.headcount_min is not None:
        found &= Q(headcount__gte=cut.headcount_min)
    if cut.headcount_max is not None:
        found &= Q(headcount__lte=cut.headcount_max)
    if cut.text:
        found &= Q(name_key__contains=cut.text)
    return found
