"""Writing deals."""

from __future__ import annotations

from filon.deals.services.bids import (
    AlreadyPublished,
    BidRefused,
    bid_add,
    bid_publish,
    bid_settle,
)
from filon.deals.services.deals import (
    DealRefused,
    deal_create,
    deal_from_insight,
    deal_from_target,
    deal_restore,
    deal_trash,
    deal_update,
)
from filon.deals.services.people import RoleRefused, role_add, role_remove
from filon.deals.services.stages import (
    GapRefused,
    Loss,
    ReasonMissing,
    RivalMissing,
    StageUnknown,
    Win,
    WonByOfferOnly,
    deal_advance,
    deal_debrief,
    deal_lose,
    deal_move,
    deal_reopen,
    deal_win,
)

__all__ = [
    "AlreadyPublished",
    "BidRefused",
    "DealRefused",
    "GapRefused",
    "Loss",
    "ReasonMissing",
    "RivalMissing",
    "RoleRefused",
    "StageUnknown",
    "Win",
    "WonByOfferOnly",
    "bid_add",
    "bid_publish",
    "bid_settle",
    "deal_advance",
    "deal_create",
    "deal_debrief",
    "deal_from_insight",
    "deal_from_target",
    "deal_lose",
    "deal_move",
    "deal_reopen",
    "deal_restore",
    "deal_trash",
    "deal_update",
    "deal_win",
    "role_add",
    "role_remove",
]
