"""One deal with everything around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filon.accounts.models import User
from filon.deals.models import CompetitiveBid, Deal, DealRole
from filon.deals.selectors import deals
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.needs.models import Need
from filon.offers.models import OfferRevision
from filon.prospecting.models import Activity

SHOWN = 12


@dataclass(frozen=True, slots=True)
class DealSheet:
    """All that the page of a deal shows, read in seven queries."""

    deal: Deal
    roles: Sequence[DealRole]
    bids: Sequence[CompetitiveBid]
    activities: Sequence[Activity]
    needs: Sequence[Need]
    revisions: Sequence[OfferRevision]
    history: Sequence[Entry]

    @property
    def next_activity(self) -> Activity | None:
        """The earliest contact that is still planned."""
        planned = [a for a in self.activities if a.status == Activity.Status.PLANNED]
        return min(planned, key=lambda a: a.starts_at, default=None)


def deal_sheet(*, user: User, pk: int) -> DealSheet:
    """Return one deal, its people, rivals, contacts, needs, offers and history.

    :raises Deal.DoesNotExist: if it is absent or not visible to `user`.
    """
    rows = deals(user).select_related(
        "contact", "plan", "plan_target", "insight", "lost_to", "won_against"
    )
    deal = rows.get(pk=pk)
    revisions = OfferRevision.objects.filter(
        offer__deal=deal, offer__deleted_at=None, is_current=True
    )
    return DealSheet(
        deal=deal,
        roles=list(
            deal.roles.select_related("contact").order_by("-influence", "pk")[:SHOWN]
        ),
        bids=list(
            deal.bids.select_related("competitor").order_by("-observed_on", "-pk")[
                :SHOWN
            ]
        ),
        activities=list(
            Activity.objects.alive()
            .filter(deal=deal)
            .select_related("owner")
            .order_by("-starts_at", "-pk")[:SHOWN]
        ),
        needs=list(Need.objects.alive().filter(deal=deal).order_by("-pk")[:SHOWN]),
        revisions=list(revisions.select_related("offer").order_by("-pk")[:SHOWN]),
        history=timeline(deal, limit=20),
    )
