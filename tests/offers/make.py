"""Companies, items and offers with valid defaults."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from filon.accounts.models import CompanyProfile, User, ownership
from filon.catalog.models import Item
from filon.coordination.models import Approval, PolicyDocument
from filon.directory.models import Contact, Organization
from filon.kernel.text import fold
from filon.offers import services
from filon.offers.models import ConformityCheck, OfferLine, OfferRevision
from filon.offers.selectors.readiness import readiness
from tests import conftest

NOW = conftest.NOW
TODAY = date(2026, 3, 2)
READY = {"lead_time_days": 30}


def company(**values: Any) -> CompanyProfile:
    """Set our company up with every mention that an offer must bear."""
    defaults = {
        "name": "Acier Précis",
        "legal_form": "SAS",
        "share_capital": "100 000 €",
        "address": "1 rue de l’Usine",
        "postcode": "42000",
        "city": "Saint-Étienne",
        "siren": "732829320",
        "rcs_city": "Saint-Étienne",
        "vat_number": "FR44732829320",
        "email": "contact@example.com",
        "is_set_up": True,
    }
    profile, _new = CompanyProfile.objects.update_or_create(
        pk=1, defaults={**defaults, **values}
    )
    return profile


def terms_of_sale(actor: User, **values: Any) -> PolicyDocument:
    """Put general terms of sale in force."""
    fields = {
        "kind": PolicyDocument.Kind.TERMS_OF_SALE,
        "title": "CGV",
        "edition": "2026",
        "valid_from": date(2026, 1, 1),
        **values,
    }
    return PolicyDocument.objects.create(**ownership(actor, NOW), **fields)


def customer(
    actor: User, name: str = "Fonderie du Gier", **values: Any
) -> Organization:
    """Create a customer of an actor."""
    fields = {"city": "Rive-de-Gier", "postcode": "42800", **values}
    return Organization.objects.create(
        name=name, name_key=fold(name), **{**ownership(actor, NOW), **fields}
    )


def contact(actor: User, organization: Organization, **values: Any) -> Contact:
    """Create a person of a customer."""
    fields = {
        "first_name": "Claire",
        "last_name": "Morel",
        "name_key": "claire morel",
        "email": "claire.morel@example.com",
        **values,
    }
    return Contact.objects.create(
        organization=organization, **ownership(actor, NOW), **fields
    )


def item(actor: User, reference: str = "P-100", **values: Any) -> Item:
    """Create an item at 100.00 with a cost of 60.00."""
    fields = {
        "name_fr": f"Pompe {reference}",
        "price": Decimal(100),
        "cost": Decimal(60),
        "lead_time_days": 20,
        **values,
    }
    return Item.objects.create(
        reference=reference,
        name_key=fold(str(fields["name_fr"])),
        **{**ownership(actor, NOW), **fields},
    )


def draft(
    actor: User, organization: Organization | None = None, **values: Any
) -> OfferRevision:
    """Create an offer with an empty draft."""
    start = services.OfferStart(
        title=values.pop("title", "Deux pompes"),
        organization=organization or customer(actor),
        **values,
    )
    return services.offer_create(start=start, actor=actor, now=NOW)


def add(
    revision: OfferRevision, what: Item | str, quantity: int | str = 1, **values: Any
) -> OfferLine:
    """Add a line by the owner of the offer."""
    actor = revision.offer.owner
    assert actor is not None
    text = what if isinstance(what, str) else ""
    entry = services.LineEntry(
        text=text,
        item=None if isinstance(what, str) else what,
        quantity=Decimal(quantity),
        kind=values.pop("kind", "ITEM"),
        is_free=values.pop("is_free", False),
        values=values,
    )
    return services.line_add(revision=revision, entry=entry, actor=actor, now=NOW).line


def ready(
    actor: User, *, lines: int = 1, options: int = 0, **values: Any
) -> OfferRevision:
    """Create a draft that may be sent: priced, verified, with a recipient."""
    company()
    if not PolicyDocument.objects.exists():
        terms_of_sale(actor)
    organization = values.pop("organization", None) or customer(actor)
    person = contact(actor, organization)
    revision = draft(actor, organization, contact=person, **values)
    for number in range(lines):
        add(revision, item(actor, f"P-{revision.pk}-{number}"), 2)
    for number in range(options):
        thing = item(actor, f"O-{revision.pk}-{number}", price=Decimal(50), cost=30)
        add(revision, thing, inclusion="OPTION")
    verify(revision, actor)
    return revision


def verify(revision: OfferRevision, actor: User) -> None:
    """Set the six checks."""
    for check in revision.conformity.order_by("pk"):
        services.check_set(
            check=check, status=ConformityCheck.Status.OK, actor=actor, now=NOW
        )
    revision.refresh_from_db()


def approve(revision: OfferRevision, actor: User) -> None:
    """Let every level that must decide approve the draft as it stands."""
    while not readiness(revision, on=TODAY).is_approved:
        pending = Approval.objects.filter(status=Approval.Status.PENDING)
        found = pending.first() or services.revision_submit(
            revision=revision, actor=actor, now=NOW
        )
        services.offer_approval_decide(
            record_of=found.of_offer,
            is_approved=True,
            comment="Vu",
            actor=found.approver,
            now=NOW,
        )
        revision.refresh_from_db()


def sent(actor: User, **values: Any) -> OfferRevision:
    """Create an offer that the customer has."""
    revision = ready(actor, **values)
    services.revision_send(revision=revision, actor=actor, now=NOW)
    return revision


def later(**delta: int) -> Any:
    """Return a moment after NOW."""
    return NOW + timedelta(**delta)
