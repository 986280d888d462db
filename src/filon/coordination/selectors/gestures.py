"""What other apps ask before they go on, and how a page fetches one gesture."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

from filon.accounts.models import User
from filon.coordination import kinds
from filon.coordination.models import Approval, Consultation
from filon.coordination.models.gestures import TargetedRecord
from filon.journal.models import kind_of

Gesture = TypeVar("Gesture", bound=TargetedRecord)


def fetch_gesture(
    model: type[Gesture], user: User, pk: int, *related: str
) -> Gesture | None:
    """Return a gesture if this person may read it, or reads its deliverable."""
    rows = model.objects.alive().select_related("created_by", *related)
    found: Gesture | None = rows.visible_to(user).filter(pk=pk).first()
    if found is not None:
        return found
    row: Gesture | None = rows.filter(pk=pk).first()
    if row is None or kinds.fetch(user, row.target_kind, row.target_id) is None:
        return None
    return row


def consultations_of(target: Model) -> list[Consultation]:
    """Return the consultations about a record, the latest first; one query."""
    rows = Consultation.objects.alive().filter(
        target_kind=kind_of(target), target_id=target.pk
    )
    return list(rows.order_by("-pk"))


def open_blocking_consultations(target: Model) -> list[Consultation]:
    """Return the unanswered questions that hold a record back; one query."""
    rows = Consultation.objects.alive().filter(
        target_kind=kind_of(target),
        target_id=target.pk,
        status=Consultation.Status.OPEN,
        blocks_sending=True,
    )
    return list(rows.order_by("due_on", "pk"))


def pending_approval(target: Model, step: str) -> Approval | None:
    """Return the approval of a step that awaits its decision, or None; one query."""
    return _approvals(target, step, Approval.Status.PENDING)


def approved_hash(target: Model, step: str) -> str | None:
    """Return the hash of the content that was approved at a step; one query.

    None: nothing is approved. An empty text: approved without a hash.
    """
    approval = _approvals(target, step, Approval.Status.APPROVED)
    return approval.content_hash if approval is not None else None


def _approvals(target: Model, step: str, status: str) -> Approval | None:
    rows = Approval.objects.alive().filter(
        target_kind=kind_of(target), target_id=target.pk, step=step, status=status
    )
    found: Approval | None = rows.order_by("-pk").first()
    return found
