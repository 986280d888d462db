"""What people type about the matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.offers.models import AdequacyCheck, BuyerVocabulary
from filon.web.forms import DateField, Form

_LONGEST = 2_000


class AdequacyForm(Form):
    """The answer to one requirement, typed in its row."""

    verdict = forms.ChoiceField(label=_("Verdict"))
    offered = forms.CharField(max_length=200, required=False, label=_("What we offer"))
    comment = forms.CharField(
        max_length=_LONGEST,
        required=False,
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        words: Mapping[str, str] | None = None,
        form_id: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        verdict = self.fields["verdict"]
        if isinstance(verdict, forms.ChoiceField):
            names = (words or {}).items() or AdequacyCheck.Verdict.choices
            verdict.choices = list(names)
        for field in self.fields.values():
            if form_id:
                field.widget.attrs["form"] = form_id


class MatrixRowForm(AdequacyForm):
    """All that can be said of one row: answer, proof, who, until when."""

    proof = forms.CharField(
        max_length=200,
        required=False,
        label=_("Proof"),
        help_text=_("Test report, certificate, calculation, reference…"),
    )
    proof_page = forms.CharField(max_length=20, required=False, label=_("Page"))
    file = forms.FileField(required=False, label=_("File of the proof"))
    owner: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Who answers")
    )
    due_on = DateField(required=False, label=_("Answer due on"))
    review = forms.ChoiceField(choices=AdequacyCheck.Review, label=_("Review"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = people


class VocabularyForm(Form):
    """The words of a buyer; what stays empty keeps our letter."""

    name = forms.CharField(max_length=80, label=_("Name of the vocabulary"))
    compliant = forms.CharField(max_length=40, required=False, label=_("Compliant"))
    reserved = forms.CharField(
        max_length=40, required=False, label=_("Compliant with reserve")
    )
    variant = forms.CharField(
        max_length=40, required=False, label=_("Variant proposed")
    )
    not_compliant = forms.CharField(
        max_length=40, required=False, label=_("Not compliant")
    )
    not_applicable = forms.CharField(
        max_length=40, required=False, label=_("Not applicable")
    )
    to_clarify = forms.CharField(max_length=40, required=False, label=_("To clarify"))


class VocabularyChoiceForm(Form):
    """Which vocabulary the matrix of an offer speaks."""

    vocabulary: forms.ModelChoiceField[BuyerVocabulary] = forms.ModelChoiceField(
        BuyerVocabulary.objects.none(),
        required=False,
        label=_("Words of the buyer"),
        empty_label=_("Our own words"),
    )

    def __init__(
        self, *args: Any, vocabularies: QuerySet[BuyerVocabulary], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        vocabulary = self.fields["vocabulary"]
        if isinstance(vocabulary, forms.ModelChoiceField):
            vocabulary.queryset = vocabularies
