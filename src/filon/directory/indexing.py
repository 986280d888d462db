"""How companies and contacts are shown and found in the search box."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

from filon.directory.models import Contact, Organization
from filon.search.rows import IndexRow

ORGANIZATION = "directory.organization"
CONTACT = "directory.contact"


def organization_row(organization: Organization) -> IndexRow:
    """Return the search entry of a company; customers come before prospects."""
    place = f"{organization.postcode} {organization.city}".strip()
    return IndexRow(
        kind=ORGANIZATION,
        object_id=organization.pk,
        title=organization.name,
        subtitle=place,
        url=_address("desk:company", organization.pk),
        text=f"{organization.legal_name} {organization.email}".strip(),
        identifiers=tuple(
            filter(
                None,
                (
                    organization.siren,
                    organization.vat_number,
                    organization.external_ref,
                    organization.foreign_id,
                ),
            )
        ),
        phones=(organization.phone,) if organization.phone else (),
        team_id=organization.team_id,
        owner_id=organization.owner_id,
        is_shared=organization.is_shared,
        weight=60 if organization.is_customer else 50,
    )


def contact_row(contact: Contact, organization_name: str) -> IndexRow:
    """Return the search entry of a contact, found by the company's name too."""
    phones = tuple(filter(None, (contact.phone, contact.mobile)))
    return IndexRow(
        kind=CONTACT,
        object_id=contact.pk,
        title=str(contact),
        subtitle=" · ".join(filter(None, (contact.function, organization_name))),
        url=_address("directory:contact-detail", contact.pk),
        text=contact.email,
        identifiers=(contact.external_ref,) if contact.external_ref else (),
        phones=phones,
        team_id=contact.team_id,
        owner_id=contact.owner_id,
        is_shared=contact.is_shared,
        weight=40,
    )


def _address(name: str, pk: int) -> str:
    return _pattern(name).replace("/0/", f"/{pk}/")


@cache
def _pattern(name: str) -> str:
    """Return the address of record 0: resolving each one costs an import dearly."""
    return reverse(name, args=[0])
