"""What people type after the sale."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.catalog.models import Item
from filon.contracts.models import Order
from filon.directory.models import Contact, Organization
from filon.loyalty.models import Claim, SatisfactionSurvey, Vigilance
from filon.web.forms import DateField, DecimalField, Form, TextField

NOTES = [("", "–"), *[(n, str(n)) for n in range(1, 6)]]


class ScoreField(forms.TypedChoiceField):
    """A note from 1 to 5, or none."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            choices=NOTES, coerce=int, empty_value=None, required=False, label=label
        )


class AnswerForm(Form):
    """The customer's answer."""

    recommendation = forms.IntegerField(
        min_value=0,
        max_value=10,
        label=_("Would you recommend us? (0 not at all, 10 certainly)"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    product_score = ScoreField(_("Products (1 to 5)"))
    delivery_score = ScoreField(_("Delivery (1 to 5)"))
    service_score = ScoreField(_("Service (1 to 5)"))
    relation_score = ScoreField(_("Relationship (1 to 5)"))
    verbatim = TextField(required=False, label=_("In your own words"))


class CompanyBound(Form):
    """A form about a company of which contacts and orders are offered."""

    def bind_company(self, organization: Organization, user: User) -> None:
        """Offer only what belongs to the company and may be read."""
        choices: dict[str, Any] = {
            "contact": Contact.objects.visible_to(user)
            .filter(organization=organization)
            .order_by("name_key", "pk"),
            "order": Order.objects.visible_to(user)
            .filter(organization=organization)
            .order_by("-ordered_on", "-pk"),
        }
        for name, rows in choices.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows


class SurveyForm(CompanyBound):
    """Asking a customer how satisfied they are."""

    mode = forms.ChoiceField(choices=SatisfactionSurvey.Mode, label=_("Mode"))
    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=_("Contact")
    )
    order = forms.ModelChoiceField(
        Order.objects.none(), required=False, label=_("Order")
    )
    due_on = DateField(label=_("Due on"))


class ClaimForm(CompanyBound):
    """Something that went wrong."""

    title = forms.CharField(max_length=200, label=_("Title"))
    severity = forms.ChoiceField(choices=Claim.Severity, label=_("Severity"))
    order = forms.ModelChoiceField(
        Order.objects.none(), required=False, label=_("Order")
    )
    description = TextField(required=False, label=_("What happened"))
    due_on = DateField(required=False, label=_("To be solved by"))


class ClaimTreatForm(Form):
    """Cause and action of a claim."""

    cause = TextField(label=_("Cause"))
    action = TextField(label=_("Corrective action"))
    cost = DecimalField(required=False, min_value=0, decimal_places=2, label=_("Cost"))


class VigilanceForm(Form):
    """A declared watch over a customer or a product."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), required=False, label=_("Customer")
    )
    item_reference = forms.CharField(
        max_length=60, required=False, label=_("or item reference")
    )
    level = forms.ChoiceField(choices=Vigilance.Level, label=_("Level"))
    cause = forms.CharField(max_length=300, label=_("Cause"))
    measures = TextField(required=False, label=_("Measures"))
    cadence_days = forms.IntegerField(
        min_value=1, max_value=365, initial=30, label=_("Look every (days)")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["organization"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organization.objects.visible_to(user).filter(
                is_customer=True
            )

    def values(self) -> dict[str, Any]:
        """Return the fields of a vigilance, the item found by its reference."""
        values = dict(self.cleaned_data)
        reference = values.pop("item_reference")
        if reference:
            values["item"] = (
                Item.objects.visible_to(self.user).filter(reference=reference).first()
            )
        return values

    def clean_item_reference(self) -> str:
        """Refuse a reference that the catalogue does not know."""
        reference: str = self.cleaned_data["item_reference"]
        known = Item.objects.visible_to(self.user).filter(reference=reference)
        if reference and not known.exists():
            raise forms.ValidationError(
                _("No item has the reference %(reference)s.") % {"reference": reference}
            )
        return reference


class NoteForm(Form):
    """A sentence on what was done."""

    note = TextField(label=_("What was done"))


class LoyaltyActionForm(Form):
    """Something done to keep a customer."""

    title = forms.CharField(max_length=200, label=_("Title"))
    aim = forms.CharField(max_length=300, required=False, label=_("Aim"))
    planned_on = DateField(label=_("Planned on"))


class DeliveredForm(Form):
    """The day on which the customer received everything."""

    delivered_on = DateField(label=_("Delivered on"))
