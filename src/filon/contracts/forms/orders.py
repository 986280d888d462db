"""What people type about orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.contracts.models import Order, OrderDeviation
from filon.offers.exchange.comparing import AgreedLine, Tolerance
from filon.offers.services.answers import Signing
from filon.web.forms import (
    DateField,
    DecimalField,
    FilterForm,
    Form,
    TextField,
)


class OrderFilter(FilterForm):
    """Filters of the orders."""

    status = forms.ChoiceField(
        choices=[("", _("All")), ("open", _("In progress")), *Order.Status.choices],
        label=_("State"),
    )
    delivery = forms.ChoiceField(
        choices=[("", _("All")), ("late", _("Late")), ("unplanned", _("No date yet"))],
        label=_("Delivery"),
    )
    since = DateField(label=pgettext_lazy("period", "From"))
    until = DateField(label=pgettext_lazy("period", "Until"))


class SigningForm(Form):
    """Who accepts an offer, and under which reference."""

    name = forms.CharField(max_length=200, label=_("First and last name"))
    function = forms.CharField(max_length=120, required=False, label=_("Function"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    customer_reference = forms.CharField(
        max_length=80, required=False, label=_("Customer's order reference")
    )

    def signing(self, **said: Any) -> Signing:
        """Return who accepts, with what the page adds: choice, sentence, authority."""
        return Signing(
            name=self.cleaned_data["name"],
            function=self.cleaned_data["function"],
            customer_reference=self.cleaned_data["customer_reference"],
            email=self.cleaned_data["email"],
            **said,
        )


class DeliveryDateForm(Form):
    """The promised day."""

    delivery_on = DateField(label=_("Delivery date"))


class PostponeForm(DeliveryDateForm):
    """Another promised day, and why."""

    reason = forms.CharField(max_length=200, label=_("Reason"))


class RecordForm(SigningForm):
    """An acceptance that came on paper or as a purchase order."""

    email = forms.EmailField(
        required=False,
        label=_("E-mail"),
        help_text=_("The proof of the acceptance is sent there."),
    )
    has_authority = forms.BooleanField(label=_("This person may commit the company"))
    file = forms.FileField(
        required=False, label=_("Signed offer or purchase order (file)")
    )

    def offer_choices(
        self,
        options: list[tuple[str, str]],
        alternatives: list[tuple[str, list[tuple[str, str]]]],
    ) -> None:
        """Add the options to tick and the alternatives to choose among."""
        if options:
            self.fields["options"] = forms.MultipleChoiceField(
                choices=options,
                required=False,
                label=_("Options ordered"),
                widget=forms.CheckboxSelectMultiple,
            )
        for group, choices in alternatives:
            self.fields[f"alternative-{group}"] = forms.ChoiceField(
                choices=choices, label=_("Alternative %(group)s") % {"group": group}
            )

    def ticked(self) -> frozenset[str]:
        """Return the ids of all lines that were ticked or chosen."""
        groups = [n for n in self.cleaned_data if n.startswith("alternative-")]
        chosen = [str(self.cleaned_data[name]) for name in groups]
        return frozenset([*self.cleaned_data.get("options", []), *chosen])


class PublicAcceptanceForm(SigningForm):
    """The customer's acceptance; `options` and `alternative-…` are keys of lines."""

    has_authority = forms.BooleanField()
    code = forms.CharField(max_length=20, required=False)

    def ticked(self) -> frozenset[str]:
        """Return the ids of all lines that were ticked or chosen."""
        sent = self.data
        if not isinstance(sent, MultiValueDict):
            return frozenset()
        groups = [n for n in sent if n.startswith("alternative-")]
        return frozenset([*sent.getlist("options"), *(str(sent[n]) for n in groups)])


class ToleranceForm(Form):
    """How far a purchase order may be off before it counts as a deviation."""

    price_tolerance_percent = DecimalField(
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        initial=0,
        label=_("Tolerance on prices (%)"),
    )
    quantity_tolerance_percent = DecimalField(
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        initial=0,
        label=_("Tolerance on quantities (%)"),
    )
    tolerance_days = forms.IntegerField(
        min_value=0, max_value=365, initial=0, label=_("Tolerance on dates (days)")
    )

    def tolerance(self) -> Tolerance:
        """Return what was typed."""
        said = self.cleaned_data
        return Tolerance(
            price_percent=said["price_tolerance_percent"],
            quantity_percent=said["quantity_tolerance_percent"],
            days=said["tolerance_days"],
        )


class PurchaseOrderForm(ToleranceForm):
    """A purchase order that came as a file."""

    file = forms.FileField(
        label=_("Purchase order"),
        help_text=_("Order-X or UBL as XML, a PDF that carries one, or a spreadsheet."),
    )
    number = forms.CharField(
        required=False,
        max_length=80,
        label=_("Customer's order number"),
        help_text=_("For a spreadsheet; an electronic order says its own."),
    )
    field_order = ("file", "number")


class TypedOrderForm(ToleranceForm):
    """A purchase order on paper, typed beside what was accepted."""

    number = forms.CharField(max_length=80, label=_("Customer's order number"))
    issued_on = DateField(label=_("Date of the order"))
    requested_on = DateField(required=False, label=_("Delivery asked for"))
    incoterm = forms.CharField(required=False, max_length=3, label=_("Incoterm"))
    incoterm_place = forms.CharField(
        required=False, max_length=120, label=_("Place of the Incoterm")
    )
    payment_terms = forms.CharField(
        required=False, max_length=300, label=_("Payment terms")
    )
    postcode = forms.CharField(
        required=False, max_length=20, label=_("Postcode of the delivery")
    )
    total_net = DecimalField(
        required=False, max_digits=15, decimal_places=3, label=_("Total without VAT")
    )
    notes = TextField(
        required=False,
        label=_("Clauses of the customer"),
        help_text=_("For example that their terms of purchase apply."),
    )
    other_lines = TextField(
        required=False,
        label=_("Lines that were not offered"),
        help_text=_("One for each row: reference; description; quantity; unit price"),
    )
    file = forms.FileField(required=False, label=_("Scan of the order"))

    def line_fields(self, lines: Sequence[AgreedLine]) -> None:
        """Add quantity and price of each accepted line, as accepted."""
        for line in lines:
            self.fields[f"quantity-{line.key}"] = DecimalField(
                min_value=0,
                max_digits=19,
                decimal_places=4,
                initial=line.quantity,
                label=_("%(name)s: quantity") % {"name": line.name},
            )
            self.fields[f"price-{line.key}"] = DecimalField(
                required=False,
                min_value=0,
                max_digits=19,
                decimal_places=6,
                initial=line.net_price,
                label=_("%(name)s: unit price") % {"name": line.name},
            )


class DocumentForm(Form):
    """Any electronic document of trade."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("UBL, Factur-X or Order-X: XML, or a PDF that carries it."),
    )


class DecisionForm(Form):
    """What is answered to one deviation."""

    decision = forms.ChoiceField(choices=OrderDeviation.Decision)
    comment = forms.CharField(required=False, max_length=300)
