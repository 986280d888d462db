"""The base of forms that choose among what a person reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from filon.accounts.models import User
from filon.watch.forms.fields import CompanyField, ItemField
from filon.web.forms import Form


class VersionField(forms.IntegerField):
    """The version of a record that a form was opened on.

    A form that is shown again carries the present version: who has compared may save.
    """

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show the present version, whichever was sent."""
        return initial


class ScopedForm(Form):
    """A form whose choices are restricted to what its user reads.

    With `version`, `expected_version` says after cleaning what the person saw.
    """

    expected_version: int | None = None

    def __init__(
        self, *args: Any, user: User, version: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if version is not None:
            self.fields["version"] = VersionField(required=False, initial=version)
        for field in self.fields.values():
            if isinstance(field, CompanyField | ItemField):
                field.user = user

    def clean(self) -> dict[str, Any]:
        """Set the version aside: it is no field of the record."""
        self.expected_version = self.cleaned_data.pop("version", None)
        return self.cleaned_data

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Set what a field offers."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows
