"""States of a plan, of its targets and of its checkpoints."""

from __future__ import annotations

from filon.kernel.lifecycle import Transitions
from filon.plans.models import ActionPlan, Checkpoint, PlanTarget

P, T, C = ActionPlan.Status, PlanTarget.Status, Checkpoint.Status

# Only what was approved runs; taking a plan back makes its approval void.
PLAN: Transitions = {
    P.DRAFT: frozenset({P.SUBMITTED}),
    P.SUBMITTED: frozenset({P.APPROVED, P.DRAFT}),
    P.APPROVED: frozenset({P.RUNNING, P.DRAFT}),
    P.RUNNING: frozenset({P.CLOSED}),
    P.CLOSED: frozenset(),
}

TARGET: Transitions = {
    T.TO_CONTACT: frozenset({T.IN_PROGRESS, T.WON, T.CLOSED}),
    T.IN_PROGRESS: frozenset({T.WON, T.CLOSED}),
    T.WON: frozenset({T.CLOSED}),
    T.CLOSED: frozenset({T.TO_CONTACT}),
}

CHECKPOINT: Transitions = {C.PLANNED: frozenset({C.HELD}), C.HELD: frozenset()}
