"""What people type about feasibility: the rules, and what they take of an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import DepartmentKind
from filon.catalog.models import ProductFamily
from filon.directory.models import Organization
from filon.offers.models import FeasibilityRule, OfferLine
from filon.offers.services import Taken
from filon.web.forms import DecimalField, Form, TextField


class FeasibilityRuleForm(Form):
    """When whom is asked what."""

    trigger = forms.ChoiceField(
        choices=FeasibilityRule.Trigger, label=pgettext_lazy("rule", "When")
    )
    threshold = DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=0,
        initial=0,
        label=_("Limit"),
        help_text=_("For quantity, amount, days and months."),
    )
    family: forms.ModelChoiceField[ProductFamily] = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name", "pk"),
        required=False,
        label=_("Only for the family"),
    )
    country = forms.CharField(
        max_length=2,
        required=False,
        label=_("Only for the country"),
        help_text=_("Code of two letters; empty: every country but ours."),
    )
    department_kind = forms.ChoiceField(
        choices=[("", "–"), *DepartmentKind.choices],
        required=False,
        label=_("Ask the department"),
    )
    supplier: forms.ModelChoiceField[Organization] = forms.ModelChoiceField(
        Organization.objects.none(), required=False, label=_("or the supplier")
    )
    question = TextField(max_length=2000, label=_("Question"))
    days = forms.IntegerField(
        min_value=1, max_value=90, initial=5, label=_("Days to answer")
    )
    is_mandatory = forms.BooleanField(
        required=False, label=_("The offer does not leave before they were asked")
    )

    def __init__(
        self, *args: Any, suppliers: QuerySet[Organization], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]

    def clean_country(self) -> str:
        """Write a country code in capitals."""
        return str(self.cleaned_data["country"]).strip().upper()


class TakeForm(Form):
    """What of an answer enters the offer; the cost only for who may see costs."""

    reserve = TextField(
        required=False,
        max_length=2000,
        label=_("Reserve to print in the offer"),
        help_text=_("Empty: none."),
    )
    lead_time_days = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=3650,
        label=_("Lead time of the offer, in days"),
        help_text=_("Empty: unchanged."),
    )
    risk = TextField(
        required=False, max_length=2000, label=_("Risk to note in the register")
    )
    line: forms.ModelChoiceField[OfferLine] = forms.ModelChoiceField(
        OfferLine.objects.none(), required=False, label=_("Line whose cost it is")
    )
    unit_cost = DecimalField(
        required=False,
        max_digits=15,
        decimal_places=6,
        min_value=0,
        label=_("Unit cost"),
        help_text=_("In the company’s currency."),
    )
    is_verified = forms.BooleanField(
        required=False, label=_("The verification it serves is done")
    )

    def __init__(
        self,
        *args: Any,
        lines: QuerySet[OfferLine],
        sees_cost: bool,
        serves: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        if not sees_cost:
            del self.fields["line"], self.fields["unit_cost"]
        if not serves:
            del self.fields["is_verified"]

    def taken(self) -> Taken:
        """Return what was chosen."""
        return Taken(**self.cleaned_data)
