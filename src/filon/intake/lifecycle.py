"""States of an import and of a pair of duplicates, and what may follow."""

from __future__ import annotations

from filon.intake.models import DuplicatePair, Import
from filon.kernel.lifecycle import Transitions

S = Import.Status
P = DuplicatePair.Status

IMPORT: Transitions = {
    S.UPLOADED: frozenset({S.QUEUED}),
    S.QUEUED: frozenset({S.RUNNING, S.FAILED}),
    S.RUNNING: frozenset({S.DONE, S.FAILED}),
    S.DONE: frozenset({S.REVERTING}),
    S.FAILED: frozenset({S.QUEUED, S.REVERTING}),
    S.REVERTING: frozenset({S.REVERTED}),
    S.REVERTED: frozenset(),
}

PAIR: Transitions = {
    P.PROPOSED: frozenset({P.DISTINCT, P.MERGED}),
    P.DISTINCT: frozenset({P.PROPOSED}),
    P.MERGED: frozenset(),
}
