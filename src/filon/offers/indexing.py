"""What the search box knows of an offer."""

from __future__ import annotations

from django.urls import reverse

from filon.journal.models import kind_of
from filon.offers.models import Offer
from filon.search.rows import IndexRow

OFFER = kind_of(Offer)


def offer_row(offer: Offer) -> IndexRow:
    """Return the entry of an offer; its team and owner read it."""
    return IndexRow(
        kind=OFFER,
        object_id=offer.pk,
        title=offer.title,
        subtitle=f"{offer.number} {offer.organization.name}".strip(),
        text=offer.customer_reference,
        identifiers=tuple(filter(None, [offer.number, offer.customer_reference])),
        url=reverse("offers:detail", args=[offer.pk]),
        team_id=offer.team_id,
        owner_id=offer.owner_id,
        weight=30,
    )
