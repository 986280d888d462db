"""Reading needs."""

from __future__ import annotations

from filon.needs.selectors.confirming import (
    PublicList,
    confirmations_of,
    public_list,
)
from filon.needs.selectors.deciding import (
    WinHistory,
    assessments_of,
    grid_in_force,
    value_cases_of,
    win_history,
)
from filon.needs.selectors.needs import (
    NeedSheet,
    changes_of,
    family_questions,
    need_content,
    need_sheet,
    needs,
    requirements_of,
    search_needs,
    sources_of,
)
from filon.needs.selectors.passages import PassageSheet, passage_sheet

__all__ = [
    "NeedSheet",
    "PassageSheet",
    "PublicList",
    "WinHistory",
    "assessments_of",
    "changes_of",
    "confirmations_of",
    "family_questions",
    "grid_in_force",
    "need_content",
    "need_sheet",
    "needs",
    "passage_sheet",
    "public_list",
    "requirements_of",
    "search_needs",
    "sources_of",
    "value_cases_of",
    "win_history",
]
