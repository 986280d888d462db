"""What people type about orders and contracts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.offers.services.answers import Signing
from filon.web.forms import Form

STATEMENT = _(
    "I have read the offer and its general terms, I accept it with the options ticked,"
    " and I may commit my company."
)


class PublicAcceptanceForm(Form):
    """Who accepts an offer, and which options and alternatives with it."""

    name = forms.CharField(max_length=200, label=_("First and last name"))
    function = forms.CharField(max_length=120, required=False, label=_("Function"))
    customer_reference = forms.CharField(
        max_length=80, required=False, label=_("Your order reference")
    )
    options = forms.JSONField(required=False)
    has_authority = forms.BooleanField(label=STATEMENT)

    def signing(self) -> Signing:
        """Return who accepts what, with the sentence that they agreed to."""
        said = self.cleaned_data
        return Signing(
            name=said["name"],
            function=said["function"],
            customer_reference=said["customer_reference"],
            has_authority=said["has_authority"],
            statement=str(STATEMENT),
        )
