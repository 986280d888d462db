"""Writing contacts and what they are made with."""

from __future__ import annotations

from filon.prospecting.services.calling import call_log
from filon.prospecting.services.planning import (
    ActivityRefused,
    Partner,
    PlanNotApproved,
    ReasonMissing,
    activity_cancel,
    activity_plan,
    activity_reschedule,
    activity_update,
)
from filon.prospecting.services.reminding import follow_ups_create
from filon.prospecting.services.reporting import (
    AnswerRefused,
    GivenAnswer,
    NextStep,
    NextStepMissing,
    Report,
    ReportRefused,
    UsedSupport,
    activity_report,
)
from filon.prospecting.services.results import (
    DealExists,
    deal_from_activity,
    finding_capture,
)
from filon.prospecting.services.tools import (
    GuideRefused,
    SupportRefused,
    guide_create,
    guide_update,
    question_add,
    question_remove,
    question_update,
    support_create,
    support_retire,
    support_use,
)

__all__ = [
    "ActivityRefused",
    "AnswerRefused",
    "DealExists",
    "GivenAnswer",
    "GuideRefused",
    "NextStep",
    "NextStepMissing",
    "Partner",
    "PlanNotApproved",
    "ReasonMissing",
    "Report",
    "ReportRefused",
    "SupportRefused",
    "UsedSupport",
    "activity_cancel",
    "activity_plan",
    "activity_report",
    "activity_reschedule",
    "activity_update",
    "call_log",
    "deal_from_activity",
    "finding_capture",
    "follow_ups_create",
    "guide_create",
    "guide_update",
    "question_add",
    "question_remove",
    "question_update",
    "support_create",
    "support_retire",
    "support_use",
]
