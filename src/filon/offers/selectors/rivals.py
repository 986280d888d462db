"""Our offer beside those of rivals, and the sheet of arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from filon.deals.models import CompetitiveBid
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)
from filon.needs.models import MethodAnswer
from filon.offers.models import (
    AdequacyCheck,
    Argument,
    BidLevel,
    Objection,
    Offer,
    OfferRevision,
)
from filon.offers.selectors import adequacy
from filon.offers.selectors.matrix import TONES, asked_words
from filon.offers.selectors.offers import revision_title

V = AdequacyCheck.Verdict
SHOWN = 5
_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Swot:
    """Our strengths, weaknesses, opportunities and threats against one rival."""

    strengths: Sequence[str]
    weaknesses: Sequence[str]
    opportunities: Sequence[str]
    threats: Sequence[str]


@dataclass(frozen=True, slots=True)
class Rival:
    """One rival offer against ours.

    :ivar gap: how much dearer ours is, in percent of theirs; None in other currencies.
    :ivar bar: its price in percent of the dearest shown.
    """

    bid: CompetitiveBid
    gap: Decimal | None
    bar: int | None
    coverage: Decimal | None
    swot: Swot


@dataclass(frozen=True, slots=True)
class Level:
    """What a rival offers of one requirement."""

    verdict: str
    offered: str
    tone: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement: our answer, and those of the rivals in their order."""

    row: AdequacyCheck
    asked: str
    ours: Level
    theirs: Sequence[Level]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole comparison."""

    rivals: Sequence[Rival]
    criteria: Sequence[Criterion]
    our_bar: int | None


def comparison(revision: OfferRevision) -> Comparison:
    """Return our offer beside the latest five rival offers; three queries."""
    bids = list(
        CompetitiveBid.objects.filter(deal=revision.offer.deal_id)
        .exclude(status=CompetitiveBid.Status.WITHDRAWN)
        .select_related("competitor")
        .order_by("-observed_on", "-pk")[:SHOWN]
    )
    rows = adequacy.rows_of(revision)
    levels = {
        (level.bid_id, level.requirement_id): level
        for level in BidLevel.objects.filter(bid__in=bids)
    }
    prices = [bid.price for bid in bids if _comparable(revision, bid) and bid.price]
    if revision.is_priced:
        prices.append(revision.total_net)
    top = max((price for price in prices if price), default=None)
    return Comparison(
        rivals=[_rival(revision, bid, rows, levels, top) for bid in bids],
        criteria=[
            Criterion(
                row=row,
                asked=asked_words(row.requirement),
                ours=_level(row.verdict, adequacy.offered_words(row)),
                theirs=[_theirs(levels.get((b.pk, row.requirement_id))) for b in bids],
            )
            for row in rows
        ],
        our_bar=_bar(revision.total_net if revision.is_priced else None, top),
    )


def price_gap(ours: Decimal, theirs: Decimal) -> Decimal | None:
    """Return how much dearer ours is, in percent of theirs, one decimal half up."""
    if not theirs:
        return None
    return ((ours - theirs) * _HUNDRED / theirs).quantize(_TENTH, ROUND_HALF_UP)


def _comparable(revision: OfferRevision, bid: CompetitiveBid) -> bool:
    return bid.price is not None and bid.currency == revision.currency


def _rival(
    revision: OfferRevision,
    bid: CompetitiveBid,
    rows: Sequence[AdequacyCheck],
    levels: Mapping[tuple[int, int], BidLevel],
    top: Decimal | None,
) -> Rival:
    gap = None
    is_comparable = _comparable(revision, bid)
    if is_comparable and revision.is_priced and bid.price is not None:
        gap = price_gap(revision.total_net, bid.price)
    said = [
        AdequacyCheck(
            requirement=row.requirement,
            verdict=levels[bid.pk, row.requirement_id].verdict,
        )
        for row in rows
        if (bid.pk, row.requirement_id) in levels
    ]
    return Rival(
        bid=bid,
        gap=gap,
        bar=_bar(bid.price if is_comparable else None, top),
        coverage=adequacy.coverage(said).percent if len(said) == len(rows) else None,
        swot=_swot(revision, bid, rows, levels, gap),
    )


def _bar(price: Decimal | None, top: Decimal | None) -> int | None:
    return None if price is None or not top else int(price * _HUNDRED / top)


def _swot(
    revision: OfferRevision,
    bid: CompetitiveBid,
    rows: Sequence[AdequacyCheck],
    levels: Mapping[tuple[int, int], BidLevel],
    gap: Decimal | None,
) -> Swot:
    """Compare price, lead time and requirements; take what people typed as well."""
    better: list[str] = []
    worse: list[str] = []
    if gap:
        (better if gap < 0 else worse).append(_("Price"))
    ours, theirs = revision.lead_time_days, bid.lead_time_days
    if ours is not None and theirs is not None and ours != theirs:
        (better if ours < theirs else worse).append(_("Lead time"))
    for row in rows:
        level = levels.get((bid.pk, row.requirement_id))
        if level is None or V.OPEN in {level.verdict, row.verdict}:
            continue
        mine, other = _score(row.verdict), _score(level.verdict)
        if mine != other:
            words = f"{row.requirement.ref} {row.requirement.text}"
            (better if mine > other else worse).append(words)
    return Swot(
        strengths=better,
        weaknesses=worse,
        opportunities=_lines(bid.weaknesses),
        threats=_lines(bid.strengths),
    )


def _score(verdict: str) -> Decimal:
    return adequacy.SCORES.get(V(verdict), Decimal(0))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _level(verdict: str, offered: str) -> Level:
    return Level(str(V(verdict).label), offered, TONES[V(verdict)])


def _theirs(level: BidLevel | None) -> Level:
    return Level("", "", "") if level is None else _level(level.verdict, level.offered)


def arguments_of(offer: Offer) -> list[Argument]:
    """Return the arguments, the strongest motives of the contact first; two queries.

    Motives are weighed 0 to 3 in the need (SONCASE); then the weight of the criterion
    counts.
    """
    known = _motives(offer)
    rows = list(offer.arguments.select_related("requirement").order_by("pk"))
    rows.sort(
        key=lambda row: (
            -known.get(row.lever, 0),
            -(row.requirement.weight if row.requirement else 0),
            row.pk,
        )
    )
    return rows


def _motives(offer: Offer) -> dict[str, int]:
    if offer.need is None or offer.contact_id is None:
        return {}
    rows = offer.need.answers.filter(
        method=MethodAnswer.Method.SONCASE, contact=offer.contact_id
    )
    return {item: score or 0 for item, score in rows.values_list("item", "score")}


def objections_of(offer: Offer) -> list[Objection]:
    """Return what may be objected, with our answers; one query."""
    rows = offer.objections.select_related("bid__competitor")
    return list(rows.order_by("pk"))


def argument_sheet(
    revision: OfferRevision,
    arguments: Sequence[Argument],
    objections: Sequence[Objection],
) -> Document:
    """Return the sheet that is taken along to present the offer; for our own people."""
    return Document(
        title=_("Argument sheet"),
        subtitle=revision_title(revision),
        recipient=[revision.offer.organization.name],
        blocks=[
            Paragraph(_("For our own use: prices of rivals are not repeated here.")),
            *_argument_blocks(arguments),
            *_objection_blocks(objections),
        ],
    )


def _argument_blocks(arguments: Sequence[Argument]) -> list[Block]:
    if not arguments:
        return []
    return [
        Heading(_("Arguments, the strongest first")),
        Table(
            columns=[
                Column(_("Criterion")),
                Column(_("Characteristic"), width=1),
                Column(_("Advantage"), width=1),
                Column(_("Benefit"), width=1),
                Column(_("Proof"), width=1),
            ],
            rows=[
                [
                    Cell(
                        row.requirement.ref if row.requirement else "–",
                        detail=str(row.get_lever_display()) if row.lever else "",
                    ),
                    row.characteristic,
                    row.advantage,
                    row.benefit,
                    row.proof,
                ]
                for row in arguments
            ],
        ),
    ]


def _objection_blocks(objections: Sequence[Objection]) -> list[Block]:
    if not objections:
        return []
    return [
        Heading(_("Objections and answers")),
        Table(
            columns=[Column(_("Objection"), width=1), Column(_("Our answer"), width=2)],
            rows=[
                [
                    Cell(row.text, detail=str(row.bid.competitor) if row.bid else ""),
                    row.answer,
                ]
                for row in objections
            ],
        ),
    ]
