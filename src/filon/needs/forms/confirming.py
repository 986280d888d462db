"""What is typed to ask for a confirmation, and by the customer who gives it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.directory.models import Contact
from filon.needs.models import Requirement
from filon.needs.services import RowSaid
from filon.prospecting.forms import choose_from
from filon.web.forms import DateField, Form, TextField


class AskForm(Form):
    """Who confirms, by when, and what is said to them."""

    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        None, label=_("Contact")
    )
    due_on = DateField(required=False, label=_("Answer by"))
    message = TextField(required=False, label=_("Message"))

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, contact=contacts)


class SettleForm(Form):
    """What became of a correction that changes nothing."""

    note = forms.CharField(max_length=300, label=_("What was agreed with the customer"))


class ListForm(Form):
    """The customer's answer: for each row, right or otherwise.

    Rows are called by requirement and version, so that an answer to a row that has
    changed since is noticed.
    """

    missing = TextField(
        required=False, max_length=4000, label=_("What is missing on this list?")
    )

    def __init__(self, *args: Any, rows: Iterable[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(rows)
        for row in self.asked:
            ok, fix = names_of(row)
            self.fields[ok] = forms.BooleanField(required=False, label=_("It is right"))
            self.fields[fix] = TextField(
                required=False,
                max_length=2000,
                label=_("It should be put otherwise"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def said(self, *, everything: bool) -> list[RowSaid]:
        """Return the rows that were answered.

        :param everything: rows that nothing was said of are confirmed as well.
        """
        found = []
        for row in self.asked:
            ok, fix = names_of(row)
            correction = self.cleaned_data[fix].strip()
            if correction or self.cleaned_data[ok] or everything:
                found.append(RowSaid(row.pk, row.version, correction))
        return found


def names_of(row: Requirement) -> tuple[str, str]:
    """Return the names of the two fields of a row."""
    return f"ok-{row.pk}-{row.version}", f"fix-{row.pk}-{row.version}"
