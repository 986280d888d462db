"""The 360° page of a company: everything the flow knows about it, in nine queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    F,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, TruncDate
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User, scope_of
from filon.catalog.models import InstalledAsset
from filon.contracts.models import Contract, Order
from filon.coordination import kinds
from filon.deals.models import Deal
from filon.directory.models import (
    Contact,
    Organization,
    OrganizationLink,
    Site,
    readable,
)
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.kernel.fields import amount_from_thousandths
from filon.loyalty.models import Claim, LoyaltyAction, SatisfactionSurvey, Vigilance
from filon.needs.models import Need
from filon.offers.models import OfferRevision
from filon.plans.models import PlanTarget
from filon.prospecting.models import Activity
from filon.watch.models import Finding, Reliability

SHOWN_CONTACTS, SHOWN_SITES, SHOWN_ASSETS = 30, 30, 20
SHOWN_ACTIVITIES, SHOWN_RECORDS, SHOWN_ENTRIES = 9, 60, 20
_NAMES = tuple(
    f"row_{name}"
    for name in ("kind", "pk", "title", "status", "on", "amount", "currency")
)
_STATES: dict[str, dict[str, Any]] = {
    "deals.deal": dict(Deal.Stage.choices),
    "needs.need": dict(Need.Status.choices),
    "offers.offer": dict(OfferRevision.Status.choices),
    "contracts.order": dict(Order.Status.choices),
    "contracts.contract": dict(Contract.Status.choices),
    "loyalty.satisfactionsurvey": dict(SatisfactionSurvey.Status.choices),
    "loyalty.claim": dict(Claim.Status.choices),
    "loyalty.vigilance": dict(Vigilance.Status.choices),
    "loyalty.loyaltyaction": dict(LoyaltyAction.Status.choices),
    "watch.finding": dict(Reliability.choices),
    "plans.actionplan": dict(PlanTarget.Status.choices),
}
_SURVEY, _MODES = "loyalty.satisfactionsurvey", dict(SatisfactionSurvey.Mode.choices)
_LABELS: dict[str, Any] = {
    "deals.deal": _("Deal"),
    "needs.need": _("Need"),
    "offers.offer": _("Offer"),
    "contracts.order": _("Order"),
    "contracts.contract": _("Contract"),
    "loyalty.satisfactionsurvey": _("Satisfaction survey"),
    "loyalty.claim": _("Claim"),
    "loyalty.vigilance": _("Vigilance"),
    "loyalty.loyaltyaction": _("Loyalty action"),
    "watch.finding": _("Finding"),
    "plans.actionplan": _("Action plan"),
}


@dataclass(frozen=True, slots=True)
class FlowRecord:
    """One record of the flow about the company."""

    kind: str
    label: str
    url: str
    title: str
    status: str
    on: date | None
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie as read from this company; only the first one can undo it."""

    pk: int
    other: Organization
    kind: str
    note: str
    is_outgoing: bool


@dataclass(frozen=True, slots=True)
class CompanySheet:
    """All that the page shows; lists are cut at what a page can hold."""

    company: Organization
    sites: Sequence[Site]
    contacts: Sequence[Contact]
    ties: Sequence[Tie]
    activities: Sequence[Activity]
    records: Sequence[FlowRecord]
    assets: Sequence[InstalledAsset]
    history: Sequence[Entry]

    def of(self, *codes: str) -> list[FlowRecord]:
        """Return the records of some kinds."""
        return [record for record in self.records if record.kind in codes]


def company_sheet(user: User, pk: int) -> CompanySheet:
    """Return the page of a company; nine queries whatever it holds.

    :raises Organization.DoesNotExist: if this person may not read it.
    """
    rows = Organization.objects.visible_to(user)
    company: Organization = rows.select_related(
        "segment", "territory", "owner", "parent"
    ).get(pk=pk)
    return CompanySheet(
        company=company,
        sites=list(company.sites.order_by("-is_main", "city", "pk")[:SHOWN_SITES]),
        contacts=list(
            Contact.objects.visible_to(user)
            .filter(organization=company)
            .order_by("-is_active", "name_key", "pk")[:SHOWN_CONTACTS]
        ),
        ties=_ties(user, company),
        activities=list(
            Activity.objects.visible_to(user)
            .filter(organization=company)
            .select_related("owner")
            .order_by("-starts_at", "-pk")[:SHOWN_ACTIVITIES]
        ),
        records=_records(user, company),
        assets=list(
            InstalledAsset.objects.filter(organization=company)
            .select_related("item", "rival", "site")
            .order_by("end_of_life_on", "pk")[:SHOWN_ASSETS]
        ),
        history=timeline(company, limit=SHOWN_ENTRIES),
    )


def _ties(user: User, company: Organization) -> list[Tie]:
    """Return the ties to companies that this person may read too."""
    rows = OrganizationLink.objects.filter(
        Q(source=company) & readable(user, "target__")
        | Q(target=company) & readable(user, "source__")
    ).select_related("source", "target")
    return [
        Tie(
            pk=link.pk,
            other=link.target if link.source_id == company.pk else link.source,
            kind=link.kind,
            note=link.note,
            is_outgoing=link.source_id == company.pk,
        )
        for link in rows.order_by("pk")
    ]


def _records(user: User, company: Organization) -> list[FlowRecord]:
    """Return the newest records of every later app, in one query."""
    first, *others = _parts(user, company)
    rows = first.union(*others, all=True).order_by("-row_on", "-row_pk")[:SHOWN_RECORDS]
    return [_record(*row) for row in rows]


def _parts(user: User, company: Organization) -> list[QuerySet[Any, Any]]:
    revisions = OfferRevision.objects.filter(
        scope_of(user, "offer__"), offer__organization=company, is_current=True
    )
    return [
        _part(Deal, user, company, "title", "stage", "created_at", "amount"),
        _part(Need, user, company, "title", "status", "created_at", path="deal__"),
        _columns(
            revisions.filter(offer__deleted_at=None),
            kind="offers.offer",
            pk="offer_id",
            title="offer__title",
            status="status",
            on="created_at",
            amount="total_net",
        ),
        _part(Order, user, company, "number", "status", "created_at", "total_net"),
        _part(
            Contract, user, company, "title", "status", "created_at", "committed_amount"
        ),
        _part(SatisfactionSurvey, user, company, "mode", "status", "created_at"),
        _part(Claim, user, company, "title", "status", "created_at"),
        _part(Vigilance, user, company, "cause", "status", "created_at"),
        _part(LoyaltyAction, user, company, "title", "status", "created_at"),
        _part(Finding, user, company, "title", "reliability", "created_at"),
        _targets(user, company),
    ]


def _targets(user: User, company: Organization) -> QuerySet[Any, Any]:
    """Return the plans that aim at the company."""
    rows = PlanTarget.objects.filter(scope_of(user, "plan__"), organization=company)
    return _columns(
        rows.filter(plan__deleted_at=None),
        kind="plans.actionplan",
        pk="plan_id",
        title="plan__title",
        status="status",
        on="plan__created_at",
        amount="",
    )


def _part(
    model: Any,
    user: User,
    company: Organization,
    title: str,
    status: str,
    on: str,
    amount: str = "",
    *,
    path: str = "",
) -> QuerySet[Any, Any]:
    rows = model.objects.visible_to(user).filter(**{f"{path}organization": company})
    return _columns(
        rows,
        kind=model._meta.label_lower,
        pk="pk",
        title=title,
        status=status,
        on=on,
        amount=amount,
    )


def _columns(
    rows: QuerySet[Any],
    *,
    kind: str,
    pk: str,
    title: str,
    status: str,
    on: str,
    amount: str,
) -> QuerySet[Any, Any]:
    """Return one part of the union; both databases want equal types of columns."""
    whole = BigIntegerField()
    has_currency = any(f.name == "currency" for f in rows.model._meta.get_fields())
    parts: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            row_kind=Cast(Value(kind), CharField()),
            row_pk=Cast(F(pk), whole),
            row_title=Cast(F(title), CharField()),
            row_status=Cast(F(status), CharField()),
            row_on=TruncDate(on, output_field=DateField()),
            row_amount=Cast(F(amount) if amount else Value(None), whole),
            row_currency=Cast(
                F("currency") if has_currency else Value("EUR"), CharField()
            ),
        )
        .values_list(*_NAMES)
    )
    return parts


def _record(
    kind: str,
    pk: int,
    title: str,
    status: str,
    on: date | None,
    amount: int | None,
    currency: str,
) -> FlowRecord:
    return FlowRecord(
        kind=kind,
        label=str(_LABELS[kind]),
        url=kinds.url_of(kind, pk),
        title=str(_MODES.get(title, title)) if kind == _SURVEY else title,
        status=str(_STATES[kind].get(status, status)),
        on=on,
        amount=None if amount is None else amount_from_thousandths(amount),
        currency=currency,
    )
