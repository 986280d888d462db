"""Offers as a whole: created, copied, renamed, put in the trash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.deals.models import Deal
from filon.deals.services import deal_create
from filon.directory.models import Contact, Organization
from filon.journal import services as journal
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs.models import Need
from filon.offers import policies
from filon.offers.indexing import OFFER, offer_row
from filon.offers.models import (
    ConformityCheck,
    Offer,
    OfferRecipient,
    OfferRevision,
    PriceBreak,
)
from filon.offers.selectors.snapshot import lines_of
from filon.offers.selectors.vocabularies import vocabulary_for
from filon.offers.services.drafts import reprice
from filon.search import services as search

VALIDITY = timedelta(days=30)


class OfferRefused(DomainError):
    """The offer lacks its title, or its parts belong to different customers."""


class AlreadySent(DomainError):
    """A sent offer stays: the customer has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferStart:
    """Where an offer comes from; whatever is missing follows from the rest.

    :ivar organization: the customer; follows from the deal or the need.
    :ivar deal: without one a deal is opened, so that nothing is typed twice.
    """

    title: str = ""
    organization: Organization | None = None
    deal: Deal | None = None
    need: Need | None = None
    contact: Contact | None = None
    form: str = Offer.Form.QUOTE
    customer_reference: str = ""
    due_on: date | None = None
    deal_source: str = Deal.Source.CALL_IN


@transaction.atomic
def offer_create(*, start: OfferStart, actor: User, now: datetime) -> OfferRevision:
    """Create an offer with its draft revision A, ready for its lines.

    Six conformity checks are opened, and one adequacy row for each requirement of the
    need. Language and currency are the customer's.

    :raises OfferRefused: without customer or title, or if deal, need and contact
        belong to another customer.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    deal = start.deal or (start.need.deal if start.need else None)
    organization = start.organization or (deal.organization if deal else None)
    if organization is None:
        raise OfferRefused(_("Choose the customer."))
    _check_same_customer(start, deal, organization)
    title = start.title.strip() or (start.need or deal or organization).__str__()
    if deal is None:
        values = {
            "title": title,
            "organization": organization,
            "contact": start.contact,
            "source": start.deal_source,
        }
        deal = deal_create(values=values, actor=actor, now=now)
    offer = Offer.objects.create(
        **{
            **ownership(actor, now),
            "team_id": actor.team_id or deal.team_id,
            "title": title[:200],
            "form": start.form,
            "deal": deal,
            "organization": organization,
            "contact": start.contact or deal.contact,
            "need": start.need,
            "customer_reference": start.customer_reference,
            "due_on": start.due_on,
            "vocabulary": vocabulary_for(organization),
        }
    )
    revision = _first_revision(offer, actor=actor, now=now)
    _written(offer, gettext_noop("Offer “%(title)s” created"), actor, now)
    return revision


def _check_same_customer(
    start: OfferStart, deal: Deal | None, organization: Organization
) -> None:
    parts = [deal, start.need.deal if start.need else None, start.contact]
    if any(p is not None and p.organization_id != organization.pk for p in parts):
        raise OfferRefused(
            _("The deal, the need and the contact must belong to the same customer.")
        )


def _first_revision(offer: Offer, *, actor: User, now: datetime) -> OfferRevision:
    organization = offer.organization
    contact = offer.contact
    revision = OfferRevision.objects.create(
        offer=offer,
        letter="A",
        created_at=now,
        created_by=actor,
        updated_at=now,
        language=contact.language if contact else organization.language,
        currency=organization.currency,
        valid_until=clock.day_of(now) + VALIDITY,
    )
    ConformityCheck.objects.bulk_create(
        ConformityCheck(revision=revision, topic=topic)
        for topic in ConformityCheck.Topic.values
    )
    if contact is not None and contact.email:
        OfferRecipient.objects.create(
            revision=revision, contact=contact, name=str(contact), email=contact.email
        )
    reprice(revision, now=now)
    return revision


@transaction.atomic
def offer_duplicate(
    *,
    revision: OfferRevision,
    organization: Organization | None = None,
    actor: User,
    now: datetime,
) -> OfferRevision:
    """Start a new offer with the lines, terms and words of a revision.

    Prices are worked out again, today and for the new customer; typed prices stay.

    :param organization: another customer; the same one by default.
    """
    source = revision.offer
    customer = organization or source.organization
    is_same = customer.pk == source.organization_id
    start = OfferStart(
        title=source.title,
        organization=customer,
        contact=source.contact if is_same else None,
        form=source.form,
        deal_source=Deal.Source.REPEAT,
    )
    copy = offer_create(start=start, actor=actor, now=now)
    terms = {name: getattr(revision, name) for name in COPIED_TERMS}
    OfferRevision.objects.filter(pk=copy.pk).update(**terms)
    Offer.objects.filter(pk=copy.offer_id).update(copied_from=source)
    copy.refresh_from_db()
    copy_lines(revision, copy)
    reprice(copy, now=now)
    return copy


COPIED_TERMS = (
    "incoterm",
    "incoterm_place",
    "payment_days",
    "payment_mode",
    "payment_schedule",
    "lead_time_days",
    "delivery_terms",
    "warranty_months",
    "after_sales",
    "discount_level",
    "freight",
    "introduction",
    "technical_argument",
    "financial_argument",
    "service_argument",
    "recommendation",
    "reserves",
    "outline",
    "accuracy_percent",
)


def copy_lines(source: OfferRevision, target: OfferRevision) -> dict[int, int]:
    """Copy the lines of a revision with their breaks; return old id -> new id."""
    made = {}
    for line in lines_of(source):
        old, breaks = line.pk, list(line.breaks.all())
        line.pk, line.revision = None, target
        line._state.adding = True
        line.save()
        made[old] = line.pk
        PriceBreak.objects.bulk_create(
            PriceBreak(line=line, quantity=row.quantity, net_price=row.net_price)
            for row in breaks
        )
    return made


@transaction.atomic
def offer_update(
    *,
    offer: Offer,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> bool:
    """Change title, form, contact, reference or due day; False if nothing differed.

    :raises EditConflict: if somebody else changed it meanwhile.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    if not str(values.get("title", offer.title)).strip():
        raise OfferRefused(_("Give the offer a title."))
    changed = journal.save_changes(
        offer,
        values=values,
        actor=actor,
        now=now,
        expected_version=expected_version,
        about=offer.organization,
    )
    if changed:
        search.index([offer_row(offer)])
    return changed


@transaction.atomic
def offer_trash(*, offer: Offer, actor: User, now: datetime) -> None:
    """Put an offer that was never sent in the trash.

    :raises AlreadySent: if the customer has a revision of it (RE-13).
    :raises AlreadyTrashed: if it lies there already.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    if offer.number:
        raise AlreadySent(
            _("Offer %(number)s was sent: its number stays. Refuse or replace it.")
            % {"number": offer.number}
        )
    journal.trash(instance=offer, actor=actor, now=now)
    search.remove(OFFER, [offer.pk])


@transaction.atomic
def offer_restore(*, offer: Offer, actor: User, now: datetime) -> None:
    """Take an offer out of the trash."""
    journal.restore(instance=offer, actor=actor, now=now)
    search.index([offer_row(offer)])


def _written(offer: Offer, message: str, actor: User, now: datetime) -> None:
    journal.record(
        target=offer,
        message=message,
        params={"title": offer.title},
        actor=actor,
        now=now,
        about=offer.organization,
    )
    search.index([offer_row(offer)])
