"""States of a revision, and how its answer ends a planned follow-up."""

from __future__ import annotations

from filon.kernel.lifecycle import Transitions
from filon.offers.models import OfferRevision, SupplierQuote
from filon.prospecting.models import Activity

R = OfferRevision.Status
A = Activity.Status
Q = SupplierQuote.Status

REVISION: Transitions = {
    R.DRAFT: frozenset({R.SENT}),
    R.SENT: frozenset({R.SUPERSEDED, R.ACCEPTED, R.REFUSED, R.EXPIRED}),
    R.SUPERSEDED: frozenset(),
    R.ACCEPTED: frozenset(),
    R.REFUSED: frozenset(),
    R.EXPIRED: frozenset(),
}

# An answer makes the planned reminder pointless.
FOLLOW_UP: Transitions = {A.PLANNED: frozenset({A.CANCELLED})}

# A supplier answers once; what changed later is asked again.
QUOTE: Transitions = {
    Q.ASKED: frozenset({Q.ANSWERED, Q.DECLINED}),
    Q.ANSWERED: frozenset(),
    Q.DECLINED: frozenset(),
}
