"""States of the gestures and who may follow whom."""

from __future__ import annotations

from filon.coordination.models import Approval, Consultation, Signal, Transmission
from filon.kernel.lifecycle import Transitions

C, A, T, S = (
    Consultation.Status,
    Approval.Status,
    Transmission.Status,
    Signal.Status,
)

CONSULTATION: Transitions = {
    C.OPEN: frozenset({C.ANSWERED, C.CANCELLED}),
    C.ANSWERED: frozenset(),
    C.CANCELLED: frozenset(),
}

# What was approved dies with the content that was seen, and so does the question.
APPROVAL: Transitions = {
    A.PENDING: frozenset({A.APPROVED, A.REFUSED, A.VOID}),
    A.APPROVED: frozenset({A.VOID}),
    A.REFUSED: frozenset(),
    A.VOID: frozenset(),
}

TRANSMISSION: Transitions = {T.PLANNED: frozenset({T.SENT}), T.SENT: frozenset()}

SIGNAL: Transitions = {S.OPEN: frozenset({S.HANDLED}), S.HANDLED: frozenset()}
