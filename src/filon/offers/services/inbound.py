"""An offer from an inbound call: the company and the caller may be new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.directory.models import Contact, Organization
from filon.directory.services import contact_create, organization_create
from filon.offers.models import OfferRevision
from filon.offers.services.offers import OfferRefused, OfferStart, offer_create


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks for an offer: a company that is new, and a person who may be.

    :ivar company: name of a new company; empty when it is known already.
    """

    company: str = ""
    siren: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def offer_from_caller(
    *, start: OfferStart, caller: Caller, actor: User, now: datetime
) -> OfferRevision:
    """Create company and contact where they are new, then the offer; all or nothing.

    :raises OfferRefused: if neither a company is chosen nor a new one named.
    :raises IdentifierRefused: if the SIREN cannot be right.
    """
    organization = start.organization
    if organization is None and start.deal is None and start.need is None:
        if not caller.company.strip():
            raise OfferRefused(_("Choose the customer, or name the new company."))
        organization = _company(caller, actor, now)
    person = start.contact
    if person is None and caller.last_name.strip():
        whose = organization or _organization_of(start)
        person = _person(whose, caller, actor, now)
    return offer_create(
        start=replace(start, organization=organization, contact=person),
        actor=actor,
        now=now,
    )


def _organization_of(start: OfferStart) -> Organization:
    if start.deal is not None:
        return start.deal.organization
    if start.need is not None:
        return start.need.deal.organization
    raise OfferRefused(_("Choose the customer."))


def _company(caller: Caller, actor: User, now: datetime) -> Organization:
    return organization_create(
        values={
            "name": caller.company.strip(),
            "siren": caller.siren.strip(),
            "postcode": caller.postcode.strip(),
            "city": caller.city.strip(),
            "country": caller.country,
            "phone": caller.phone.strip(),
            "is_prospect": True,
        },
        actor=actor,
        now=now,
    )


def _person(
    organization: Organization, caller: Caller, actor: User, now: datetime
) -> Contact:
    return contact_create(
        organization=organization,
        values={
            "first_name": caller.first_name.strip(),
            "last_name": caller.last_name.strip(),
            "email": caller.email.strip(),
            "phone": caller.phone.strip(),
            "language": organization.language,
        },
        actor=actor,
        now=now,
    )
