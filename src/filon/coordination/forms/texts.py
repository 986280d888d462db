"""The form of an edition of a text: cleaning only."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from filon.coordination.models import (
    PolicyDocument,
)
from filon.coordination.services import (
    PolicyEdition,
)
from filon.web.forms import DateField, Form, TextField


class PolicyForm(Form):
    """An edition of a text of the company."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PolicyDocument.Kind)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    edition = forms.CharField(label=gettext_lazy("Edition"), max_length=20, initial="1")
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES
    )
    valid_from = DateField(label=gettext_lazy("In force from"))
    valid_until = DateField(label=gettext_lazy("In force until"), required=False)
    summary = TextField(
        label=gettext_lazy("What it says, in short"), max_length=8000, required=False
    )
    key_limits = TextField(
        label=gettext_lazy("Limits to respect"),
        help_text=gettext_lazy("One a line: discount, margin, payment, deadlines…"),
        max_length=4000,
        required=False,
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)

    def edition_put(self) -> PolicyEdition:
        """Return the edition, its file left out."""
        values = {k: v for k, v in self.cleaned_data.items() if k != "file"}
        return PolicyEdition(**values)
