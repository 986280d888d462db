"""What stays without an answer goes up to the right person, once."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination import kinds
from filon.coordination.models import Approval, Consultation, Signal
from filon.coordination.selectors.people import superior_of
from filon.coordination.services.signals_raised import NobodyToTell, signal_raise
from filon.kernel import clock
from filon.web.templatetags.filon import day


def approvals_escalate(*, now: datetime) -> int:
    """Signal the decisions that are overdue to who stands in, or to the superior.

    Each goes up once. Whoever asked is named as the one who signals.

    :returns: how many went up.
    """
    late = Approval.objects.alive().filter(
        status=Approval.Status.PENDING,
        escalated_at=None,
        due_on__lt=clock.day_of(now),
    )
    told = 0
    for row in late.select_related("approver", "substitute", "created_by"):
        up = row.substitute or superior_of(row.approver)
        words = gettext_noop("%(name)s has not decided by %(due)s.")
        told += _tell(row, words, str(row.approver), up, now)
    return told


def consultations_escalate(*, now: datetime) -> int:
    """Signal the questions that hold something back and are overdue (F-06).

    The superior of whoever asked is told, once.

    :returns: how many went up.
    """
    late = Consultation.objects.alive().filter(
        blocks_sending=True,
        status=Consultation.Status.OPEN,
        escalated_at=None,
        due_on__lt=clock.day_of(now),
    )
    told = 0
    for row in late.select_related("created_by"):
        up = superior_of(row.created_by) if row.created_by else None
        words = gettext_noop("%(name)s has not answered by %(due)s.")
        told += _tell(row, words, row.addressee_name, up, now)
    return told


def _tell(
    row: Approval | Consultation,
    words: str,
    name: str,
    up: User | None,
    now: datetime,
) -> int:
    """Raise the signal and remember it, in one transaction; 0 if nobody is above."""
    target = kinds.row_of(row.target_kind, row.target_id)
    asker = row.created_by
    if target is None or asker is None or row.due_on is None:
        return 0
    with transaction.atomic():
        kept = type(row)._base_manager.filter(pk=row.pk)
        if not kept.filter(escalated_at=None).update(escalated_at=now):
            return 0
        try:
            with translation.override(up.language if up else asker.language):
                message = _(words) % {"name": name, "due": day(row.due_on)}
            signal_raise(
                target=target,
                kind=Signal.Kind.DELAY,
                message=message,
                addressee=up,
                actor=asker,
                now=now,
                title=row.title,
            )
        except (NobodyToTell, PermissionDenied):
            return 0
    return 1
