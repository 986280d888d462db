"""Reading needs."""

from __future__ import annotations

from filon.needs.selectors.confirming import (
    PublicList,
    confirmations_of,
    public_list,
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
    "changes_of",
    "confirmations_of",
    "family_questions",
    "need_content",
    "need_sheet",
    "needs",
    "passage_sheet",
    "public_list",
    "requirements_of",
    "search_needs",
    "sources_of",
]
