"""What people type about rivals, arguments and objections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.deals.models import CompetitiveBid
from filon.needs.models import Requirement
from filon.offers.models import AdequacyCheck, Argument
from filon.web.forms import Form, TextField


class BidLevelsForm(Form):
    """How a rival answers each requirement: a verdict and a level for each."""

    def __init__(
        self, *args: Any, requirements: Sequence[Requirement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._requirements = requirements
        for row in requirements:
            self.fields[f"verdict_{row.pk}"] = forms.ChoiceField(
                choices=AdequacyCheck.Verdict, label=f"{row.ref} {row.text}"
            )
            self.fields[f"offered_{row.pk}"] = forms.CharField(
                max_length=200,
                required=False,
                label=_("Offered for %(ref)s") % {"ref": row.ref},
            )

    def levels(self) -> dict[int, tuple[str, str]]:
        """Return verdict and level by requirement."""
        data = self.cleaned_data
        return {
            row.pk: (data[f"verdict_{row.pk}"], data[f"offered_{row.pk}"])
            for row in self._requirements
        }


class ArgumentForm(Form):
    """A characteristic, what it brings, and what proves it."""

    requirement: forms.ModelChoiceField[Requirement] = forms.ModelChoiceField(
        Requirement.objects.none(), required=False, label=_("Criterion of the customer")
    )
    side = forms.ChoiceField(choices=Argument.Side, label=_("Part of the offer"))
    lever = forms.ChoiceField(
        choices=[("", "–"), *Argument.Lever.choices],
        required=False,
        label=_("Buying motive"),
    )
    characteristic = forms.CharField(max_length=200, label=_("Characteristic"))
    advantage = forms.CharField(max_length=300, required=False, label=_("Advantage"))
    benefit = forms.CharField(
        max_length=300, required=False, label=_("Benefit for this customer")
    )
    proof = forms.CharField(max_length=200, required=False, label=_("Proof"))

    def __init__(
        self, *args: Any, requirements: QuerySet[Requirement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["requirement"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = requirements


class _BidField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Rival offers by the name of the rival."""

    def label_from_instance(self, obj: CompetitiveBid) -> str:
        """Return the name of the rival."""
        return str(obj.competitor)


class ObjectionForm(Form):
    """What may be objected, and our answer."""

    text = forms.CharField(max_length=300, label=_("Objection"))
    bid = _BidField(
        CompetitiveBid.objects.none(), required=False, label=_("In favour of")
    )
    answer = TextField(required=False, label=_("Our answer"))

    def __init__(
        self, *args: Any, bids: QuerySet[CompetitiveBid], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["bid"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = bids
