"""States after the sale, as data."""

from __future__ import annotations

from filon.kernel.lifecycle import Transitions
from filon.loyalty.models import Claim, LoyaltyAction, SatisfactionSurvey, Vigilance

S = SatisfactionSurvey.Status
SURVEY: Transitions = {
    S.PLANNED: frozenset({S.SENT, S.ANSWERED, S.CANCELLED}),
    S.SENT: frozenset({S.ANSWERED, S.CANCELLED}),
    S.ANSWERED: frozenset(),
    S.CANCELLED: frozenset(),
}

C = Claim.Status
CLAIM: Transitions = {
    C.OPEN: frozenset({C.IN_PROGRESS, C.CLOSED}),
    C.IN_PROGRESS: frozenset({C.CLOSED}),
    C.CLOSED: frozenset({C.IN_PROGRESS}),
}

V = Vigilance.Status
VIGILANCE: Transitions = {
    V.ACTIVE: frozenset({V.LIFTED}),
    V.LIFTED: frozenset({V.ACTIVE}),
}

A = LoyaltyAction.Status
ACTION: Transitions = {
    A.PLANNED: frozenset({A.DONE, A.DROPPED}),
    A.DONE: frozenset(),
    A.DROPPED: frozenset(),
}
