"""Submitting a revision to a decision that is bound to its content."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.coordination.models import Approval
from filon.coordination.selectors import superior_of
from filon.coordination.services import (
    ApprovalTerms,
    approval_request,
    approvals_void,
)
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers.models import OfferRevision
from filon.offers.selectors.limits import STEP
from filon.offers.selectors.offers import revision_title
from filon.offers.selectors.readiness import readiness
from filon.offers.services.checks import fill_from_answers
from filon.offers.services.drafts import open_draft


class NothingToApprove(DomainError):
    """The revision needs no approval, or has it."""


@transaction.atomic
def revision_submit(
    *,
    revision: OfferRevision,
    comment: str = "",
    approver: User | None = None,
    actor: User,
    now: datetime,
) -> Approval:
    """Ask for the approval that margin, discounts or the need make necessary.

    It holds for this very content: whatever changes afterwards makes it void.

    :param approver: the superior of whoever sells, by default.
    :raises NothingToApprove: if nothing needs one, or nobody can give it.
    :raises AlreadyRequested: if this content awaits its decision.
    """
    open_draft(revision, actor=actor, now=now)
    fill_from_answers(revision, actor=actor, now=now)
    state = readiness(revision, on=clock.day_of(now))
    if not state.reasons or state.is_approved:
        raise NothingToApprove(_("Nothing in this revision needs an approval now."))
    decider = approver or superior_of(actor) or actor
    approvals_void(
        target=revision, actor=actor, now=now, content_hash=state.content_hash
    )
    why = "\n".join([*state.reasons, comment.strip()]).strip()
    return approval_request(
        target=revision,
        terms=ApprovalTerms(
            step=STEP,
            reason=why,
            amount=revision.total_net,
            currency=revision.currency,
            content_hash=state.content_hash,
        ),
        approver=decider,
        actor=actor,
        now=now,
        title=revision_title(revision),
    )
