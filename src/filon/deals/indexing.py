"""What the search box knows of a deal."""

from __future__ import annotations

from django.urls import reverse

from filon.deals.models import Deal
from filon.journal.models import kind_of
from filon.search.rows import IndexRow

DEAL = kind_of(Deal)


def deal_row(deal: Deal) -> IndexRow:
    """Return the search entry of a deal, found by its company's name too."""
    return IndexRow(
        kind=DEAL,
        object_id=deal.pk,
        title=deal.title,
        subtitle=deal.organization.name,
        text=deal.next_step,
        url=reverse("desk:deal", args=[deal.pk]),
        team_id=deal.team_id,
        owner_id=deal.owner_id,
        weight=45,
    )
