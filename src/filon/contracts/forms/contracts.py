"""What people type about contracts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filon.contracts.models import Contract, ContractEvent
from filon.contracts.selectors.frames import FrameLine
from filon.contracts.services.frames import CallOff
from filon.documents.formats import quantity
from filon.kernel import units
from filon.kernel.money import currencies
from filon.offers.pricing.indexation import IndexTerm, RevisionFormula
from filon.web.forms import (
    DateField,
    DecimalField,
    FilterForm,
    Form,
    TextField,
)


class ContractFilter(FilterForm):
    """Filters of the contracts."""

    status = forms.ChoiceField(
        choices=[("", _("All")), *Contract.Status.choices], label=_("State")
    )
    kind = forms.ChoiceField(
        choices=[("", _("All")), *Contract.Kind.choices], label=_("Kind")
    )
    ending = forms.ChoiceField(
        choices=[
            ("", _("All")),
            ("30", _("Within 30 days")),
            ("90", _("Within 90 days")),
            ("180", _("Within 180 days")),
        ],
        label=_("Ends"),
    )


class ContractForm(Form):
    """The terms of a contract."""

    title = forms.CharField(max_length=200, label=_("Title"))
    kind = forms.ChoiceField(choices=Contract.Kind, label=_("Kind"))
    starts_on = DateField(label=_("Starts on"))
    ends_on = DateField(
        required=False,
        label=_("Ends on"),
        help_text=_("Leave empty for a contract without an end."),
    )
    notice_days = forms.IntegerField(
        min_value=0, max_value=730, initial=90, label=_("Notice (days)")
    )
    renews_tacitly = forms.BooleanField(
        required=False, label=_("Renews tacitly at its end")
    )
    renewal_months = forms.IntegerField(
        min_value=0, max_value=120, initial=12, label=_("Renewed for (months)")
    )
    currency = forms.ChoiceField(
        choices=lambda: [(code, code) for code in currencies()], label=_("Currency")
    )
    committed_amount = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
        label=_("Committed amount without VAT"),
    )
    commitments = TextField(required=False, label=_("Commitments of both sides"))
    price_revision = TextField(
        required=False,
        label=_("Price revision clause"),
        help_text=_("Index, formula and day; a yearly date is then kept."),
    )


class SignForm(Form):
    """The signed copy."""

    signed_on = DateField(label=_("Signed on"))
    file = forms.FileField(label=_("Signed copy"))


class TerminateForm(Form):
    """Ending a contract before its end."""

    ends_on = DateField(label=_("Last day"))
    reason = TextField(max_length=200, label=_("Reason"))


class EventForm(Form):
    """A date to keep."""

    kind = forms.ChoiceField(choices=ContractEvent.Kind, label=_("Kind"))
    title = forms.CharField(max_length=200, label=_("What is to be done"))
    due_on = DateField(label=_("Day"))
    remind_on = DateField(
        required=False,
        label=_("Remind on"),
        help_text=_("Leave empty for the usual reminder."),
    )
    note = TextField(required=False, label=_("Note"))


class EventDoneForm(Form):
    """How a date was taken care of."""

    note = TextField(label=_("What was done"))


INDEXES = 4


class PriceRevisionForm(Form):
    """A price and the formula of its revision: a fixed part and up to four indexes."""

    price = DecimalField(
        min_value=0, max_digits=15, decimal_places=3, label=_("Price to revise")
    )
    on = DateField(label=_("New price from"))
    fixed = DecimalField(
        min_value=0, max_value=1, max_digits=7, decimal_places=6, label=_("Fixed part")
    )
    threshold = DecimalField(
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=4,
        label=_("No revision below (%)"),
    )
    cap = DecimalField(
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=4,
        label=_("Largest rise (%)"),
    )
    floor = DecimalField(
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=4,
        label=_("Largest fall (%)"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, INDEXES + 1):
            at = {"number": number}
            self.fields[f"code-{number}"] = forms.CharField(
                required=False, max_length=60, label=_("Index %(number)s") % at
            )
            for name, label, places in (
                ("weight", _("Weight %(number)s"), 6),
                ("base", _("Base index %(number)s"), 4),
                ("current", _("Current index %(number)s"), 4),
            ):
                self.fields[f"{name}-{number}"] = DecimalField(
                    required=False,
                    min_value=0,
                    max_digits=15,
                    decimal_places=places,
                    label=label % at,
                )

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Return the fields in their order: price, indexes, limits."""
        terms = [
            self[f"{name}-{number}"]
            for number in range(1, INDEXES + 1)
            for name in ("code", "weight", "base", "current")
        ]
        return [
            ("", [self["price"], self["on"], self["fixed"]]),
            (str(_("Indexes")), terms),
            (str(_("Limits")), [self["threshold"], self["cap"], self["floor"]]),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the whole of an index of which a part was typed."""
        said = super().clean() or {}
        for number in range(1, INDEXES + 1):
            names = [f"{name}-{number}" for name in ("weight", "base", "current")]
            typed = [said.get(name) is not None for name in names]
            if any(typed) and not all(typed):
                self.add_error(names[typed.index(False)], _("Give this number too."))
        return said

    def formula(self) -> RevisionFormula:
        """Return the formula that was typed."""
        said = self.cleaned_data
        return RevisionFormula(
            fixed=said["fixed"],
            terms=tuple(
                IndexTerm(
                    code=said[f"code-{number}"] or f"I{number}",
                    weight=said[f"weight-{number}"],
                    base=said[f"base-{number}"],
                    current=said[f"current-{number}"],
                )
                for number in range(1, INDEXES + 1)
                if said[f"weight-{number}"] is not None
            ),
            threshold_percent=said["threshold"] or Decimal(0),
            cap_percent=said["cap"],
            floor_percent=said["floor"],
        )


class ContractLineForm(Form):
    """A line of a contract; an item of the catalogue gives what is left empty."""

    reference = forms.CharField(
        required=False,
        max_length=60,
        label=_("Reference"),
        help_text=_("A reference of the catalogue gives name and cost."),
    )
    designation = forms.CharField(required=False, max_length=300, label=_("Name"))
    quantity = DecimalField(
        required=False,
        min_value=Decimal("0.0001"),
        max_digits=19,
        decimal_places=4,
        label=_("Agreed quantity"),
        help_text=_("Leave empty where the contract does not limit it."),
    )
    unit = forms.ChoiceField(choices=units.unit_choices, label=_("Unit"))
    net_price = DecimalField(
        min_value=0, max_digits=19, decimal_places=6, label=_("Net unit price")
    )
    price_base = forms.IntegerField(
        min_value=1, max_value=10_000, initial=1, label=_("Price is for")
    )
    vat_rate = DecimalField(
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        initial=20,
        label=_("VAT (%)"),
    )


class CallOffForm(Form):
    """A call-off of a frame agreement: how much of each line."""

    called_on = DateField(label=_("Called off on"))
    customer_reference = forms.CharField(
        required=False, max_length=80, label=_("Customer's order reference")
    )
    requested_delivery_on = DateField(required=False, label=_("Delivery asked for"))

    def __init__(
        self, *args: Any, lines: Sequence[FrameLine], foreign: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        if foreign:
            self.fields["exchange_rate"] = DecimalField(
                min_value=Decimal("0.00000001"),
                max_digits=18,
                decimal_places=8,
                label=_("%(currency)s for 1 of the company’s currency")
                % {"currency": foreign},
            )
        for row in lines:
            self.fields[f"quantity-{row.line.pk}"] = DecimalField(
                required=False,
                min_value=0,
                max_digits=19,
                decimal_places=4,
                label=f"{row.line.designation} ({row.unit})",
                help_text=self._left(row),
            )

    def _left(self, row: FrameLine) -> str:
        if row.left is None:
            return gettext("No limit")
        left = quantity(row.left, row.unit)
        return gettext("%(quantity)s left") % {"quantity": left}

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Return the fields in their order: the call-off, then its lines."""
        first = ["called_on", "customer_reference", "requested_delivery_on"]
        if "exchange_rate" in self.fields:
            first.append("exchange_rate")
        lines = [self[f"quantity-{row.line.pk}"] for row in self.lines]
        return [
            ("", [self[name] for name in first]),
            (str(_("Quantities")), lines),
        ]

    def asked(self) -> CallOff:
        """Return what is called off."""
        said = self.cleaned_data
        return CallOff(
            quantities={
                row.line.pk: said[f"quantity-{row.line.pk}"] or Decimal(0)
                for row in self.lines
            },
            called_on=said["called_on"],
            customer_reference=said["customer_reference"],
            requested_delivery_on=said["requested_delivery_on"],
            exchange_rate=said.get("exchange_rate") or Decimal(1),
        )
