"""Filters of the outbox."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.mail.models import OutboxMessage
from filon.web.forms import FilterForm


class OutboxFilters(FilterForm):
    """Narrow the outbox to one state."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", pgettext_lazy("status", "All")), *OutboxMessage.Status.choices],
    )
