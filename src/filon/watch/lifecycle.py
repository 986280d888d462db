"""States of the watch: what is sorted, decided and frozen."""

from __future__ import annotations

from filon.kernel.lifecycle import Transitions
from filon.watch.models import (
    Brief,
    Expectation,
    MarketInsight,
    WatchItem,
    WatchTopic,
)

T, E, W = WatchTopic.Status, Expectation.Status, WatchItem.Status
D, B = MarketInsight.Decision, Brief.Status

TOPIC: Transitions = {T.ACTIVE: frozenset({T.CLOSED}), T.CLOSED: frozenset({T.ACTIVE})}

EXPECTATION: Transitions = {
    state: frozenset(set(E.values) - {state}) for state in E.values
}

# Sorting can be undone; what was dismissed is not kept without being looked at again.
WATCH_ITEM: Transitions = {
    W.NEW: frozenset({W.KEPT, W.DISMISSED}),
    W.KEPT: frozenset({W.NEW}),
    W.DISMISSED: frozenset({W.NEW}),
}

# A market changes: every decision can be taken anew, with its reason.
DECISION: Transitions = {
    state: frozenset(set(D.values) - {state, D.OPEN}) for state in D.values
}

BRIEF: Transitions = {B.DRAFT: frozenset({B.FROZEN}), B.FROZEN: frozenset()}
