"""What was decided about another content becomes void."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from filon.coordination.lifecycle import APPROVAL
from filon.coordination.models import Approval
from filon.journal.services import move
from filon.kernel import clock
from filon.offers.models import OfferApproval, OfferRevision
from filon.offers.selectors.approved import holds_for
from filon.offers.selectors.policy import offer_policy
from filon.offers.selectors.readiness import readiness

A = Approval.Status


def approvals_outdate(revision: OfferRevision, *, now: datetime) -> int:
    """Make void what was decided about another content and does not hold any more.

    For callers that hold the draft, at the end of their change. One query where
    nothing was ever asked.

    :returns: how many became void.
    """
    rows = OfferApproval.objects.filter(
        revision=revision, approval__status__in=[A.PENDING, A.APPROVED]
    )
    records = list(rows.select_related("approval").order_by("pk"))
    if not records:
        return 0
    on = clock.day_of(now)
    state, policy = readiness(revision, on=on), offer_policy()
    gone = 0
    for row in records:
        if row.approval.content_hash == state.content_hash:
            continue
        if row.approval.status == A.APPROVED and holds_for(
            row,
            [f for f in state.findings if f.level <= row.level],
            policy,
            margin=revision.margin_percent,
            on=on,
            is_own=True,
        ):
            continue
        move(
            row.approval,
            to=A.VOID,
            transitions=APPROVAL,
            actor=None,
            now=now,
            message=gettext_noop("Approval void: the content has changed"),
            about=revision,
            updated_at=now,
        )
        gone += 1
    return gone
