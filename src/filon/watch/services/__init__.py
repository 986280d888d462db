"""Everything that people do in the watch, one module a subject."""

from __future__ import annotations

from filon.watch.services.analyses import analysis_create, analysis_update
from filon.watch.services.briefs import (
    BriefEmpty,
    PeriodReversed,
    brief_collect,
    brief_create,
    brief_freeze,
    brief_restore,
    brief_trash,
    brief_update,
)
from filon.watch.services.fetching import FetchOutcome, SourceNotFetched, source_fetch
from filon.watch.services.findings import (
    ObservedLater,
    SourceMissing,
    finding_create,
    finding_restore,
    finding_trash,
    finding_update,
)
from filon.watch.services.insights import (
    DecisionReasonMissing,
    insight_create,
    insight_decide,
    insight_restore,
    insight_trash,
    insight_update,
)
from filon.watch.services.items import (
    FindingInUse,
    item_dismiss,
    item_keep,
    item_restore,
)
from filon.watch.services.potentials import (
    PotentialRefused,
    potential_create,
    potential_update,
)
from filon.watch.services.rivals import (
    competitor_offer_create,
    competitor_offer_update,
)
from filon.watch.services.sources import (
    SourceAddressRefused,
    source_create,
    source_update,
)
from filon.watch.services.topics import (
    expectation_add,
    expectation_move,
    topic_create,
    topic_move,
    topic_review,
    topic_update,
)

__all__ = [
    "BriefEmpty",
    "DecisionReasonMissing",
    "FetchOutcome",
    "FindingInUse",
    "ObservedLater",
    "PeriodReversed",
    "PotentialRefused",
    "SourceAddressRefused",
    "SourceMissing",
    "SourceNotFetched",
    "analysis_create",
    "analysis_update",
    "brief_collect",
    "brief_create",
    "brief_freeze",
    "brief_restore",
    "brief_trash",
    "brief_update",
    "competitor_offer_create",
    "competitor_offer_update",
    "expectation_add",
    "expectation_move",
    "finding_create",
    "finding_restore",
    "finding_trash",
    "finding_update",
    "insight_create",
    "insight_decide",
    "insight_restore",
    "insight_trash",
    "insight_update",
    "item_dismiss",
    "item_keep",
    "item_restore",
    "potential_create",
    "potential_update",
    "source_create",
    "source_fetch",
    "source_update",
    "topic_create",
    "topic_move",
    "topic_review",
    "topic_update",
]
