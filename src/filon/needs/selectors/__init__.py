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

__all__ = [
    "NeedSheet",
    "PublicList",
    "changes_of",
    "confirmations_of",
    "family_questions",
    "need_content",
    "need_sheet",
    "needs",
    "public_list",
    "requirements_of",
    "search_needs",
    "sources_of",
]
