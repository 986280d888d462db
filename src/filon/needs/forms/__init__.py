"""What people type about needs."""

from __future__ import annotations

from filon.needs.forms.need import (
    ContextForm,
    DecisionForm,
    FinancingForm,
    NeedFilter,
    PolicyForm,
    ReopenForm,
    StartForm,
    StepForm,
)
from filon.needs.forms.requirements import (
    ChangeForm,
    ConfirmedForm,
    GridChoice,
    GridForm,
    QuickForm,
    RequirementForm,
    SourceForm,
)

__all__ = [
    "ChangeForm",
    "ConfirmedForm",
    "ContextForm",
    "DecisionForm",
    "FinancingForm",
    "GridChoice",
    "GridForm",
    "NeedFilter",
    "PolicyForm",
    "QuickForm",
    "ReopenForm",
    "RequirementForm",
    "SourceForm",
    "StartForm",
    "StepForm",
]
