"""What the forms and pages of the directory start from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from filon.accounts.models import User
from filon.directory.derivation import name_key
from filon.directory.identifiers import compact
from filon.directory.models import Contact, Organization, Site


def organization_initial(
    organization: Organization, names: list[str]
) -> dict[str, Any]:
    """Return what the form of a company starts with."""
    initial = {name: getattr(organization, name, None) for name in names}
    return {**initial, "roles": organization.roles}


def named_organization(user: User, text: str) -> Organization | None:
    """Return the one company with this name, SIREN or customer code, else None."""
    code = compact(text)
    rows: QuerySet[Organization] = Organization.objects.visible_to(user)
    found = rows.filter(
        Q(name_key=name_key(text)) | Q(siren=code) | Q(external_ref=text.strip())
    )[:2]
    return found[0] if len(found) == 1 else None


def contact_of(user: User, pk: int) -> Contact:
    """Return a contact with what its page shows; one query.

    :raises Contact.DoesNotExist: if this person may not read it.
    """
    rows: QuerySet[Contact] = Contact.objects.visible_to(user)
    return rows.select_related("organization", "site", "owner").get(pk=pk)


def sites_of(organization: Organization) -> QuerySet[Site]:
    """Return the places of a company, the main one first."""
    return organization.sites.order_by("-is_main", "city", "pk")
