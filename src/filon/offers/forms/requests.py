"""What people type about requests for prices, suppliers included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from filon.directory.models import Organization
from filon.kernel.money import currencies
from filon.offers.forms.terms import INCOTERMS
from filon.offers.models import OfferLine, PriceRequestLine
from filon.offers.services import Quoted, QuotedLine
from filon.web.forms import DateField, DecimalField, Form, TextField


class PriceRequestForm(Form):
    """Which lines, of which suppliers, until when."""

    lines: forms.ModelMultipleChoiceField[OfferLine] = forms.ModelMultipleChoiceField(
        OfferLine.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=_("Lines to have priced"),
    )
    suppliers: forms.ModelMultipleChoiceField[Organization] = (
        forms.ModelMultipleChoiceField(
            Organization.objects.none(),
            widget=forms.CheckboxSelectMultiple,
            label=_("Suppliers"),
            help_text=_("Each gets a link of its own and does not see the others."),
        )
    )
    message = TextField(required=False, max_length=2000, label=_("Message"))
    due_on = DateField(label=_("Answer wanted by"))

    def __init__(
        self,
        *args: Any,
        lines: QuerySet[OfferLine],
        suppliers: QuerySet[Organization],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = lines  # type: ignore[attr-defined]
        self.fields["suppliers"].queryset = suppliers  # type: ignore[attr-defined]


class QuoteForm(Form):
    """A quotation as a supplier types it, one block of fields for each line."""

    currency = forms.ChoiceField(label=_("Currency"), choices=())
    incoterm = forms.ChoiceField(
        choices=[("", "–"), *((code, code) for code in INCOTERMS)],
        required=False,
        label=_("Incoterm® 2020"),
    )
    incoterm_place = forms.CharField(
        max_length=120, required=False, label=_("Named place")
    )
    valid_until = DateField(label=_("Prices valid until"), required=False)
    comment = TextField(required=False, max_length=2000, label=_("Remark"))

    def __init__(
        self,
        *args: Any,
        lines: Iterable[PriceRequestLine],
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        names = dict.fromkeys([currency, *currencies()])
        self.fields["currency"].choices = [  # type: ignore[attr-defined]
            (name, name) for name in names
        ]
        for line in self.lines:
            for name, field in _line_fields().items():
                self.fields[f"{name}_{line.pk}"] = field

    def blocks(self) -> list[tuple[PriceRequestLine, list[forms.BoundField]]]:
        """Return each line with its fields."""
        return [
            (line, [self[f"{name}_{line.pk}"] for name in _line_fields()])
            for line in self.lines
        ]

    def terms(self) -> list[forms.BoundField]:
        """Return the fields of the whole quotation."""
        return [self[name] for name in self.base_fields]

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a quantity break."""
        data: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            start, price = data.get(f"from_{line.pk}"), data.get(f"lower_{line.pk}")
            if (start is None) != (price is None):
                self.add_error(
                    f"from_{line.pk}", _t("Give the quantity and the price together.")
                )
        return data

    def quoted(self) -> Quoted:
        """Return the quotation; lines without a price are left out."""
        data = self.cleaned_data
        return Quoted(
            lines={
                line.pk: _quoted(data, line.pk)
                for line in self.lines
                if data[f"price_{line.pk}"] is not None
            },
            **{name: data[name] for name in self.base_fields},
        )


def _line_fields() -> dict[str, forms.Field]:
    return {
        "price": DecimalField(
            required=False,
            min_value=0,
            max_digits=15,
            decimal_places=6,
            label=_("Unit price"),
        ),
        "minimum": DecimalField(
            required=False,
            min_value=0,
            max_digits=15,
            decimal_places=4,
            label=_("Minimum quantity"),
        ),
        "days": forms.IntegerField(
            required=False,
            min_value=0,
            max_value=3650,
            label=_("Lead time in days"),
        ),
        "from": DecimalField(
            required=False,
            min_value=0,
            max_digits=15,
            decimal_places=4,
            label=_("Other price from the quantity"),
        ),
        "lower": DecimalField(
            required=False,
            min_value=0,
            max_digits=15,
            decimal_places=6,
            label=_("Unit price from there on"),
        ),
    }


def _quoted(data: dict[str, Any], pk: int) -> QuotedLine:
    start, lower = data[f"from_{pk}"], data[f"lower_{pk}"]
    breaks: Sequence[tuple[Decimal, Decimal]] = ()
    if start is not None and lower is not None:
        breaks = [(start, lower)]
    return QuotedLine(
        unit_price=data[f"price_{pk}"],
        minimum=data[f"minimum_{pk}"],
        lead_time_days=data[f"days_{pk}"],
        breaks=breaks,
    )


class QuoteCostsForm(Form):
    """What a quotation costs us beside its prices."""

    transport = DecimalField(
        min_value=0,
        max_digits=14,
        decimal_places=2,
        label=_("Carriage and customs fees to our door"),
        help_text=_("In the company’s currency, for the whole quotation."),
    )
    duty_percent = DecimalField(
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Customs duty (%)"),
    )
    exchange_rate = DecimalField(
        required=False,
        min_value=Decimal("0.00000001"),
        max_digits=18,
        decimal_places=8,
        label=_("Exchange rate"),
        help_text=_("Units of the supplier’s currency for one of ours."),
    )


def first_due(today: date) -> dict[str, Any]:
    """Return what a new request proposes."""
    return {"due_on": date.fromordinal(today.toordinal() + 7)}
