"""Approvals: asked, decided once, void as soon as the content changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination import kinds, lifecycle, links, policies
from filon.coordination.letters import queue_letters, reader
from filon.coordination.models import Approval
from filon.coordination.services.ownership import start
from filon.journal.models import kind_of
from filon.journal.services import move, record
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import may_advance

A = Approval


class ApproverRefused(DomainError):
    """Whoever was chosen cannot approve it."""


class AlreadyRequested(DomainError):
    """The same step of the same deliverable already awaits a decision."""


class ContentChanged(DomainError):
    """What would be approved is not what was submitted."""


class ReasonMissing(DomainError):
    """A refusal needs its reason."""


@dataclass(frozen=True, slots=True)
class ApprovalTerms:
    """What is submitted.

    :param step: code of the step in the deliverable's own approval chain.
    :param amount: the figure that makes the approval necessary, if there is one.
    :param content_hash: hash of what is approved; None: the one that the table of
        kinds computes. Empty: nothing is compared.
    :param substitute: who may decide in the approver's place.
    """

    step: str
    reason: str = ""
    amount: Decimal | None = None
    currency: str = "EUR"
    due_on: date | None = None
    substitute: User | None = None
    content_hash: str | None = None


@transaction.atomic
def approval_request(
    *,
    target: Model,
    terms: ApprovalTerms,
    approver: User,
    actor: User,
    now: datetime,
    title: str = "",
) -> Approval:
    """Submit a deliverable to somebody's decision and tell them by mail.

    :raises ApproverRefused: if the approver is inactive, approves nothing by role, or
        is the actor although a superior exists.
    :raises AlreadyRequested: if this step awaits a decision.
    :raises PermissionDenied: if this person makes no gestures.
    """
    _check_approver(approver, actor)
    digest = terms.content_hash
    fields = start(target, title, actor=actor, now=now) | {"amount": terms.amount}
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                **fields,
                step=terms.step,
                status=A.Status.PENDING,
                approver=approver,
                substitute=terms.substitute,
                reason=terms.reason.strip(),
                currency=terms.currency,
                due_on=terms.due_on,
                content_hash=kinds.digest_of(target) if digest is None else digest,
            )
    except IntegrityError as error:
        raise AlreadyRequested(
            _(
                "This step already awaits a decision. Wait for it, or change"
                " the content."
            )
        ) from error
    record(
        target=approval,
        message=gettext_noop("Submitted to %(name)s for approval"),
        params={"name": str(approver)},
        actor=actor,
        now=now,
        about=target,
    )
    if approver != actor:
        queue_letters(
            template="approval",
            readers=[reader(approver, _page(approval))],
            gesture=approval,
            actor=actor,
            now=now,
        )
    return approval


@transaction.atomic
def approval_decide(
    *,
    approval: Approval,
    is_approved: bool,
    comment: str,
    actor: User,
    now: datetime,
    content_hash: str | None = None,
) -> None:
    """Approve or refuse; of two decisions at once the first one stands.

    The app of the deliverable may act on it in the same transaction (`Kind.decided`).

    :param content_hash: hash of the content as it is now; None: computed by the table
        of kinds.
    :raises ReasonMissing: if a refusal has no comment.
    :raises ContentChanged: if the content is not the one that was submitted.
    :raises PermissionDenied: unless actor is the approver, stands in or leads them.
    :raises TransitionRefused: if it was decided or became void meanwhile.
    """
    if approval.status == A.Status.PENDING and not policies.can_decide(actor, approval):
        raise PermissionDenied
    if not is_approved and not comment.strip():
        raise ReasonMissing(_("Say why you refuse, so that it can be put right."))
    target = kinds.row_of(approval.target_kind, approval.target_id)
    if is_approved and _has_changed(approval, target, content_hash):
        raise ContentChanged(
            _(
                "The content has changed since it was submitted. Ask for a new"
                " submission, or refuse this one."
            )
        )
    move(
        approval,
        to=A.Status.APPROVED if is_approved else A.Status.REFUSED,
        transitions=lifecycle.APPROVAL,
        actor=actor,
        now=now,
        message=gettext_noop("Approved") if is_approved else gettext_noop("Refused"),
        about=target,
        comment=comment.strip(),
        decided_at=now,
        decided_by=actor,
        updated_at=now,
    )
    kind = kinds.kind(approval.target_kind)
    if kind is not None and kind.decided is not None and target is not None:
        kind.decided(target, approval, actor, now)
    asker = approval.created_by
    if asker is not None and asker.is_active and asker != actor:
        queue_letters(
            template="approval_decided",
            readers=[reader(asker, _page(approval))],
            gesture=approval,
            actor=actor,
            now=now,
        )


@transaction.atomic
def approvals_void(
    *,
    target: Model,
    actor: User | None,
    now: datetime,
    content_hash: str = "",
) -> int:
    """Make void what was approved or awaits a decision; the content has changed.

    :param content_hash: hash of the content as it is now; approvals of that very
        content stand.
    :returns: how many became void.
    """
    rows = Approval.objects.filter(
        target_kind=kind_of(target), target_id=target.pk
    ).order_by("pk")
    if content_hash:
        rows = rows.exclude(content_hash=content_hash)
    living = [
        row
        for row in rows.select_for_update()
        if may_advance(row.status, A.Status.VOID, lifecycle.APPROVAL)
    ]
    for approval in living:
        move(
            approval,
            to=A.Status.VOID,
            transitions=lifecycle.APPROVAL,
            actor=actor,
            now=now,
            message=gettext_noop("Approval void: the content has changed"),
            about=target,
            updated_at=now,
        )
    return len(living)


def _check_approver(approver: User, actor: User) -> None:
    if not approver.is_active or approver.role in policies.NEVER_APPROVE:
        raise ApproverRefused(
            _("%(name)s cannot approve: choose a manager.") % {"name": approver}
        )
    if approver == actor and actor.reports_to_id is not None:
        raise ApproverRefused(
            _("Nobody approves their own work: choose your superior.")
        )


def _has_changed(
    approval: Approval, target: Model | None, content_hash: str | None
) -> bool:
    if not approval.content_hash:
        return False
    if content_hash is None:
        content_hash = kinds.digest_of(target) if target is not None else ""
    return content_hash != approval.content_hash


def _page(approval: Approval) -> str:
    path = reverse("coordination:approval-detail", args=[approval.pk])
    return links.site_url(path)
