"""What is typed to bring a specification in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filon.directory.models import Contact
from filon.prospecting.forms import choose_from
from filon.watch.models import Reliability
from filon.web.forms import DateField, Form, TextField


class SpecificationForm(Form):
    """A document or pasted words, and why they can be relied on."""

    file = forms.FileField(
        required=False,
        label=_("Document"),
        help_text=_("DOCX, XLSX, PDF with text, ODS, CSV or TXT."),
    )
    text = TextField(
        required=False,
        max_length=400_000,
        label=_("or pasted text"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    title = forms.CharField(
        max_length=200,
        required=False,
        label=_("Title"),
        help_text=_("The name of the document where nothing is written."),
    )
    relevance = forms.CharField(
        max_length=300,
        label=_("Relevance"),
        help_text=_("Why this source can be relied on for this need."),
    )
    dated_on = DateField(label=_("Dated"))
    reliability = forms.ChoiceField(
        choices=Reliability, initial="A", label=_("Reliability")
    )
    author = forms.CharField(max_length=120, required=False, label=_("Author"))
    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        None, required=False, label=_("Contact")
    )

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, contact=contacts)

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of document and text, and for a title."""
        given = super().clean() or {}
        file, text = given.get("file"), (given.get("text") or "").strip()
        if bool(file) == bool(text):
            raise ValidationError(gettext("Choose a file, or paste the text."))
        if not given.get("title"):
            given["title"] = (
                file.name[:200] if file else gettext("Pasted specification")
            )
        return given
