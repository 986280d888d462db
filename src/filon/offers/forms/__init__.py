"""What people type about offers."""

from __future__ import annotations

from filon.offers.forms.approvals import (
    AskForm,
    DecideForm,
    LevelForm,
    PolicyForm,
    RuleForm,
)
from filon.offers.forms.lines import (
    BreaksForm,
    LineAddForm,
    LineForm,
    LineQuickForm,
    PasteForm,
)
from filon.offers.forms.matrix import (
    AdequacyForm,
    MatrixRowForm,
    VocabularyChoiceForm,
    VocabularyForm,
)
from filon.offers.forms.offers import (
    CheckForm,
    ConsultForm,
    NextForm,
    OfferEditForm,
    OfferFilter,
    OfferForm,
    RecipientForm,
    RefuseForm,
    SendForm,
    SubmitForm,
)
from filon.offers.forms.outline import OutlineForm
from filon.offers.forms.risks import ExclusionForm, RiskForm
from filon.offers.forms.rivals import ArgumentForm, BidLevelsForm, ObjectionForm
from filon.offers.forms.sheets import LayoutForm, ReturnedForm, SheetForm
from filon.offers.forms.terms import (
    TermsForm,
    WordsForm,
)

__all__ = [
    "AdequacyForm",
    "ArgumentForm",
    "AskForm",
    "BidLevelsForm",
    "BreaksForm",
    "CheckForm",
    "ConsultForm",
    "DecideForm",
    "ExclusionForm",
    "LayoutForm",
    "LevelForm",
    "LineAddForm",
    "LineForm",
    "LineQuickForm",
    "MatrixRowForm",
    "NextForm",
    "ObjectionForm",
    "OfferEditForm",
    "OfferFilter",
    "OfferForm",
    "OutlineForm",
    "PasteForm",
    "PolicyForm",
    "RecipientForm",
    "RefuseForm",
    "ReturnedForm",
    "RiskForm",
    "RuleForm",
    "SendForm",
    "SheetForm",
    "SubmitForm",
    "TermsForm",
    "VocabularyChoiceForm",
    "VocabularyForm",
    "WordsForm",
]
