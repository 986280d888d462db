"""What may follow in the analysis of a need."""

from __future__ import annotations

from filon.kernel.lifecycle import Transitions
from filon.needs.models import Need, NeedConfirmation, Requirement

N, D = Need.Status, Need.Decision

# A synthesis that was frozen is opened again as a new draft; the old one stays a file.
NEED: Transitions = {
    N.DRAFT: frozenset({N.SYNTHESIZED}),
    N.SYNTHESIZED: frozenset({N.DRAFT}),
}

# Whether we answer can be decided anew while the need is open, with its reason.
DECISION: Transitions = {
    state: frozenset({D.GO, D.NO_GO} - {state}) for state in (D.OPEN, D.GO, D.NO_GO)
}

# Fields of the three dated steps, in the order of the work.
STEPS: tuple[str, ...] = ("clarified_on", "feasibility_on", "studied_on")

R = Requirement.Status

# What the customer confirmed and we change is to be confirmed again; what is withdrawn
# stays on the list, so that nobody asks where it went.
REQUIREMENT: Transitions = {
    R.DRAFT: frozenset({R.CONFIRMED, R.WITHDRAWN}),
    R.CONFIRMED: frozenset({R.CHANGED, R.WITHDRAWN}),
    R.CHANGED: frozenset({R.CONFIRMED, R.WITHDRAWN}),
    R.WITHDRAWN: frozenset({R.DRAFT}),
}

C = NeedConfirmation.Status

CONFIRMATION: Transitions = {
    C.SENT: frozenset({C.ANSWERED, C.CLOSED}),
}
