"""Reading contacts, their tools and what they cost."""

from __future__ import annotations

from filon.prospecting.selectors.activities import (
    ActivitySheet,
    Week,
    activities,
    activity_sheet,
    proposed_title,
    report_sheet,
    search_activities,
    source_of,
    week_of,
)
from filon.prospecting.selectors.performance import Performance, performance
from filon.prospecting.selectors.queue import CallScreen, call_screen
from filon.prospecting.selectors.roadmap import Roadmap, roadmap
from filon.prospecting.selectors.tools import (
    GuideSheet,
    guide_sheet,
    guides,
    proposed_guide,
    supports,
)

__all__ = [
    "ActivitySheet",
    "CallScreen",
    "GuideSheet",
    "Performance",
    "Roadmap",
    "Week",
    "activities",
    "activity_sheet",
    "call_screen",
    "guide_sheet",
    "guides",
    "performance",
    "proposed_guide",
    "proposed_title",
    "report_sheet",
    "roadmap",
    "search_activities",
    "source_of",
    "supports",
    "week_of",
]
