"""A row of a company file: its company's side, its site's side, and its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from filon.directory import identifiers
from filon.directory.derivation import name_key
from filon.directory.identifiers import IdentifierRefused
from filon.directory.models import Organization
from filon.intake.reading import Parsed
from filon.intake.writing.plan import Context
from filon.kernel.text import phone_digits, words

_PLACE = ("postcode", "city", "country", "department_code")
_BOTH = (*_PLACE, "naf_rev2", "naf_2025", "phone")
_COMPANY = (
    "legal_name",
    "external_ref",
    "siren",
    "vat_number",
    "foreign_id",
    "headcount",
    "headcount_band",
    "revenue",
    "credit_limit",
    "email",
    "website",
    "abc_class",
    "payment_terms",
    "language",
    "currency",
    "note",
)
_ROLES = {
    "client": "customer",
    "customer": "customer",
    "prospect": "prospect",
    "fournisseur": "supplier",
    "supplier": "supplier",
    "vendor": "supplier",
    "concurrent": "competitor",
    "competitor": "competitor",
    "distributeur": "distributor",
    "distributor": "distributor",
    "revendeur": "distributor",
    "partenaire": "partner",
    "partner": "partner",
    "traitant": "subcontractor",
    "subcontractor": "subcontractor",
}


@dataclass(slots=True)
class CompanyRow:
    """The two sides of a row; only values that the row gives.

    :param name: what a new company is called.
    :param key: how the company is known: by `ref`, `siren`, `vat` or `name`.
    """

    row: Parsed
    name: str
    company: dict[str, Any]
    site: dict[str, Any]
    key: tuple[str, str]
    has_site_key: bool


def company_row(row: Parsed, context: Context) -> CompanyRow:
    """Return the two sides of a row; what was put right is noted in it."""
    values = row.values
    _tidy_identifiers(row)
    _tidy_place(values)
    company = {n: values[n] for n in (*_COMPANY, *_BOTH) if n in values}
    site = {n: values[n] for n in _BOTH if n in values}
    site |= {k: v for k, v in _site_values(values).items() if v}
    name = str(values.get("name") or values.get("site_name") or "")
    if "name" in values:
        company["name"] = name
        company["name_key"] = name_key(name)
    if "city" in company:
        company["city_key"] = name_key(company["city"], 120)
    if "phone" in company:
        company["phone_digits"] = phone_digits(company["phone"])[:20]
    if "activity" in values:
        company["activity"] = site["activity"] = values["activity"]
    _set_codes(row, company)
    _set_roles(row, company)
    _set_market(row, company, context)
    has_site_key = bool(site.get("external_ref") or site.get("siret"))
    return CompanyRow(row, name, company, site, _key(values, name), has_site_key)


def _key(values: dict[str, Any], name: str) -> tuple[str, str]:
    if ref := values.get("external_ref"):
        return "ref", ref
    if siren := values.get("siren"):
        return "siren", siren
    if vat := values.get("vat_number"):
        return "vat", vat
    return "name", f"{name_key(name)}|{values.get('postcode', '')}"


def _site_values(values: dict[str, Any]) -> dict[str, Any]:
    parts = [values.get("address", ""), values.get("address_2", "")]
    return {
        "name": values.get("site_name", ""),
        "external_ref": values.get("site_ref", ""),
        "siret": values.get("siret", ""),
        "address": "\n".join(filter(None, parts)),
    }


def _tidy_identifiers(row: Parsed) -> None:
    """Restore lost zeros, tell SIREN from SIRET, and warn of wrong keys.

    Data from outside keeps an identifier whose key is wrong: it may be the only one
    there is; what has not even the length of one is left out.
    """
    values = row.values
    siret = identifiers.tidy_number(values.pop("siret", ""), identifiers.SIRET_LENGTH)
    siren = identifiers.tidy_number(values.pop("siren", ""), identifiers.SIREN_LENGTH)
    if len(siren) == identifiers.SIRET_LENGTH and not siret:
        siret = siren
    if len(siret) == identifiers.SIREN_LENGTH and not siren:
        siren, siret = siret, ""
    if siret := _kept(row, "siret", siret, identifiers.SIRET_LENGTH):
        values["siret"] = siret
        siren = identifiers.siren_of(siret)
    if siren := _kept(row, "siren", siren, identifiers.SIREN_LENGTH):
        values["siren"] = siren
    if vat := identifiers.compact(values.pop("vat_number", ""))[:20]:
        values["vat_number"] = vat
        _check(row, "vat_number", vat)


def _kept(row: Parsed, name: str, number: str, length: int) -> str:
    if not number:
        return ""
    if not (number.isdecimal() and len(number) == length):
        row.warn(name, gettext_noop("“%(value)s” was left out."), value=number[:40])
        return ""
    _check(row, name, number)
    return number


def _check(row: Parsed, name: str, number: str) -> None:
    read = {
        "siren": identifiers.read_siren,
        "siret": identifiers.read_siret,
        "vat_number": identifiers.read_vat,
    }[name]
    try:
        read(number)
    except IdentifierRefused:
        row.warn(
            name,
            gettext_noop("The check digits of %(value)s are wrong."),
            value=number,
        )


def _tidy_place(values: dict[str, Any]) -> None:
    country = values.get("country", "FR")
    postcode = values.get("postcode", "")
    if country == "FR" and postcode.isdecimal() and len(postcode) == 4:
        values["postcode"] = postcode = postcode.zfill(5)
    if department := identifiers.department_of(postcode, country):
        values["department_code"] = department


def _set_codes(row: Parsed, company: dict[str, Any]) -> None:
    """Keep codes of lists within their lists."""
    if "currency" in company:
        company["currency"] = company["currency"].upper()
    letter = str(company.pop("abc_class", "")).upper()
    if letter in Organization.AbcClass.values:
        company["abc_class"] = letter
    elif letter:
        row.warn("abc_class", gettext_noop("“%(value)s” was left out."), value=letter)


def _set_roles(row: Parsed, company: dict[str, Any]) -> None:
    given = words(row.values.get("roles", ""))
    known = {_ROLES[word] for word in given if word in _ROLES}
    for role in known:
        company[f"is_{role}"] = True
    if given and not known:
        row.warn(
            "roles",
            gettext_noop("“%(value)s” was left out."),
            value=row.values["roles"][:60],
        )


def _set_market(row: Parsed, company: dict[str, Any], context: Context) -> None:
    """Place the company where the row names a segment or a territory."""
    for name in ("segment", "territory"):
        given = row.values.get(name)
        if not given:
            continue
        found = context.market.id_named(name, given)
        if found is not None:
            company[f"{name}_id"] = found
        else:
            row.warn(name, gettext_noop("“%(value)s” was left out."), value=given[:60])
