"""Companies and people for the tests of the customer base."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from filon.accounts.models import User
from filon.directory import services
from filon.directory.models import Contact, Organization

SIREN = "732829320"
SIRET = "73282932000074"


def company(actor: User, now: datetime, **values: Any) -> Organization:
    """Create a company of `actor`."""
    given = {"name": "Forges du Lignon", "postcode": "42130", "city": "Boën"}
    return services.organization_create(
        values={**given, **values}, actor=actor, now=now
    )


def contact(
    organization: Organization, actor: User, now: datetime, **values: Any
) -> Contact:
    """Create a person of a company."""
    given = {"first_name": "Zoé", "last_name": "Çelik", "email": "zoe@example.com"}
    return services.contact_create(
        organization=organization, values={**given, **values}, actor=actor, now=now
    )
