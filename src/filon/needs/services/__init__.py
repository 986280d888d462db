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
from filon.needs.services.deciding import (
    AssessmentRefused,
    GoRefused,
    GridRefused,
    Notes,
    Prospects,
    grid_save,
    need_assess,
)
from filon.needs.services.freezing import (
    SynthesisIncomplete,
    need_reopen,
    need_synthesize,
)
from filon.needs.services.gridding import GridAnswer, grid_answer
from filon.needs.services.guards import NeedFrozen
from filon.needs.services.methods import (
    AnswerRefused,
    Said,
    decision_step_add,
    decision_step_remove,
    decision_step_turn,
    method_save,
)
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
from filon.needs.services.valuing import (
    Cost,
    ValueRefused,
    value_case_remove,
    value_case_save,
)

__all__ = [
    "AnswerRefused",
    "AssessmentRefused",
    "BudgetReversed",
    "Change",
    "ConfirmationRefused",
    "Cost",
    "DecisionRefused",
    "GoRefused",
    "GridAnswer",
    "GridRefused",
    "ListChanged",
    "NeedFrozen",
    "Notes",
    "NothingChosen",
    "Prospects",
    "RequirementRefused",
    "RowSaid",
    "Said",
    "SourceInUse",
    "SourceRefused",
    "StepRefused",
    "SynthesisIncomplete",
    "ValueRefused",
    "VerdictRefused",
    "confirmation_answer",
    "confirmation_ask",
    "confirmation_close",
    "correction_settle",
    "decision_step_add",
    "decision_step_remove",
    "decision_step_turn",
    "grid_answer",
    "grid_save",
    "method_save",
    "need_assess",
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
    "value_case_remove",
    "value_case_save",
]
