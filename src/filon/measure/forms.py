"""What people type about figures and reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.measure.models import Report
from filon.measure.selectors.history import DIMENSIONS
from filon.plans.models import ActionPlan
from filon.web.forms import DateField, FilterForm, Form, TextField


class HistoryFilter(FilterForm):
    """How the history is cut, and over which period."""

    by = forms.ChoiceField(
        choices=[(d.code, d.label) for d in DIMENSIONS], label=_("By")
    )
    since = DateField(label=_("From"))
    until = DateField(label=_("To"))


class SnapshotForm(Form):
    """The day on which figures are frozen."""

    as_of = DateField(label=_("As of"))


class CommentForm(Form):
    """What a figure means."""

    text = TextField(label=_("Comment"))
    cause = TextField(required=False, label=_("Cause"))
    action = TextField(required=False, label=_("Action"))


class CheckpointForm(Form):
    """The three questions of a checkpoint."""

    done_well = TextField(label=_("What went well?"))
    deviation = TextField(label=_("What deviates, and why?"))
    decision = TextField(label=_("What is decided?"))


class ReportForm(Form):
    """A report."""

    kind = forms.ChoiceField(choices=Report.Kind, label=_("Kind"))
    title = forms.CharField(max_length=200, label=_("Title"))
    plan = forms.ModelChoiceField(
        ActionPlan.objects.none(),
        required=False,
        label=_("Action plan"),
        help_text=_("Needed for a period review."),
    )
    period_start = DateField(label=_("From"))
    period_end = DateField(label=_("To"))
    language = forms.ChoiceField(choices=User.Language, label=_("Language"))
    due_on = DateField(required=False, label=_("To be handed in by"))
    comment = TextField(required=False, label=_("Comment"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["plan"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = ActionPlan.objects.visible_to(user).order_by("-pk")

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("The period ends before it starts."))
        return cleaned
