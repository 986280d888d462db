"""Where a company may stand as a customer, and what may follow."""

from __future__ import annotations

from filon.directory.models import Organization
from filon.kernel.lifecycle import Transitions

L = Organization.Lifecycle

ORGANIZATION: Transitions = {
    L.PROSPECT: frozenset({L.NEW, L.ACTIVE, L.REPEAT, L.DORMANT, L.LOST}),
    L.NEW: frozenset({L.ACTIVE, L.REPEAT, L.DORMANT, L.LOST}),
    L.ACTIVE: frozenset({L.REPEAT, L.DORMANT, L.LOST}),
    L.REPEAT: frozenset({L.ACTIVE, L.DORMANT, L.LOST}),
    L.DORMANT: frozenset({L.ACTIVE, L.REPEAT, L.LOST}),
    L.LOST: frozenset({L.PROSPECT, L.ACTIVE, L.REPEAT}),
}
