"""Pairs that may be the same, within what a person may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.directory.models import Contact, Organization, Site
from filon.intake.models import DuplicatePair

_ORGANIZATION, _CONTACT, _SITE = (
    "directory.organization",
    "directory.contact",
    "directory.site",
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records, as people tell it apart."""

    title: str
    detail: str
    organization_id: int
    contact_id: int | None = None


def pairs(user: User) -> QuerySet[DuplicatePair]:
    """Return the pairs of which this person may read both records."""
    companies = Organization.objects.visible_to(user).values("pk")
    people = Contact.objects.visible_to(user).values("pk")
    sites = Site.objects.filter(organization__in=companies).values("pk")
    every = DuplicatePair.objects.all()
    return (
        every.filter(kind=_ORGANIZATION, left_id__in=companies, right_id__in=companies)
        | every.filter(kind=_CONTACT, left_id__in=people, right_id__in=people)
        | every.filter(kind=_SITE, left_id__in=sites, right_id__in=sites)
    )


def sides_of(rows: Sequence[DuplicatePair]) -> dict[tuple[str, int], Side]:
    """Return the records of the pairs; at most three queries."""
    ids: dict[str, set[int]] = {}
    for pair in rows:
        ids.setdefault(pair.kind, set()).update({pair.left_id, pair.right_id})
    found: dict[tuple[str, int], Side] = {}
    for company in Organization.objects.filter(pk__in=ids.get(_ORGANIZATION, ())):
        detail = f"{company.siren} {company.postcode} {company.city}".strip()
        found[_ORGANIZATION, company.pk] = Side(company.name, detail, company.pk)
    people = Contact.objects.filter(pk__in=ids.get(_CONTACT, ()))
    for contact in people.select_related("organization"):
        company = contact.organization
        found[_CONTACT, contact.pk] = Side(
            str(contact), company.name, company.pk, contact.pk
        )
    for site in Site.objects.filter(pk__in=ids.get(_SITE, ())):
        detail = f"{site.siret} {' '.join(site.address.split())}".strip()
        found[_SITE, site.pk] = Side(str(site), detail, site.organization_id)
    return found


def reason_text(code: str) -> str:
    """Return why two records may be one."""
    return {
        "siren": _("same SIREN"),
        "siret": _("same SIRET"),
        "phone": _("same phone"),
        "email": _("same e-mail"),
        "name": _("almost the same name"),
        "place": _("same place"),
    }.get(code, code)
