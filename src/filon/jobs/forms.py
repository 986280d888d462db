"""Filters of the list of background work."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.jobs.models import Job
from filon.web.forms import FilterForm


class JobFilters(FilterForm):
    """Narrow the list to one state."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", pgettext_lazy("status", "All")), *Job.Status.choices],
    )
