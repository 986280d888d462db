"""What people type about terms and arguments."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.kernel.money import currencies
from filon.offers.models import (
    OfferRevision,
)
from filon.web.forms import DateField, DecimalField, Form, TextField

# Any mode of transport, then the four by sea.
INCOTERMS = (
    *("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP"),
    *("FAS", "FOB", "CFR", "CIF"),
)
LANGUAGES = [("fr", _("French")), ("en", _("English"))]


class TermsForm(Form):
    """Terms of a revision."""

    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"))
    valid_until = DateField(required=False, label=_("Valid until"))
    lead_time_days = forms.IntegerField(
        required=False,
        min_value=0,
        label=_("Lead time (days)"),
        help_text=_("Empty: the longest of the firm lines."),
    )
    payment_days = forms.IntegerField(
        min_value=0, max_value=120, label=_("Payment (days)")
    )
    payment_mode = forms.ChoiceField(
        choices=OfferRevision.PaymentMode, label=_("Counted as")
    )
    incoterm = forms.ChoiceField(
        choices=[("", "–"), *((code, code) for code in INCOTERMS)],
        required=False,
        label=_("Incoterm® 2020"),
    )
    incoterm_place = forms.CharField(
        max_length=120, required=False, label=_("Named place")
    )
    warranty_months = forms.IntegerField(
        required=False, min_value=0, max_value=600, label=_("Warranty (months)")
    )
    discount_percent = DecimalField(
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Discount on the whole offer (%)"),
    )
    discount_reason = forms.CharField(
        max_length=200, required=False, label=_("Why this discount")
    )
    freight = DecimalField(
        min_value=0, max_digits=15, decimal_places=3, label=_("Carriage billed")
    )
    currency = forms.ChoiceField(
        choices=lambda: [(code, code) for code in currencies()], label=_("Currency")
    )
    exchange_rate = DecimalField(
        min_value=Decimal("0.00000001"),
        max_digits=18,
        decimal_places=8,
        label=_("Exchange rate"),
        help_text=_("Units of this currency for one of the company’s."),
    )
    exchange_source = forms.CharField(
        max_length=80, required=False, label=_("Source and date of the rate")
    )
    delivery_terms = TextField(required=False, label=_("Delivery"))
    after_sales = TextField(required=False, label=_("After-sales"))


class WordsForm(Form):
    """The words of a revision: what convinces, what is advised, what is reserved."""

    introduction = TextField(required=False, label=_("Introduction"))
    technical_argument = TextField(required=False, label=_("Technical side"))
    financial_argument = TextField(required=False, label=_("Financial side"))
    service_argument = TextField(
        required=False,
        label=_("Services and follow-up"),
        help_text=_("Delivery, commissioning, training, after-sales."),
    )
    recommendation = TextField(required=False, label=_("Our recommendation"))
    reserves = TextField(
        required=False,
        label=_("Reserves and exclusions"),
        help_text=_("One a line; deviations from the need are added by themselves."),
    )
