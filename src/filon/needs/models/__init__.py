"""What the customer needs, from what it is known, and what it becomes."""

from __future__ import annotations

from filon.needs.models.confirming import NeedConfirmation, RowConfirmation
from filon.needs.models.need import Need
from filon.needs.models.passages import SourcePassage
from filon.needs.models.requirements import (
    NeedSource,
    Requirement,
    RequirementChange,
)

__all__ = [
    "Need",
    "NeedConfirmation",
    "NeedSource",
    "Requirement",
    "RequirementChange",
    "RowConfirmation",
    "SourcePassage",
]
