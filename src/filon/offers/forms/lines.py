"""What people type about the lines of an offer."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.kernel.units import unit_choices
from filon.offers.models import (
    OfferLine,
)
from filon.offers.services import LineEntry
from filon.web.forms import DecimalField, Form, TextField

MOST_BREAKS = 12
_DISCOUNT = ("discount", "discount_reason", "second_discount")
_WORDS = frozenset({OfferLine.Kind.TITLE, OfferLine.Kind.TEXT, OfferLine.Kind.SUBTOTAL})


class LineAddForm(Form):
    """One line: a reference or words, and a quantity."""

    text = forms.CharField(max_length=300, required=False)
    quantity = DecimalField(
        required=False, max_digits=19, decimal_places=4, min_value=Decimal("0.0001")
    )
    kind = forms.ChoiceField(choices=OfferLine.Kind, required=False)
    percent = DecimalField(
        required=False, min_value=0, max_value=1000, max_digits=7, decimal_places=4
    )
    price = DecimalField(required=False, min_value=0, max_digits=19, decimal_places=6)
    is_free = forms.BooleanField(required=False)

    def entry(self) -> LineEntry:
        """Return the line as it was typed."""
        data = self.cleaned_data
        values: dict[str, Any] = {}
        if data["percent"] is not None:
            values["percent"] = data["percent"]
        if data["is_free"] and data["price"] is not None:
            values["manual_price"] = data["price"]
        return LineEntry(
            text=data["text"],
            quantity=data["quantity"] or Decimal(1),
            kind=data["kind"] or OfferLine.Kind.ITEM,
            values=values,
            is_free=data["is_free"],
        )


class LineQuickForm(Form):
    """What is changed in the row itself."""

    quantity = DecimalField(
        max_digits=19, decimal_places=4, min_value=Decimal("0.0001")
    )
    discount = DecimalField(
        required=False, min_value=0, max_value=100, max_digits=7, decimal_places=4
    )
    inclusion = forms.ChoiceField(choices=OfferLine.Inclusion)
    # The next break, taken by its button instead of the quantity in the field.
    take = DecimalField(
        required=False, max_digits=19, decimal_places=4, min_value=Decimal("0.0001")
    )

    def values(self, line: OfferLine) -> dict[str, Any]:
        """Return the fields of the line; a new alternative joins the open group."""
        data = self.cleaned_data
        quantity = data["take"] or data["quantity"]
        values = {"quantity": quantity, "inclusion": data["inclusion"]}
        values["discounts"] = discounts(data["discount"], line.discounts)
        needs_group = data["inclusion"] == OfferLine.Inclusion.ALTERNATIVE
        if needs_group and not line.alternative_group:
            values["alternative_group"] = "A"
        return values


def discounts(
    percent: Decimal | None, before: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Return the cascade with another first percentage; its reason is kept."""
    rest = before[1:]
    if not percent:
        return rest
    reason = before[0].get("reason", "") if before else ""
    return [{"percent": f"{percent.normalize():f}", "reason": reason}, *rest]


class LineForm(Form):
    """All that can be said of one line."""

    designation = forms.CharField(max_length=300, label=_("Designation"))
    description = TextField(required=False, label=_("Description"))
    quantity = DecimalField(
        max_digits=19,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        label=_("Quantity"),
    )
    unit = forms.ChoiceField(choices=unit_choices, label=_("Unit"))
    inclusion = forms.ChoiceField(choices=OfferLine.Inclusion, label=_("Inclusion"))
    alternative_group = forms.CharField(
        max_length=20,
        required=False,
        label=_("Group of alternatives"),
        help_text=_("The customer chooses one line of each group; the first counts."),
    )
    manual_price = DecimalField(
        required=False,
        min_value=0,
        max_digits=19,
        decimal_places=6,
        label=_("Price typed, without VAT"),
        help_text=_("Empty: the lists and agreements give the price."),
    )
    manual_reason = forms.CharField(
        max_length=200, required=False, label=_("Why this price")
    )
    discount = DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Discount (%)"),
    )
    discount_reason = forms.CharField(
        max_length=200, required=False, label=_("Why this discount")
    )
    second_discount = DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Second discount (%), on the rest"),
    )
    percent = DecimalField(
        required=False,
        min_value=0,
        max_value=1000,
        max_digits=7,
        decimal_places=4,
        label=_("Percentage of the firm lines"),
    )
    vat_rate = DecimalField(
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        label=_("VAT rate in France (%)"),
    )
    lead_time_days = forms.IntegerField(
        required=False, min_value=0, label=_("Lead time (days)")
    )
    unit_cost = DecimalField(
        required=False,
        min_value=0,
        max_digits=19,
        decimal_places=6,
        label=_("Cost of one unit, estimated"),
        help_text=_("Empty: the cost of the catalogue, or unknown."),
    )
    customer_part_number = forms.CharField(
        max_length=60, required=False, label=_("Customer’s part number")
    )
    drawing = forms.CharField(max_length=60, required=False, label=_("Drawing"))
    drawing_index = forms.CharField(
        max_length=10, required=False, label=_("Index of the drawing")
    )

    def __init__(
        self, *args: Any, line: OfferLine, sees_cost: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not sees_cost and line.item_id is not None:
            del self.fields["unit_cost"]
        if line.kind == OfferLine.Kind.PERCENT:
            for name in ("manual_price", "manual_reason", *_DISCOUNT, "unit"):
                del self.fields[name]
        else:
            del self.fields["percent"]
        if line.kind in _WORDS:
            for name in set(self.fields) - {"designation", "description"}:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return the fields of the line."""
        data = dict(self.cleaned_data)
        if "discount" in data:
            first, reason, second = (data.pop(name) for name in _DISCOUNT)
            data["discounts"] = [
                {"percent": f"{percent.normalize():f}", "reason": why}
                for percent, why in ((first, reason), (second, ""))
                if percent
            ]
        if "unit_cost" in data:
            cost = data["unit_cost"] or None
            source = OfferLine.CostSource
            data["unit_cost"] = cost
            data["cost_source"] = source.MANUAL if cost else source.UNKNOWN
        return data


class BreaksForm(Form):
    """Quantities at which a line is priced too."""

    quantities = forms.CharField(
        required=False,
        label=_("Quantities"),
        help_text=_("Separated by spaces: 10 50 200. Empty takes the table out."),
    )

    def clean_quantities(self) -> list[Decimal]:
        """Return the quantities, at most twelve."""
        typed = self.cleaned_data["quantities"].replace(",", ".").split()
        if len(typed) > MOST_BREAKS or not all(
            re.fullmatch(r"\d{1,10}(\.\d{1,4})?", word) for word in typed
        ):
            raise forms.ValidationError(
                _("Write at most twelve quantities, separated by spaces.")
            )
        return [Decimal(word) for word in typed]


class PasteForm(Form):
    """A table copied from a spreadsheet."""

    text = TextField(
        label=_("Rows"),
        help_text=_("One row a line: reference, then quantity."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
