"""Collecting what the document of a revision is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from filon.accounts.services import company
from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision, PriceBreak
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.document import Offering
from filon.offers.selectors.risks import reserves_of
from filon.offers.selectors.snapshot import lines_of


def offering_of(
    revision: OfferRevision,
    *,
    on: date,
    number: str,
    lines: Sequence[OfferLine] | None = None,
    adequacy: Sequence[AdequacyCheck] | None = None,
    is_draft: bool = False,
) -> Offering:
    """Return all that the document says; at most seven queries."""
    organization = revision.offer.organization
    sites = organization.sites.order_by("-is_main", "pk")
    breaks = PriceBreak.objects.filter(line__revision=revision).select_related("line")
    return Offering(
        revision=revision,
        lines=lines if lines is not None else lines_of(revision),
        adequacy=adequacy if adequacy is not None else rows_of(revision),
        breaks=list(breaks.order_by("line__position", "line_id", "quantity")),
        company=company(),
        site=sites.first(),
        number=number,
        on=on,
        reserves=reserves_of(revision),
        is_draft=is_draft,
    )
