"""Companies, people and deals for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.deals.services import deal_create
from filon.directory.models import Contact, Organization
from filon.directory.services import contact_create, organization_create
from tests.conftest import NOW


def company(owner: User, name: str = "Acier du Forez", **values: Any) -> Organization:
    """Create a company that `owner` follows."""
    return organization_create(
        values={"name": name, "is_prospect": True, **values}, actor=owner, now=NOW
    )


def contact(organization: Organization, owner: User, **values: Any) -> Contact:
    """Add a person to a company."""
    return contact_create(
        organization=organization,
        values={"last_name": "Martin", "first_name": "Claire", **values},
        actor=owner,
        now=NOW,
    )


def rival(owner: User, name: str = "Robinet Plus") -> Organization:
    """Create a competitor that the whole house knows."""
    return organization_create(
        values={"name": name, "is_competitor": True, "is_shared": True},
        actor=owner,
        now=NOW,
    )


def deal(owner: User, *, now: datetime = NOW, **values: Any) -> Deal:
    """Open a deal; the company is made where none is given."""
    organization = values.pop("organization", None) or company(owner)
    return deal_create(
        values={"title": "Valves for line 3", "organization": organization, **values},
        actor=owner,
        now=now,
    )
