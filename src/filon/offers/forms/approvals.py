"""What people type about approvals and their rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.catalog.models import ProductFamily
from filon.coordination.policies import NEVER_APPROVE
from filon.directory.models import MarketSegment
from filon.offers.models import ApprovalRule, Offer, OfferPolicy
from filon.web.forms import DateField, DecimalField, Form, TextField


class DecideForm(Form):
    """A decision, and how far it goes."""

    comment = TextField(
        label=_("Comment"),
        help_text=_("Required to refuse."),
        max_length=2000,
        required=False,
    )
    limit_percent = DecimalField(
        label=_("Valid down to a margin rate of (%)"),
        help_text=_(
            "Empty: this very content only. Otherwise prices may move down to this rate"
            " without a new decision."
        ),
        max_digits=7,
        decimal_places=4,
        min_value=-100,
        max_value=100,
        required=False,
    )
    limit_until = DateField(label=_("until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the end of a limit."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("limit_percent") is not None and not data.get("limit_until"):
            self.add_error("limit_until", _t("Say until when the limit holds."))
        return data


class AskForm(Form):
    """A question of the approver."""

    question = TextField(label=_("Your question"), max_length=2000)


class RuleForm(Form):
    """One rule: beyond which limit which level decides, for what."""

    metric = forms.ChoiceField(
        choices=ApprovalRule.Metric, label=_("What is looked at")
    )
    operator = forms.ChoiceField(choices=ApprovalRule.Operator, label=_("Breaks it"))
    basis = forms.ChoiceField(choices=ApprovalRule.Basis, label=_("Limit counted from"))
    threshold = DecimalField(
        max_digits=14,
        decimal_places=2,
        initial=0,
        label=_("Limit, or points added to it"),
        help_text=_("With the floor of the family, −5 is five points below it."),
    )
    level = forms.TypedChoiceField(
        choices=ApprovalRule.Level, coerce=int, label=_("Who decides")
    )
    family: forms.ModelChoiceField[ProductFamily] = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name", "pk"),
        required=False,
        label=_("Only for the family"),
    )
    segment: forms.ModelChoiceField[MarketSegment] = forms.ModelChoiceField(
        MarketSegment.objects.order_by("name", "pk"),
        required=False,
        label=_("Only for the segment"),
    )
    country = forms.CharField(
        max_length=3,
        required=False,
        label=_("Only for the country"),
        help_text=_("Code of two letters; !FR stands for every other country."),
    )
    form = forms.ChoiceField(
        choices=[("", "–"), *Offer.Form.choices],
        required=False,
        label=_("Only for the form"),
    )
    amount_from = DecimalField(
        max_digits=15,
        decimal_places=2,
        min_value=0,
        required=False,
        label=_("Only from this amount"),
    )
    amount_to = DecimalField(
        max_digits=15,
        decimal_places=2,
        min_value=0,
        required=False,
        label=_("Only below this amount"),
    )

    def clean_country(self) -> str:
        """Write a country code in capitals."""
        return str(self.cleaned_data["country"]).strip().upper()


class PolicyForm(Form):
    """The chain of the levels, and what an offer costs beside its lines."""

    chain = forms.ChoiceField(choices=OfferPolicy.Chain, label=_("Order of the levels"))
    keeps_improvements = forms.BooleanField(
        required=False,
        label=_("A change that only improves the offer keeps its approval"),
    )
    financing_percent = DecimalField(
        max_digits=7,
        decimal_places=4,
        min_value=0,
        label=_("Cost of money (% a year)"),
        help_text=_("Counted on the days until payment."),
    )
    commission_percent = DecimalField(
        max_digits=7, decimal_places=4, min_value=0, label=_("Commission (%)")
    )
    warranty_percent = DecimalField(
        max_digits=7, decimal_places=4, min_value=0, label=_("Warranty provision (%)")
    )
    risk_percent = DecimalField(
        max_digits=7, decimal_places=4, min_value=0, label=_("Risk provision (%)")
    )


class LevelForm(Form):
    """Who decides at a level, who stands in, within how many hours."""

    person: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Person")
    )
    substitute: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Substitute")
    )
    hours = forms.IntegerField(min_value=1, max_value=720, label=_("Hours to decide"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = (
            User.objects.filter(is_active=True)
            .exclude(role__in=NEVER_APPROVE)
            .order_by("last_name", "first_name", "pk")
        )
        for name in ("person", "substitute"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
