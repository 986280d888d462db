"""What people type about reserves and risks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.offers.models import Risk
from filon.web.forms import DecimalField, Form, TextField


class ExclusionForm(Form):
    """Something that the offer does not include."""

    text = TextField(max_length=1000, label=_("What is excluded or reserved"))


class RiskForm(Form):
    """A risk; amounts are asked only of those who may see costs."""

    kind = forms.ChoiceField(choices=Risk.Kind, label=_("Kind of risk"))
    title = forms.CharField(max_length=200, label=_("What may happen"))
    probability = forms.TypedChoiceField(
        choices=Risk.Probability, coerce=int, initial=3, label=_("Probability")
    )
    impact = forms.TypedChoiceField(
        choices=Risk.Impact, coerce=int, initial=3, label=_("Impact")
    )
    exposure = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("What it would cost"),
        help_text=_("In the company’s currency; empty where nobody knows."),
    )
    provision = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Set aside"),
        help_text=_("Counted among the costs of the offer."),
    )
    mitigation = TextField(required=False, label=_("What we do about it"))
    owner: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Who follows it")
    )

    def __init__(
        self,
        *args: Any,
        people: QuerySet[User],
        sees_cost: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = people
        if not sees_cost:
            del self.fields["exposure"], self.fields["provision"]
