"""Criteria that a record or a file answers to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.certification.models import (
    Criterion,
)
from filon.files.uploads import UploadRefused, check_upload
from filon.web.forms import Form, TextField


class CriteriaForm(Form):
    """Criteria that a proof answers to: those proposed first, then the others.

    The others stand in one field for each competency, which the page folds.
    """

    proposed = forms.MultipleChoiceField(
        required=False,
        label=_("Criteria proposed for this kind of record"),
        widget=forms.CheckboxSelectMultiple,
    )
    note = TextField(
        required=False,
        label=_("What you did yourself"),
        help_text=_("Work is done in teams: say in a sentence what is yours."),
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        evidence_types: Iterable[str] = (),
        chosen: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        types = set(evidence_types)
        self.rows = {str(c.pk): c for c in criteria}
        fitting = [
            c for c in criteria if c.code == chosen or types & set(c.evidence_types)
        ]
        field = self.fields["proposed"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [self._choice(c) for c in fitting]
        self.initial["proposed"] = [str(c.pk) for c in fitting if c.code == chosen]
        if not fitting:
            del self.fields["proposed"]
        self.folded: list[str] = []
        self._fold([c for c in criteria if c not in fitting])

    def _fold(self, criteria: Sequence[Criterion]) -> None:
        groups: dict[str, list[Criterion]] = {}
        for one in criteria:
            groups.setdefault(one.competency.code, []).append(one)
        for code, rows in groups.items():
            name = f"others_{code}"
            self.folded.append(name)
            self.fields[name] = forms.MultipleChoiceField(
                required=False,
                label=f"{code} · {rows[0].competency.title}",
                choices=[self._choice(one) for one in rows],
                widget=forms.CheckboxSelectMultiple,
            )

    def _choice(self, criterion: Criterion) -> tuple[str, str]:
        return str(criterion.pk), f"{criterion.code} · {criterion.text}"

    @property
    def first(self) -> list[forms.BoundField]:
        """Return the fields that are always shown."""
        return [self[name] for name in self.fields if name not in self.folded]

    @property
    def folds(self) -> list[forms.BoundField]:
        """Return the field of each competency's other criteria."""
        return [self[name] for name in self.folded]

    def criteria(self) -> list[Criterion]:
        """Return the chosen criteria."""
        chosen = list(self.cleaned_data.get("proposed", []))
        for name in self.folded:
            chosen += self.cleaned_data[name]
        return [self.rows[key] for key in chosen]


class UploadForm(CriteriaForm):
    """A file that proves criteria."""

    file = forms.FileField(label=_("File"))
    title = forms.CharField(
        max_length=250, required=False, label=_("What the file shows")
    )

    field_order = ("file", "title", "proposed", "note")

    def clean_file(self) -> Any:
        """Return the file once its content has proven what it is."""
        upload = self.cleaned_data["file"]
        try:
            return check_upload(upload.name, upload.file)
        except UploadRefused as error:
            raise forms.ValidationError(str(error)) from error
