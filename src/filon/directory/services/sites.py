"""The places of a company; their changes are part of the company's history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.directory import policies
from filon.directory.derivation import checked, with_department
from filon.directory.models import Organization, Site
from filon.directory.selectors.market import market_of
from filon.journal.services import record


@transaction.atomic
def site_create(
    *, organization: Organization, values: Mapping[str, Any], actor: User, now: datetime
) -> Site:
    """Add a place to a company; the first one is the main one.

    :raises PermissionDenied: if another team follows the company.
    :raises IdentifierRefused: if the SIRET or the activity code cannot be right.
    """
    if not policies.can_edit(actor, organization):
        raise PermissionDenied
    written = with_department(checked(values), values.get("country", "FR"))
    place = market_of(written)
    territory = {k: v for k, v in place.items() if k == "territory"}
    is_first = not organization.sites.exists()
    site = Site.objects.create(
        organization=organization,
        **{"is_main": is_first, **territory, **written},
    )
    _touch(organization, now)
    record(
        target=organization,
        message=gettext_noop("Site “%(site)s” added"),
        params={"site": str(site)},
        actor=actor,
        now=now,
    )
    return site


@transaction.atomic
def site_update(
    *, site: Site, values: Mapping[str, Any], actor: User, now: datetime
) -> bool:
    """Change a place; return False if nothing differed.

    :raises PermissionDenied: if another team follows the company.
    :raises IdentifierRefused: if the SIRET or the activity code cannot be right.
    """
    organization = site.organization
    if not policies.can_edit(actor, organization):
        raise PermissionDenied
    written = with_department(checked(values), site.country)
    changed = {k: v for k, v in written.items() if getattr(site, k) != v}
    if not changed:
        return False
    history = {
        k: [str(getattr(site, k) or ""), str(v or "")] for k, v in changed.items()
    }
    Site.objects.filter(pk=site.pk).update(**changed)
    if changed.get("is_main"):
        organization.sites.exclude(pk=site.pk).update(is_main=False)
    site.refresh_from_db()
    _touch(organization, now)
    record(
        target=organization,
        message=gettext_noop("Site “%(site)s” changed"),
        params={"site": str(site)},
        actor=actor,
        now=now,
        changes=history,
    )
    return True


def _touch(organization: Organization, now: datetime) -> None:
    """Raise the company's version: its sites are part of it."""
    Organization.objects.filter(pk=organization.pk).update(
        version=F("version") + 1, updated_at=now
    )
