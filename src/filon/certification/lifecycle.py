"""States of referentials, paths and grids, as data."""

from __future__ import annotations

from filon.certification.models import Grid, Path, Referential
from filon.kernel.lifecycle import Transitions

R = Referential.Status
REFERENTIAL: Transitions = {
    R.DRAFT: frozenset({R.PUBLISHED}),
    R.PUBLISHED: frozenset({R.RETIRED}),
    R.RETIRED: frozenset(),
}

P = Path.Status
PATH: Transitions = {
    P.REGISTERED: frozenset({P.IN_PREPARATION, P.WITHDRAWN}),
    P.IN_PREPARATION: frozenset({P.SUBMITTED, P.WITHDRAWN}),
    P.SUBMITTED: frozenset({P.EVALUATED, P.WITHDRAWN}),
    P.EVALUATED: frozenset({P.CLOSED, P.WITHDRAWN}),
    P.CLOSED: frozenset(),
    P.WITHDRAWN: frozenset(),
}

# Evidence can be gathered, and taken back, until it is submitted.
GATHERING = frozenset({P.REGISTERED, P.IN_PREPARATION})
# The company speaks while the path is alive, once it is under way.
OPINION_OPEN = frozenset({P.IN_PREPARATION, P.SUBMITTED, P.EVALUATED})
ENDED = frozenset({P.CLOSED, P.WITHDRAWN})

G = Grid.Status
GRID: Transitions = {G.OPEN: frozenset({G.SIGNED}), G.SIGNED: frozenset()}
