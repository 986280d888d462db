"""What the customer needs, from what it is known, and what it becomes."""

from __future__ import annotations

from filon.needs.models.confirming import NeedConfirmation, RowConfirmation
from filon.needs.models.deciding import GoNoGo, GoNoGoGrid, ValueCase, ValueInput
from filon.needs.models.methods import DecisionStep, MethodAnswer
from filon.needs.models.need import Need
from filon.needs.models.passages import SourcePassage
from filon.needs.models.requirements import (
    NeedSource,
    Requirement,
    RequirementChange,
)

__all__ = [
    "DecisionStep",
    "GoNoGo",
    "GoNoGoGrid",
    "MethodAnswer",
    "Need",
    "NeedConfirmation",
    "NeedSource",
    "Requirement",
    "RequirementChange",
    "RowConfirmation",
    "SourcePassage",
    "ValueCase",
    "ValueInput",
]
