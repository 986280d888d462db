"""Everything the page of a revision shows, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from filon.accounts.models import CompanyProfile, User
from filon.accounts.policies import can_see_cost, can_see_margin
from filon.deals.models import CompetitiveBid
from filon.journal.models import Entry, kind_of
from filon.kernel import clock
from filon.offers.models import (
    Acceptance,
    Concession,
    FollowUp,
    LineStep,
    OfferApproval,
    OfferLine,
    OfferRecipient,
    OfferRevision,
)
from filon.offers.selectors import adequacy
from filon.offers.selectors.document.figures import default_ids, unit_symbol
from filon.offers.selectors.offers import revisions
from filon.offers.selectors.readiness import Readiness, readiness
from filon.offers.selectors.refusals import line_sentence, problem_sentence
from filon.offers.selectors.snapshot import lead_time, lines_of
from filon.offers.selectors.suggestions import PastPrices, past_prices
from filon.offers.selectors.words import next_break, past_sentences, sentences

RELATED = (
    "offer__need",
    "offer__vocabulary",
    "terms_of_sale",
    "document",
    "sent_by",
    "previous",
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line as the editor shows it.

    :ivar past: what the customer last paid and last refused, in sentences.
    :ivar more: a larger quantity that costs no more, and the sentence that says so.
    """

    line: OfferLine
    unit: str
    refusal: str
    discount: Decimal | None
    is_default: bool
    is_inside: bool
    past: Sequence[str]
    more: tuple[Decimal, str] | None

    @property
    def is_priced(self) -> bool:
        """Whether the line has a price of its own."""
        return self.line.kind == OfferLine.Kind.ITEM


@dataclass(frozen=True, slots=True)
class Sheet:
    """A revision with its offer and the other revisions.

    :ivar heads: what the columns and fields of a line are called.
    :ivar step: what the last change of the lines did and to which, if whoever looks
        can take it back.
    :ivar drawn: parts of a row that the page has drawn once for all of them.
    """

    revision: OfferRevision
    revisions: Sequence[OfferRevision]
    sees_margin: bool
    sees_cost: bool
    lines: Sequence[LineRow] = ()
    lead_time: int | None = None
    why: Sequence[str] = ()
    problem: str = ""
    alternatives: Sequence[tuple[str, Mapping[str, Any]]] = ()
    heads: Mapping[str, str] = field(default_factory=dict)
    step: tuple[str, str] | None = None
    drawn: dict[Any, str] = field(default_factory=dict)


def revisions_of(
    user: User, *, offer: int | None = None, revision: int | None = None
) -> list[OfferRevision]:
    """Return the revisions of a readable offer, the current first; one query.

    :param offer: key of the offer, or
    :param revision: key of any of its revisions.
    """
    named = Q(offer=offer)
    if revision is not None:
        # One value, not a set: beyond eight tables PostgreSQL joins in the order it is
        # told, and would read all offers before it looks at the set.
        of = OfferRevision.objects.filter(pk=revision).values("offer")
        named = Q(offer=Subquery(of))
    rows = (
        revisions(user)
        .filter(named)
        .select_related(
            "offer__organization",
            "offer__owner",
            "offer__contact",
            "offer__deal",
            *RELATED,
        )
        .annotate(
            was_submitted=Exists(
                OfferApproval.objects.filter(revision__offer=OuterRef("offer"))
            )
        )
    )
    return list(_with_step(rows).order_by("-is_current", "-pk"))


def sheet(
    user: User,
    found: Sequence[OfferRevision],
    revision: OfferRevision,
    *,
    with_last: bool = True,
    lines: Sequence[OfferLine] | None = None,
    only: Collection[int] | None = None,
) -> Sheet:
    """Return the lines with the reasons of their prices; two or three queries.

    :param with_last: whether each line says what it was last sold and lost for.
    :param lines: all lines of the revision, where they were just read.
    :param only: keys of the lines to show; None: all of them.
    """
    if lines is None:
        lines = lines_of(revision)
    defaults = default_ids(lines)
    inside = _inside(lines)
    shown = [line for line in lines if only is None or line.pk in only]
    items = {line.item_id for line in shown if line.item_id is not None}
    past: Mapping[int, PastPrices] = {}
    if with_last:
        past = past_prices(
            organization=revision.offer.organization, item_ids=items, but=revision
        )
    problem = str(revision.result.get("problem", ""))
    return Sheet(
        revision=revision,
        revisions=found,
        sees_margin=can_see_margin(user),
        sees_cost=can_see_cost(user),
        lines=[
            LineRow(
                line=line,
                unit=unit_symbol(line.unit),
                refusal=line_sentence(line.refusal),
                discount=_typed_discount(line),
                is_default=line.pk in defaults,
                is_inside=line.pk in inside,
                past=past_sentences(past.get(line.item_id or 0, PastPrices())),
                more=next_break(line.price_trace, revision.currency),
            )
            for line in shown
        ],
        lead_time=lead_time(revision, lines),
        why=sentences(revision.result.get("trace", []), revision.currency),
        problem=problem_sentence(problem) if problem and lines else "",
        alternatives=_alternatives(revision, lines),
        heads=_heads(),
        step=_step(user, revision) if with_last else None,
    )


def why_of(line: OfferLine) -> list[str]:
    """Return why the price of a line is what it is, one sentence a step."""
    return sentences(line.price_trace, line.revision.currency)


def _step(user: User, revision: OfferRevision) -> tuple[str, str] | None:
    """Return the last change, read with the revision or, after a change, now."""
    if not revision.is_draft:
        return None
    read = vars(revision)
    if "step_by" not in read:
        latest = _with_step(OfferRevision.objects.filter(pk=revision.pk)).get()
        read = vars(latest)
    if read["step_by"] != user.pk:
        return None
    return str(LineStep.Kind(read["step_kind"]).label), read["step_name"]


def _with_step(rows: QuerySet[OfferRevision]) -> QuerySet[OfferRevision]:
    last = LineStep.objects.filter(revision=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        step_by=Subquery(last.values("made_by")[:1]),
        step_kind=Subquery(last.values("kind")[:1]),
        step_name=Subquery(last.values("name")[:1]),
    )


def _heads() -> dict[str, str]:
    """Return the words that every row repeats, looked up once."""
    return {
        "what": _("Designation"),
        "check": _("Check"),
        "quantity": _("Quantity"),
        "price": _("Unit price"),
        "discount": _("Discount"),
        "inclusion": _("Inclusion"),
        "amount": _("Amount without VAT"),
        "margin": _("Margin"),
    }


def _inside(lines: Sequence[OfferLine]) -> set[int]:
    """Return the keys of the lines between a title and its subtotal."""
    found: set[int] = set()
    open_since: list[int] | None = None
    for line in lines:
        if line.kind == OfferLine.Kind.TITLE:
            open_since = []
        elif line.kind == OfferLine.Kind.SUBTOTAL:
            found.update(open_since or ())
            open_since = None
        elif open_since is not None:
            open_since.append(line.pk)
    return found


def _alternatives(
    revision: OfferRevision, lines: Sequence[OfferLine]
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return each alternative that does not count, with the totals it would give."""
    names = {str(line.pk): line.designation for line in lines}
    rows = revision.result.get("alternatives", ())
    return [(names[row["line"]], row["totals"]) for row in rows if row["line"] in names]


def _typed_discount(line: OfferLine) -> Decimal | None:
    if not line.discounts:
        return None
    return Decimal(str(line.discounts[0]["percent"]))


def readiness_of(page: Sheet, *, company: CompanyProfile) -> Readiness:
    """Return what holds the revision back today; at most seven further queries."""
    revision = page.revision
    return readiness(
        revision,
        on=clock.today(),
        company=company,
        lines=[row.line for row in page.lines],
        history=adequacy.rows_of(revision) if revision.offer.need_id else [],
    )


def bids(revision: OfferRevision) -> list[CompetitiveBid]:
    """Return what rivals offer on the deal; one query."""
    rows = CompetitiveBid.objects.filter(deal=revision.offer.deal_id)
    return list(rows.select_related("competitor").order_by("-observed_on", "-pk"))


@dataclass(frozen=True, slots=True)
class ConcessionRow:
    """What was asked and given, and what the step from revision to revision cost.

    :ivar effect: change of the margin, company's currency; None while it is unknown.
    :ivar points: change of the margin rate in points.
    """

    concession: Concession
    effect: Decimal | None
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Who received and read it, what was conceded, and all that happened."""

    recipients: Sequence[OfferRecipient]
    concessions: Sequence[ConcessionRow]
    follow_ups: Sequence[FollowUp]
    acceptance: Acceptance | None
    entries: Sequence[Entry]


def history_page(page: Sheet) -> HistoryPage:
    """Return the tab of the history; five queries."""
    revision = page.revision
    follow_ups = FollowUp.objects.filter(revision=revision).select_related("activity")
    concessions = Concession.objects.filter(offer=revision.offer_id).select_related(
        "from_revision", "to_revision"
    )
    return HistoryPage(
        recipients=list(revision.recipients.order_by("pk")),
        concessions=[_effect(row) for row in concessions.order_by("-pk")],
        follow_ups=list(follow_ups.order_by("activity__starts_at", "pk")),
        acceptance=Acceptance.objects.filter(revision=revision)
        .select_related("sealed_proof__seal")
        .first(),
        entries=entries(page),
    )


def _effect(row: Concession) -> ConcessionRow:
    """Return a concession with the margin before and after, as the engine gave it."""
    before, after = row.from_revision, row.to_revision
    effect = points = None
    if after is not None and before.margin is not None and after.margin is not None:
        effect = after.margin - before.margin
        if before.margin_percent is not None and after.margin_percent is not None:
            points = after.margin_percent - before.margin_percent
    return ConcessionRow(row, effect, points)


def entries(page: Sheet, *, limit: int = 60) -> list[Entry]:
    """Return what happened to an offer and all its revisions; one query."""
    offer = page.revision.offer
    ids = [revision.pk for revision in page.revisions]
    mine = Q(target_kind=kind_of(offer), target_id=offer.pk)
    mine |= Q(about_kind=kind_of(offer), about_id=offer.pk)
    mine |= Q(target_kind=kind_of(OfferRevision), target_id__in=ids)
    mine |= Q(about_kind=kind_of(OfferRevision), about_id__in=ids)
    return list(Entry.objects.filter(mine).order_by("-at", "-pk")[:limit])
