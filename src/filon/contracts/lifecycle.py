"""States of orders and contracts, and the steps an order takes others through."""

from __future__ import annotations

from filon.contracts.models import Contract, Order, OrderDeviation
from filon.deals.models import Deal
from filon.directory.models import Organization
from filon.kernel.lifecycle import Transitions
from filon.plans.models import PlanTarget

O = Order.Status  # noqa: E741 -- one letter for each table of states
# Only what is confirmed has a day on which it can be delivered.
ORDER: Transitions = {
    O.RECEIVED: frozenset({O.CONFIRMED, O.CANCELLED}),
    O.CONFIRMED: frozenset({O.DELIVERED, O.CANCELLED}),
    O.DELIVERED: frozenset(),
    O.CANCELLED: frozenset(),
}

C = Contract.Status
CONTRACT: Transitions = {
    C.DRAFT: frozenset({C.SIGNED}),
    C.SIGNED: frozenset({C.ENDED, C.TERMINATED}),
    C.ENDED: frozenset(),
    C.TERMINATED: frozenset(),
}

X = OrderDeviation.Decision
_DECISIONS = frozenset({X.ACCEPTED, X.KEPT, X.CORRECTION})
# A decision may be taken again until the order is confirmed.
DEVIATION: Transitions = {
    X.OPEN: _DECISIONS,
    X.ACCEPTED: _DECISIONS - {X.ACCEPTED},
    X.KEPT: _DECISIONS - {X.KEPT},
    X.CORRECTION: _DECISIONS - {X.CORRECTION},
}
# What keeps an order from being confirmed: nobody decided, or we wait for the customer.
UNDECIDED = frozenset({X.OPEN, X.CORRECTION})

T = PlanTarget.Status
TARGET_BY_ORDER: Transitions = {
    T.TO_CONTACT: frozenset({T.WON}),
    T.IN_PROGRESS: frozenset({T.WON}),
}
# A cancelled order gives the target and the deal back to those who work on them.
TARGET_BY_CANCELLATION: Transitions = {T.WON: frozenset({T.IN_PROGRESS})}

D = Deal.Stage
DEAL_BY_CANCELLATION: Transitions = {D.WON: frozenset({D.NEGOTIATION})}

# Orders bring a customer up this ladder, never down.
LADDER = (
    Organization.Lifecycle.PROSPECT,
    Organization.Lifecycle.NEW,
    Organization.Lifecycle.ACTIVE,
    Organization.Lifecycle.REPEAT,
)
