"""States of a revision, and the steps an offer takes a deal and a follow-up through."""

from __future__ import annotations

from filon.deals.models import Deal
from filon.kernel.lifecycle import Transitions
from filon.offers.models import OfferRevision
from filon.prospecting.models import Activity

R = OfferRevision.Status
D = Deal.Stage
A = Activity.Status

REVISION: Transitions = {
    R.DRAFT: frozenset({R.SENT}),
    R.SENT: frozenset({R.SUPERSEDED, R.ACCEPTED, R.REFUSED, R.EXPIRED}),
    R.SUPERSEDED: frozenset(),
    R.ACCEPTED: frozenset(),
    R.REFUSED: frozenset(),
    R.EXPIRED: frozenset(),
}

# A deal waits for its answer from the first offer on; what is decided stays decided.
DEAL_BY_OFFER: Transitions = {
    D.QUALIFICATION: frozenset({D.OFFER}),
    D.STUDY: frozenset({D.OFFER}),
}

# An answer makes the planned reminder pointless.
FOLLOW_UP: Transitions = {A.PLANNED: frozenset({A.CANCELLED})}
