"""What one reads before contacting a company: one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from filon.accounts.models import User, scope_of
from filon.catalog.models import InstalledAsset
from filon.deals.lifecycle import OPEN
from filon.deals.models import Deal
from filon.directory.models import Contact, Organization
from filon.loyalty.models import Claim
from filon.offers.models import Offer, OfferRevision
from filon.prospecting.models import Activity, GuideQuestion
from filon.watch.models import Finding

LATEST = 8
PEOPLE = 12


@dataclass(frozen=True, slots=True)
class ContactBrief:
    """A company prepared for a contact, read in at most nine queries."""

    company: Organization
    activity: Activity | None
    questions: Sequence[GuideQuestion]
    contacts: Sequence[Contact]
    activities: Sequence[Activity]
    deals: Sequence[Deal]
    revisions: Sequence[OfferRevision]
    findings: Sequence[Finding]
    claims: Sequence[Claim]
    assets: Sequence[InstalledAsset]


def contact_brief(
    *, user: User, pk: int, activity_id: int | None = None
) -> ContactBrief:
    """Return what is known of a company; `activity_id` adds its aim and guide.

    The scope of the reader is asked for once: a shared company is read by everybody,
    its deals and contacts only by those who follow them.

    :raises Organization.DoesNotExist: if it is absent or not visible to `user`.
    """
    scope = scope_of(user)
    shared = scope | Q(is_shared=True) if scope else scope
    companies = Organization.objects.alive().filter(shared)
    company = companies.select_related("segment", "territory", "owner", "parent").get(
        pk=pk
    )
    activities = list(
        Activity.objects.alive()
        .filter(scope, organization=company)
        .exclude(status=Activity.Status.CANCELLED)
        .select_related("owner", "guide")
        .order_by("-starts_at", "-pk")[: LATEST * 2]
    )
    activity = next((a for a in activities if a.pk == activity_id), None)
    return ContactBrief(
        company=company,
        activity=activity,
        questions=_questions(activity),
        contacts=_contacts(company, shared),
        activities=[a for a in activities if a.status == Activity.Status.DONE][:LATEST],
        deals=list(
            Deal.objects.alive()
            .filter(scope, organization=company, stage__in=OPEN)
            .order_by("-updated_at", "-pk")[:LATEST]
        ),
        revisions=_revisions(company, scope),
        findings=_findings(company, scope),
        claims=list(
            Claim.objects.alive()
            .filter(scope, organization=company)
            .exclude(status=Claim.Status.CLOSED)
            .order_by("-opened_on", "-pk")[:LATEST]
        ),
        assets=list(
            InstalledAsset.objects.filter(organization=company)
            .select_related("item", "rival")
            .order_by("-in_service_on", "-pk")[:LATEST]
        ),
    )


def _questions(activity: Activity | None) -> list[GuideQuestion]:
    if activity is None or activity.guide is None:
        return []
    return list(activity.guide.questions.order_by("position", "pk"))


def _contacts(company: Organization, shared: Q) -> list[Contact]:
    people = Contact.objects.alive().filter(
        shared, organization=company, is_active=True
    )
    return list(people.order_by("buying_role", "name_key", "pk")[:PEOPLE])


def _revisions(company: Organization, scope: Q) -> list[OfferRevision]:
    """Return the current revisions of the company's offers that one may read."""
    offers = Offer.objects.alive().filter(scope, organization=company)
    rows = OfferRevision.objects.filter(offer__in=offers, is_current=True)
    return list(rows.select_related("offer").order_by("-updated_at", "-pk")[:LATEST])


def _findings(company: Organization, scope: Q) -> list[Finding]:
    """Return the latest findings about the company or its market segment."""
    about = Q(organization=company)
    if company.segment_id is not None:
        about |= Q(segment_id=company.segment_id, organization=None)
    rows = Finding.objects.alive().filter(scope, about)
    return list(rows.order_by("-observed_on", "-pk")[:LATEST])
