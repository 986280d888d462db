"""The stages of a deal and what may follow."""

from __future__ import annotations

from filon.deals.models import CompetitiveBid, Deal
from filon.kernel.lifecycle import Transitions

S = Deal.Stage

# In the order of the work; the board shows them from the left.
OPEN: tuple[str, ...] = (S.QUALIFICATION, S.STUDY, S.OFFER, S.NEGOTIATION)
CLOSED: tuple[str, ...] = (S.WON, S.LOST)

DEAL: Transitions = {
    **{stage: frozenset({*OPEN, *CLOSED} - {stage}) for stage in OPEN},
    # A lost customer may still accept the offer; a cancelled order opens it again.
    S.LOST: frozenset({*OPEN, S.WON}),
    S.WON: frozenset(OPEN),
}

# What a deal of a stage is usually worth, in percent; a person may say otherwise.
USUAL_PROBABILITY: dict[str, int] = {
    S.QUALIFICATION: 20,
    S.STUDY: 40,
    S.OFFER: 60,
    S.NEGOTIATION: 80,
    S.WON: 100,
    S.LOST: 0,
}

B = CompetitiveBid.Status
BID: Transitions = {
    B.HEARD: frozenset({B.CONFIRMED, B.WITHDRAWN}),
    B.CONFIRMED: frozenset({B.WITHDRAWN}),
}
