"""What narrows the lists."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from filon.coordination.models import (
    Approval,
    Consultation,
    PolicyDocument,
    Signal,
    Transmission,
)
from filon.web.forms import FilterForm

ANY = ("", pgettext_lazy("status", "All"))


class ConsultationFilters(FilterForm):
    """Narrow the consultations."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=[ANY, *Consultation.Status.choices]
    )


class ApprovalFilters(FilterForm):
    """Narrow the approvals."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=[ANY, *Approval.Status.choices]
    )


class TransmissionFilters(FilterForm):
    """Narrow the transmissions."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=[ANY, *Transmission.Status.choices]
    )


class SignalFilters(FilterForm):
    """Narrow the signals."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=[ANY, *Signal.Status.choices]
    )


class PolicyFilters(FilterForm):
    """Narrow the texts."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[ANY, *PolicyDocument.Kind.choices]
    )
