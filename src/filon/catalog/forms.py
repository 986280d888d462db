"""What people type about items, prices and words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.catalog.models import Item, PriceList, PriceRule, ProductFamily
from filon.directory.models import MarketSegment, Organization
from filon.kernel.units import unit_choices
from filon.web.forms import DateField, DecimalField, FilterForm, Form, TextField


class ItemFilter(FilterForm):
    """Filters of the catalogue."""

    family = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name"), label=_("Family")
    )
    kind = forms.ChoiceField(
        choices=[("", _("All")), *Item.Kind.choices], label=_("Kind")
    )
    priced = forms.ChoiceField(
        choices=[("", _("All")), ("yes", _("Priced")), ("no", _("Price unknown"))],
        label=_("Price"),
    )


class ItemForm(Form):
    """An item of the catalogue; its cost only for who may see costs."""

    reference = forms.CharField(max_length=60, label=_("Reference"))
    name_fr = forms.CharField(max_length=200, label=_("Name in French"))
    name_en = forms.CharField(
        max_length=200, required=False, label=_("Name in English")
    )
    kind = forms.ChoiceField(choices=Item.Kind, label=_("Kind"))
    family = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name"), required=False, label=_("Family")
    )
    unit = forms.ChoiceField(choices=unit_choices, label=_("Unit"), initial="C62")
    price = DecimalField(
        required=False,
        min_value=0,
        max_digits=19,
        decimal_places=6,
        label=_("List price without VAT"),
        help_text=_("Leave empty when it is not known; zero is not a price."),
    )
    price_base = forms.TypedChoiceField(
        choices=Item.PriceBase, coerce=int, label=_("Price for"), initial=1
    )
    cost = DecimalField(
        required=False,
        min_value=0,
        max_digits=19,
        decimal_places=6,
        label=_("Standard cost"),
        help_text=_("Leave empty when it is not known."),
    )
    vat_rate = DecimalField(
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        label=_("VAT rate (%)"),
    )
    lead_time_days = forms.IntegerField(
        required=False, min_value=0, label=_("Lead time (days)")
    )
    warranty_months = forms.IntegerField(
        required=False, min_value=0, label=_("Warranty (months)")
    )
    description_fr = TextField(required=False, label=_("Description in French"))
    description_en = TextField(required=False, label=_("Description in English"))
    markets = TextField(required=False, label=_("Markets and uses"))
    manufacturing = TextField(required=False, label=_("Manufacturing"))

    def __init__(self, *args: Any, with_cost: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_cost:
            del self.fields["cost"]

    def clean_price(self) -> Any:
        """Refuse zero: an unknown price is empty."""
        return _positive_or_none(self.cleaned_data["price"])

    def clean_cost(self) -> Any:
        """Refuse zero: an unknown cost is empty."""
        return _positive_or_none(self.cleaned_data["cost"])


class PriceListForm(Form):
    """A price list."""

    code = forms.SlugField(max_length=40, label=_("Code"))
    name = forms.CharField(max_length=120, label=_("Name"))
    kind = forms.ChoiceField(choices=PriceList.Kind, label=_("Kind"))
    currency = forms.CharField(
        max_length=3, min_length=3, initial="EUR", label=_("Currency")
    )
    organization: forms.ModelChoiceField[Organization] = forms.ModelChoiceField(
        None,
        required=False,
        label=_("Customer"),
        help_text=_("Only for a customer contract."),
    )
    segment = forms.ModelChoiceField(
        MarketSegment.objects.order_by("name"),
        required=False,
        label=_("Market segment"),
    )
    valid_from = DateField(required=False, label=_("Valid from"))
    valid_until = DateField(required=False, label=_("Valid until (inclusive)"))

    def __init__(self, *args: Any, customers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["organization"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = customers


class PriceRuleForm(Form):
    """A price or a discount from a quantity on."""

    item_reference = forms.CharField(
        max_length=60, required=False, label=_("Item reference")
    )
    family = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name"), required=False, label=_("or family")
    )
    min_quantity = DecimalField(
        min_value=0,
        max_digits=19,
        decimal_places=4,
        initial=1,
        label=_("From quantity"),
    )
    price = DecimalField(
        required=False, min_value=0, max_digits=19, decimal_places=6, label=_("Price")
    )
    price_base = forms.TypedChoiceField(
        choices=Item.PriceBase, coerce=int, initial=1, label=_("Price for")
    )
    discount_percent = DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("or discount (%)"),
    )
    break_mode = forms.ChoiceField(choices=PriceRule.BreakMode, label=_("Break"))


class TermForm(Form):
    """A technical word in both languages."""

    term_fr = forms.CharField(max_length=120, label=_("Word in French"))
    term_en = forms.CharField(max_length=120, label=_("Word in English"))
    definition_fr = TextField(required=False, label=_("Definition in French"))
    definition_en = TextField(required=False, label=_("Definition in English"))
    family = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name"), required=False, label=_("Family")
    )


class FamilyForm(Form):
    """A family of items."""

    code = forms.SlugField(max_length=20, label=_("Code"))
    name = forms.CharField(max_length=120, label=_("Name"))
    margin_floor_percent = DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Floor of the margin rate on price (%)"),
    )
    validity_days = forms.IntegerField(
        min_value=1, max_value=365, initial=30, label=_("Usual validity (days)")
    )


def _positive_or_none(value: Any) -> Any:
    if value is not None and value <= 0:
        raise forms.ValidationError(
            _("Zero is not accepted: leave the field empty when it is not known.")
        )
    return value
