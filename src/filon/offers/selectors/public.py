"""The offer as its recipient reads it: no cost, no margin, no trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from filon.accounts.models import CompanyProfile
from filon.accounts.services import company
from filon.coordination.models import PublicLink
from filon.journal.models import kind_of
from filon.kernel import clock
from filon.offers.models import (
    Acceptance,
    AcceptanceCode,
    Offer,
    OfferLine,
    OfferRecipient,
    OfferRevision,
    SealedProof,
)
from filon.offers.pricing import Selection, Totals, price_document
from filon.offers.selectors.adequacy import offered_words, rows_of
from filon.offers.selectors.difference import Comparison, compared
from filon.offers.selectors.document.build import payment_terms
from filon.offers.selectors.document.figures import default_ids, unit_symbol
from filon.offers.selectors.freezing import selection_of, thaw
from filon.offers.selectors.risks import reserve_name, reserves_of
from filon.offers.selectors.snapshot import lead_time, lines_of
from filon.offers.selectors.statement import statement_of
from filon.offers.selectors.vocabularies import verdict_words

I = OfferLine.Inclusion  # noqa: E741 -- short beside every line


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One line with the figures that the document bears."""

    key: str
    kind: str
    reference: str
    name: str
    text: str
    quantity: Decimal
    unit: str
    price: Decimal | None
    price_base: int
    percent: Decimal | None
    amount: Decimal | None
    is_ticked: bool
    lead_time_days: int | None


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """Alternatives among which the customer chooses one."""

    name: str
    lines: Sequence[PublicLine]


@dataclass(frozen=True, slots=True)
class PublicTotals:
    """What the choice costs."""

    net: Decimal
    tax: Decimal
    gross: Decimal
    discount: Decimal
    charges: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """The answer that was given."""

    name: str
    at: datetime
    gross: Decimal
    has_proof: bool


@dataclass(frozen=True, slots=True)
class PublicVerdict:
    """How one requirement is met."""

    ref: str
    text: str
    offered: str
    verdict: str
    comment: str


@dataclass(frozen=True, slots=True)
class PublicOffer:
    """All that the page shows."""

    link: PublicLink
    recipient: str
    number: str
    letter: str
    title: str
    form: str
    language: str
    currency: str
    status: str
    status_label: str
    valid_until: object
    sent_at: datetime | None
    contact_name: str
    contact_email: str
    contact_phone: str
    words: Sequence[tuple[str, str]]
    recommendation: str
    reserves: Sequence[str]
    firm: Sequence[PublicLine]
    options: Sequence[PublicLine]
    groups: Sequence[PublicGroup]
    beside: Sequence[PublicLine]
    verdicts: Sequence[PublicVerdict]
    totals: PublicTotals
    statement: str
    lead_time: int | None
    payment: str
    incoterm: str
    warranty_months: int | None
    terms: str
    can_answer: bool
    has_read: bool
    answer: PublicAnswer | None
    changes: Comparison | None
    needs_code: bool
    code_until: datetime | None

    @property
    def mailbox(self) -> str:
        """The address that the code goes to, as its owner knows it again."""
        name, at, domain = self.link.recipient_email.partition("@")
        return f"{name[:2]}…{at}{domain}"

    @property
    def is_open(self) -> bool:
        """Whether the offer still waits for its answer."""
        return self.status == OfferRevision.Status.SENT


def public_revision(link: PublicLink) -> OfferRevision | None:
    """Return the revision that a link opens, or None."""
    if link.target_kind != kind_of(OfferRevision):
        return None
    rows = OfferRevision.objects.exclude(status=OfferRevision.Status.DRAFT)
    return (
        rows.filter(pk=link.target_id, offer__deleted_at=None)
        .select_related(
            "offer__organization",
            "offer__owner",
            "terms_of_sale",
            "document",
            "previous",
        )
        .first()
    )


def public_offer(
    link: PublicLink, *, now: datetime, ticked: frozenset[str] = frozenset()
) -> PublicOffer | None:
    """Return the offer with the totals of what is ticked; at most nine queries.

    Once it is accepted, what was accepted stays ticked, whatever the address says. Ids
    that are no choice of this offer are left out. Prices are those that were sent,
    whatever the catalogue says today.
    """
    revision = public_revision(link)
    recipient = OfferRecipient.objects.filter(link=link).first()
    if revision is None or recipient is None:
        return None
    offer = revision.offer
    lines = lines_of(revision)
    document = thaw(revision.frozen["input"])
    acceptance = (
        Acceptance.objects.filter(revision=revision)
        .select_related("sealed_proof")
        .first()
    )
    if acceptance is not None:
        ticked = frozenset(acceptance.selected_options)
    chosen = selection_of(document.lines, ticked)
    totals = price_document(replace(document, selection=chosen)).chosen.totals
    kept = _kept(lines, chosen)
    shown = {line.pk: _line(line, is_ticked=line.pk in kept) for line in lines}
    is_lapsed = (
        revision.valid_until is not None and revision.valid_until < clock.day_of(now)
    )
    owner = offer.owner
    needs_code = must_type_code()
    code = code_of(link, now=now) if needs_code and acceptance is None else None
    return PublicOffer(
        link=link,
        recipient=recipient.name,
        number=offer.number,
        letter=revision.letter,
        title=offer.title,
        form=str(offer.get_form_display()),
        language=revision.language,
        currency=revision.currency,
        status=OfferRevision.Status.EXPIRED
        if is_lapsed and revision.status == OfferRevision.Status.SENT
        else revision.status,
        status_label=str(revision.get_status_display()),
        valid_until=revision.valid_until,
        sent_at=revision.sent_at,
        contact_name=owner.full_name if owner else "",
        contact_email=owner.email if owner else "",
        contact_phone=owner.phone if owner else "",
        words=[
            ("introduction", revision.introduction),
            ("technical", revision.technical_argument),
            ("financial", revision.financial_argument),
            ("service", revision.service_argument),
        ],
        recommendation=revision.recommendation,
        reserves=_reserves(revision),
        firm=[shown[line.pk] for line in lines if line.inclusion == I.FIRM],
        options=[shown[line.pk] for line in lines if line.inclusion == I.OPTION],
        groups=_groups(lines, shown),
        beside=[shown[line.pk] for line in lines if line.inclusion == I.OUTSIDE],
        verdicts=_verdicts(revision),
        totals=_totals(totals, revision.currency),
        statement=statement_of(revision, totals.tax_inclusive),
        lead_time=lead_time(revision, lines),
        payment=payment_terms(revision),
        incoterm=f"{revision.incoterm} {revision.incoterm_place}".strip(),
        warranty_months=revision.warranty_months,
        terms=str(revision.terms_of_sale or ""),
        can_answer=recipient.can_accept
        and not is_lapsed
        and offer.form != Offer.Form.BUDGETARY,
        has_read=recipient.read_at is not None,
        answer=PublicAnswer(
            acceptance.signatory_name,
            acceptance.accepted_at,
            acceptance.total_gross,
            recipient.can_accept and hasattr(acceptance, "sealed_proof"),
        )
        if acceptance
        else None,
        changes=_changes(revision),
        needs_code=needs_code,
        code_until=code.expires_at if code else None,
    )


def _changes(revision: OfferRevision) -> Comparison | None:
    """Return what changed since the former revision that left, if there is one."""
    former = revision.previous
    if former is None or "content" not in former.frozen:
        return None
    return compared(former, revision, for_customer=True)


def must_type_code() -> bool:
    """Return whether the company asks for a one-time code with an acceptance."""
    return company().acceptance_proof == CompanyProfile.AcceptanceProof.CODE


def code_of(link: PublicLink, *, now: datetime) -> AcceptanceCode | None:
    """Return the last code of a link while it is valid."""
    last = AcceptanceCode.objects.filter(link=link).order_by("-pk").first()
    if last is None or last.used_at is not None or last.expires_at <= now:
        return None
    return last


def _line(line: OfferLine, *, is_ticked: bool) -> PublicLine:
    return PublicLine(
        key=str(line.pk),
        kind=line.kind,
        reference=line.reference,
        name=line.designation,
        text=line.description if line.description != line.designation else "",
        quantity=line.quantity,
        unit=unit_symbol(line.unit),
        price=line.net_price,
        price_base=line.price_base,
        percent=line.percent,
        amount=line.net_amount,
        is_ticked=is_ticked,
        lead_time_days=line.lead_time_days,
    )


def _kept(lines: Sequence[OfferLine], chosen: Selection) -> set[int]:
    """Return the ids that count: ticked options, chosen or default alternatives."""
    kept = {int(key) for key in chosen.options | chosen.alternatives}
    taken = {line.alternative_group for line in lines if line.pk in kept}
    by_id = {line.pk: line for line in lines}
    for pk in default_ids(lines):
        if by_id[pk].alternative_group not in taken:
            kept.add(pk)
    return kept


def _groups(
    lines: Sequence[OfferLine], shown: dict[int, PublicLine]
) -> list[PublicGroup]:
    groups: dict[str, list[PublicLine]] = {}
    for line in lines:
        if line.inclusion == I.ALTERNATIVE:
            groups.setdefault(line.alternative_group, []).append(shown[line.pk])
    return [PublicGroup(name, members) for name, members in groups.items()]


def _totals(totals: Totals, currency: str) -> PublicTotals:
    return PublicTotals(
        net=totals.tax_exclusive,
        tax=totals.tax_total,
        gross=totals.tax_inclusive,
        discount=totals.allowances_total,
        charges=totals.charges_total,
        currency=currency,
    )


def _reserves(revision: OfferRevision) -> list[str]:
    numbered = [f"{reserve_name(r)} – {r.words}" for r in reserves_of(revision)]
    others = [t.strip() for t in revision.reserves.splitlines() if t.strip()]
    return numbered + others


def _verdicts(revision: OfferRevision) -> list[PublicVerdict]:
    words = verdict_words(revision)
    return [
        PublicVerdict(
            ref=row.requirement.ref,
            text=row.requirement.text,
            offered=offered_words(row),
            verdict=words[row.verdict],
            comment=row.comment,
        )
        for row in rows_of(revision)
    ]


def proof_of(revision: OfferRevision, link: PublicLink) -> SealedProof | None:
    """Return the sealed proof, for a recipient who may answer; else None."""
    rows = OfferRecipient.objects.filter(revision=revision, link=link, can_accept=True)
    if not rows.exists():
        return None
    proofs = SealedProof.objects.filter(acceptance__revision=revision)
    return proofs.select_related("file").first()
