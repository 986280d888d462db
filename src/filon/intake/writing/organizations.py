"""Writes companies and their sites.

A row is a site of a company. The company is known by its customer code, else by its
SIREN, VAT number, or name with postcode; the site by its code, else by its SIRET, else
it is the main one. What describes the company is updated by the row of its main site
only; other sites fill what is blank. So the same file changes nothing a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from filon.directory import indexing
from filon.directory.derivation import name_key
from filon.directory.models import Organization, Site
from filon.directory.nomenclatures import naf_2025_of
from filon.intake import policies
from filon.intake.reading import Parsed
from filon.intake.writing import plan as planning
from filon.intake.writing.company_rows import CompanyRow, company_row
from filon.intake.writing.plan import CREATED, UPDATED, Context, Part, Planned
from filon.journal.services import record_all
from filon.kernel.bulk import insert_all
from filon.search import services as search

_COLUMNS = {"ref": "external_ref", "siren": "siren", "vat": "vat_number"}


class OrganizationWriter:
    """Plans and writes one chunk of a company file."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._companies: dict[tuple[str, str], Organization] = {}
        self._by_pk: dict[int, Organization] = {}
        self._by_name: dict[str, list[Organization]] = {}
        self._sites: dict[tuple[int, str, str], Site] = {}
        self._may_write: dict[int, bool] = {}

    def key_of(self, row: Parsed) -> str:
        """Return the keys of the company and of the site."""
        return self._row_key(company_row(row, self._context))

    def plan(self, rows: Sequence[Parsed]) -> list[Planned]:
        """Return what becomes of the rows; the base is read once for all."""
        given = [
            company_row(row, self._context) if not row.is_refused else None
            for row in rows
        ]
        self._load([entry for entry in given if entry is not None])
        return [
            planning.refused(row) if entry is None else self._planned(entry)
            for row, entry in zip(rows, given, strict=True)
        ]

    def write(self, planned: Sequence[Planned]) -> None:
        """Write companies, sites, history and search index."""
        now, actor = self._context.now, self._context.actor
        done = [p for p in planned if p.record is not None]
        new = _first_of_each(p for p in done if p.action == CREATED)
        insert_all([p.record for p in new])
        touched = self._save(done)
        parts = [p.part for p in done if p.part is not None]
        created = [part.record for part in parts if part.action == CREATED]
        insert_all(created)
        for part in parts:
            if part.action == UPDATED:
                names = {name: getattr(part.record, name) for name in part.fields}
                Site.objects.filter(pk=part.record.pk).update(**names)
        entries = _first_of_each([*new, *touched])
        file = self._context.source.file.name
        record_all(
            targets=[(p.record, {"file": file, "row": p.row.number}) for p in entries],
            message=planning.IMPORTED,
            actor=actor,
            now=now,
        )
        search.index([indexing.organization_row(p.record) for p in entries])

    def _save(self, done: Sequence[Planned]) -> list[Planned]:
        """Update the companies that changed, each once; return their first rows."""
        names: dict[int, set[str]] = {}
        rows: dict[int, list[Planned]] = {}
        new = {id(p.record) for p in done if p.action == CREATED}
        for p in done:
            key = id(p.record)
            has_part = p.part is not None and p.part.action != "UNCHANGED"
            if key in new or not (p.fields or has_part):
                continue
            names.setdefault(key, set()).update(p.fields)
            rows.setdefault(key, []).append(p)
        for key, written in rows.items():
            record, columns = written[0].record, sorted(names[key])
            planning.save_versioned(record, columns, self._context.now)
        return [written[0] for written in rows.values()]

    def _load(self, given: Sequence[CompanyRow]) -> None:
        """Read the companies and sites that the rows may mean."""
        alive = Organization.objects.filter(deleted_at=None)
        for column in _COLUMNS.values():
            wanted = {e.company[column] for e in given if e.company.get(column)}
            self._know(alive.filter(**{f"{column}__in": wanted}), wanted)
        named = {e.key[1].partition("|")[0] for e in given if e.key[0] == "name"}
        self._know(alive.filter(name_key__in=named), named)
        sites = Site.objects.filter(organization_id__in=self._by_pk).order_by("-pk")
        for site in sites:
            self._keep_site(site, self._by_pk[site.organization_id])

    def _know(self, rows: QuerySet[Any], wanted: set[str]) -> None:
        # The oldest is read last and so is the one that is meant.
        for read in rows.order_by("-pk") if wanted else ():
            self._remember(self._by_pk.setdefault(read.pk, read))

    def _remember(self, company: Organization) -> None:
        for kind, column in _COLUMNS.items():
            if value := getattr(company, column):
                self._companies[kind, value] = company
        named = self._by_name.setdefault(company.name_key, [])
        if company not in named:
            named.append(company)

    def _keep_site(self, site: Site, company: Organization) -> None:
        for kind in ("external_ref", "siret"):
            if value := getattr(site, kind):
                self._sites[id(company), kind, value] = site
        if site.is_main:
            self._sites[id(company), "main", ""] = site

    def _planned(self, entry: CompanyRow) -> Planned:
        row = entry.row
        company = self._company_of(entry)
        if company is None and not entry.name:
            row.refuse("name", gettext_noop("The company has no name."))
        elif company is not None and not self._allowed(company):
            row.refuse("", gettext_noop("This company is followed by somebody else."))
        if row.is_refused:
            return planning.refused(row, entry.name)
        earlier = planning.repeated(self._context, row, self._row_key(entry))
        if earlier and company is not None and self._would_change(company, entry):
            planning.refuse_repetition(row, earlier)
            return planning.refused(row, entry.name)
        planned = Planned(row, planning.Outcome.UNCHANGED, entry.name[:200])
        if company is None:
            company = self._new_company(entry)
            planned.action = CREATED
        planned.record = company
        self._plan_site(entry, company, planned)
        planned.settle()
        return planned

    def _company_of(self, entry: CompanyRow) -> Organization | None:
        """Return the company that is meant; one known by SIREN may get its code."""
        if entry.key[0] == "name":
            return self._named(*entry.key[1].rsplit("|", 1))
        found = self._companies.get(entry.key)
        if found is None and entry.key[0] == "ref":
            siren = entry.company.get("siren", "")
            by_siren = self._companies.get(("siren", siren)) if siren else None
            if by_siren is not None and not by_siren.external_ref:
                return by_siren
        return found

    def _named(self, name: str, postcode: str) -> Organization | None:
        """Return the one company of this name and place; no place fits any place."""
        named = self._by_name.get(name, [])
        same = [c for c in named if c.postcode == postcode]
        if same:
            return same[0]
        near = [c for c in named if not postcode or not c.postcode]
        return near[0] if len(near) == 1 else None

    def _allowed(self, company: Organization) -> bool:
        """Tell whether the person may change it; what the file itself made, yes."""
        if id(company) not in self._may_write:
            is_new = company.pk not in self._by_pk
            may = is_new or policies.may_write(self._context.actor, company)
            self._may_write[id(company)] = may
        return self._may_write[id(company)]

    def _new_company(self, entry: CompanyRow) -> Organization:
        values = dict(entry.company)
        naf = values.get("naf_rev2", "")
        market = self._context.market
        segment = market.segment_of(naf or values.get("naf_2025", ""))
        territory = market.territory_of(
            values.get("department_code", ""), values.get("country", "FR")
        )
        roles = [n for n in values if n.startswith("is_")]
        defaults = {
            "name": entry.name,
            "name_key": name_key(entry.name),
            "naf_2025": naf_2025_of(naf),
            "segment_id": segment.pk if segment else None,
            "territory_id": territory.pk if territory else None,
            "is_prospect": not roles,
            "is_shared": self._context.is_shared,
            "lifecycle": "ACTIVE" if "is_customer" in roles else "PROSPECT",
        }
        company = Organization(**self._context.ownership(), **{**defaults, **values})
        self._remember(company)
        return company

    def _plan_site(
        self, entry: CompanyRow, company: Organization, planned: Planned
    ) -> None:
        site = self._site_of(entry, company)
        is_main = (
            site.is_main if site else ((id(company), "main", "") not in self._sites)
        )
        if planned.action != CREATED:
            only_blank = entry.has_site_key and not is_main
            planned.fields = planning.assign(
                company, entry.company, only_blank=only_blank
            )
            planned.action = UPDATED if planned.fields else planned.action
        if site is not None:
            changes = planning.assign(site, entry.site)
            planned.part = Part(site, UPDATED if changes else "UNCHANGED", changes)
        elif entry.site:
            territory = self._context.market.territory_of(
                entry.site.get("department_code", ""), entry.site.get("country", "FR")
            )
            site = Site(
                organization=company,
                is_main=is_main,
                territory_id=territory.pk if territory else None,
                **entry.site,
            )
            self._keep_site(site, company)
            planned.part = Part(site, CREATED, {})

    def _site_of(self, entry: CompanyRow, company: Organization) -> Site | None:
        owner = id(company)
        ref, siret = entry.site.get("external_ref"), entry.site.get("siret")
        if ref:
            found = self._sites.get((owner, "external_ref", ref))
            if found is None and siret:
                same = self._sites.get((owner, "siret", siret))
                return same if same is not None and not same.external_ref else None
            return found
        if siret:
            return self._sites.get((owner, "siret", siret))
        return self._sites.get((owner, "main", ""))

    def _would_change(self, company: Organization, entry: CompanyRow) -> bool:
        site = self._site_of(entry, company)
        if site is None and entry.site:
            return True
        if site is not None and _differs(site, entry.site):
            return True
        fills_only = entry.has_site_key and site is not None and not site.is_main
        return not fills_only and _differs(company, entry.company)

    @staticmethod
    def _row_key(entry: CompanyRow) -> str:
        site = entry.site.get("external_ref") or entry.site.get("siret") or ""
        return f"{entry.key[0]}={entry.key[1]}/{site}"


def _first_of_each(planned: Iterable[Planned]) -> list[Planned]:
    """Return the first row of each record."""
    found: dict[int, Planned] = {}
    for entry in planned:
        found.setdefault(id(entry.record), entry)
    return list(found.values())


def _differs(record: Any, values: dict[str, Any]) -> bool:
    return any(getattr(record, name) != value for name, value in values.items())
