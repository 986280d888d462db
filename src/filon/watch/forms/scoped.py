"""The base of forms that choose among what a person reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from filon.accounts.models import User
from filon.watch.forms.fields import CompanyField, ItemField
from filon.web.forms import Form


class ScopedForm(Form):
    """A form whose choices are restricted to what its user reads."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            if isinstance(field, CompanyField | ItemField):
                field.user = user

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Set what a field offers."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows
