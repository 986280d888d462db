"""Writing needs."""

from __future__ import annotations

from filon.needs.services.answers import requirements_from_answers
from filon.needs.services.confirming import (
    ConfirmationRefused,
    ListChanged,
    RowSaid,
    confirmation_answer,
    confirmation_ask,
    confirmation_close,
    correction_settle,
)
from filon.needs.services.freezing import (
    SynthesisIncomplete,
    need_reopen,
    need_synthesize,
)
from filon.needs.services.gridding import GridAnswer, grid_answer
from filon.needs.services.guards import NeedFrozen
from filon.needs.services.needs import (
    BudgetReversed,
    DecisionRefused,
    StepRefused,
    VerdictRefused,
    need_create,
    need_decide,
    need_policy,
    need_step,
    need_update,
)
from filon.needs.services.passages import (
    NothingChosen,
    passages_set_aside,
    passages_take,
    specification_import,
)
from filon.needs.services.requirements import (
    Change,
    RequirementRefused,
    requirement_add,
    requirement_remove,
    requirement_resume,
    requirement_update,
    requirement_withdraw,
)
from filon.needs.services.sources import (
    SourceInUse,
    SourceRefused,
    source_add,
    source_remove,
)

__all__ = [
    "BudgetReversed",
    "Change",
    "ConfirmationRefused",
    "DecisionRefused",
    "GridAnswer",
    "ListChanged",
    "NeedFrozen",
    "NothingChosen",
    "RequirementRefused",
    "RowSaid",
    "SourceInUse",
    "SourceRefused",
    "StepRefused",
    "SynthesisIncomplete",
    "VerdictRefused",
    "confirmation_answer",
    "confirmation_ask",
    "confirmation_close",
    "correction_settle",
    "grid_answer",
    "need_create",
    "need_decide",
    "need_policy",
    "need_reopen",
    "need_step",
    "need_synthesize",
    "need_update",
    "passages_set_aside",
    "passages_take",
    "requirement_add",
    "requirement_remove",
    "requirement_resume",
    "requirement_update",
    "requirement_withdraw",
    "requirements_from_answers",
    "source_add",
    "source_remove",
    "specification_import",
]
