"""What people type about orders and contracts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.web.forms import Form


class AcceptanceForm(Form):
    """Who accepts an offer, and which options with it."""

    signatory_name = forms.CharField(max_length=200, label=_("First and last name"))
    signatory_function = forms.CharField(
        max_length=120, required=False, label=_("Function")
    )
    customer_reference = forms.CharField(
        max_length=80, required=False, label=_("Your order reference")
    )
    has_authority = forms.BooleanField(
        label=_("I may commit my company for this amount")
    )

    def answer(self) -> dict[str, Any]:
        """Return the answer with the ids of the ticked lines."""
        return {**self.cleaned_data, "selected": self.data.getlist("selected")}
