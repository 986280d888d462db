"""How the state of a gesture reads: a word and the tone of its badge."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.coordination.models import Approval, Consultation, Signal, Transmission

Badge = tuple[str, str]

VERDICT_TONES: dict[str, str] = {
    Consultation.Verdict.YES: "good",
    Consultation.Verdict.YES_IF: "warn",
    Consultation.Verdict.NO: "bad",
}
APPROVAL_TONES: dict[str, str] = {
    Approval.Status.PENDING: "info",
    Approval.Status.APPROVED: "good",
    Approval.Status.REFUSED: "bad",
    Approval.Status.VOID: "neutral",
}


def is_late(due_on: date | None, today: date) -> bool:
    """Whether a due day lies before today."""
    return due_on is not None and due_on < today


def consultation_badge(row: Consultation, today: date) -> Badge:
    """Return the word and tone of a consultation."""
    if row.status == Consultation.Status.OPEN:
        if is_late(row.due_on, today):
            return pgettext("consultation", "Answer late"), "warn"
        return str(row.get_status_display()), "info"
    if row.status == Consultation.Status.ANSWERED and row.verdict:
        return str(row.get_verdict_display()), VERDICT_TONES[row.verdict]
    tone = "good" if row.status == Consultation.Status.ANSWERED else "neutral"
    return str(row.get_status_display()), tone


def approval_badge(row: Approval, today: date) -> Badge:
    """Return the word and tone of an approval."""
    if row.status == Approval.Status.PENDING and is_late(row.due_on, today):
        return pgettext("approval", "Decision late"), "warn"
    return str(row.get_status_display()), APPROVAL_TONES[row.status]


def transmission_badge(
    row: Transmission, today: date, *, read: int, recipients: int
) -> Badge:
    """Return the word and tone of a transmission from how many have read it."""
    if row.status == Transmission.Status.PLANNED:
        if is_late(row.due_on, today):
            return pgettext("transmission", "Sending late"), "warn"
        return str(row.get_status_display()), "info"
    words = {"read": read, "all": recipients}
    if read and read == recipients:
        return _("Read by all"), "good"
    return _("Read by %(read)s of %(all)s") % words, "accent" if read else "info"


def signal_badge(row: Signal) -> Badge:
    """Return the word and tone of a signal."""
    tone = "warn" if row.status == Signal.Status.OPEN else "good"
    return str(row.get_status_display()), tone
