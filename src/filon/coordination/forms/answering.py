"""The forms that answer a gesture: cleaning only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from filon.coordination.models import (
    Consultation,
)
from filon.coordination.services import (
    Answer,
    Presentation,
)
from filon.kernel.money import currencies
from filon.web.forms import DateField, DecimalField, Form, TextField


class AnswerForm(Form):
    """The answer of an expert, short enough for a phone."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Is it feasible?"),
        choices=Consultation.Verdict.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    conditions = TextField(
        label=gettext_lazy("Changes or conditions"),
        help_text=gettext_lazy("Required when it is feasible with changes."),
        max_length=2000,
        required=False,
    )
    text = TextField(label=gettext_lazy("Explanation"), max_length=4000, required=False)
    risk = TextField(
        label=gettext_lazy("What may go wrong"), max_length=2000, required=False
    )
    cost = DecimalField(
        label=gettext_lazy("Cost"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=(), required=False
    )
    lead_time_days = forms.IntegerField(
        label=gettext_lazy("Lead time in days"),
        min_value=0,
        max_value=3650,
        required=False,
    )
    valid_until = DateField(
        label=gettext_lazy("Your answer is valid until"), required=False
    )

    def __init__(self, *args: Any, kind: str, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict.fromkeys([currency, *currencies()])
        self.fields["currency"].choices = [  # type: ignore[attr-defined]
            (name, name) for name in names
        ]
        self.fields["currency"].initial = currency
        if kind == Consultation.Kind.INFORMATION:
            for name in ("verdict", "conditions", "risk"):
                del self.fields[name]

    def answer(self) -> Answer:
        """Return the answer."""
        return Answer(**self.cleaned_data)


class DecideForm(Form):
    """A decision."""

    comment = TextField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Required to refuse."),
        max_length=2000,
        required=False,
    )


class PresentForm(Form):
    """The meeting in which something was presented."""

    presented_on = DateField(label=gettext_lazy("Day of the meeting"))
    attendees = TextField(label=gettext_lazy("Who came"), max_length=2000)
    minutes = TextField(label=gettext_lazy("What was said"), max_length=8000)

    def presentation(self) -> Presentation:
        """Return the meeting."""
        return Presentation(**self.cleaned_data)


class HandleForm(Form):
    """What was decided or done about a signal."""

    answer = TextField(label=gettext_lazy("Your answer"), max_length=4000)
