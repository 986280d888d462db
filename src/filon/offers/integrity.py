"""Checking that the totals of offers add up and are those that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.kernel.integrity import Check, Fault
from filon.offers.models import Acceptance, OfferRevision
from filon.offers.selectors.content import content_hash

TOTALS = ("total_net", "total_tax", "total_gross")
# How the evidence of an acceptance calls them (EN 16931: BT-109, BT-110, BT-112).
STANDARD = ("tax_exclusive", "tax_total", "tax_inclusive")
_CHUNK = 500


def wrong_totals() -> Iterator[Fault]:
    """Report offers whose figures contradict each other or what was sent.

    A sent revision is compared with its frozen content, and this content with its
    hash; an acceptance with its evidence, since the customer may have taken options.
    History that was written by another program has neither document nor content.
    """
    yield from _sums()
    yield from _not_sent()
    yield from _not_accepted()


def _sums() -> Iterator[Fault]:
    revisions = OfferRevision.objects.select_related("offer").order_by("pk")
    for revision in revisions.exclude(total_gross=F("total_net") + F("total_tax")):
        yield Fault(
            record=_name(revision), sentence=_("its total is not its net plus its VAT")
        )


def _not_sent() -> Iterator[Fault]:
    is_draft = Q(status=OfferRevision.Status.DRAFT)
    sent = OfferRevision.objects.exclude(is_draft | Q(document=None, frozen={}))
    rows = sent.select_related("offer").prefetch_related("lines").order_by("pk")
    for revision in rows.iterator(chunk_size=_CHUNK):
        content = revision.frozen.get("content", {})
        if content_hash(content) != revision.content_hash:
            yield Fault(
                record=_name(revision),
                sentence=_("its frozen content is not what was sent"),
            )
            continue
        terms = content["terms"]
        if any(_number(terms[name]) != getattr(revision, name) for name in TOTALS):
            yield Fault(
                record=_name(revision), sentence=_("its totals are not those sent")
            )
        amounts = {line.pk: line.net_amount for line in revision.lines.all()}
        frozen = {row["id"]: _number(row["net_amount"]) for row in content["lines"]}
        if amounts != frozen:
            yield Fault(
                record=_name(revision),
                sentence=_("the amounts of its lines are not those sent"),
            )


def _not_accepted() -> Iterator[Fault]:
    rows = Acceptance.objects.select_related("revision__offer").order_by("pk")
    for acceptance in rows.iterator(chunk_size=_CHUNK):
        proved = acceptance.evidence.get("totals", {})
        kept = [getattr(acceptance, name) for name in TOTALS]
        if kept != [_number(proved.get(name)) for name in STANDARD]:
            yield Fault(
                record=_name(acceptance.revision),
                sentence=_("the totals of its acceptance are not those of its proof"),
            )


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _name(revision: OfferRevision) -> str:
    return f"{revision.offer.number or revision.offer_id} {revision.letter}"


CHECKS = (Check(gettext_noop("totals of offers"), wrong_totals),)
