"""Checking that the totals of offers add up."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.kernel.integrity import Check, Fault
from filon.offers.models import OfferRevision


def wrong_totals() -> Iterator[Fault]:
    """Report revisions whose gross differs from net and VAT."""
    revisions = OfferRevision.objects.select_related("offer").order_by("pk")
    for revision in revisions.exclude(total_gross=F("total_net") + F("total_tax")):
        yield Fault(
            record=f"{revision.offer.number or revision.offer_id} {revision.letter}",
            sentence=_("its total is not its net plus its VAT"),
        )


CHECKS = (Check(gettext_noop("totals of offers"), wrong_totals),)
