"""From draft to running to closed: nothing runs that was not approved."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination.models import Approval
from filon.coordination.selectors.people import superior_of
from filon.coordination.services import (
    ApprovalTerms,
    approval_request,
    approvals_void,
)
from filon.journal.models import kind_of
from filon.journal.services import move
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.plans import lifecycle, policies
from filon.plans.models import ActionPlan
from filon.plans.selectors.content import plan_digest
from filon.plans.selectors.readiness import readiness, with_counts

STEP = "PLAN"
S = ActionPlan.Status


class PlanIncomplete(DomainError):
    """The plan lacks what an approver must see; `missing` says what, as sentences."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


class NobodyApproves(DomainError):
    """No superior is known, and nobody was chosen."""


class NotApproved(DomainError):
    """The plan as it is now was not approved."""


class ResultMissing(DomainError):
    """A plan is closed with figures and words."""


@transaction.atomic
def plan_submit(
    *,
    plan: ActionPlan,
    actor: User,
    now: datetime,
    approver: User | None = None,
    reason: str = "",
    due_on: date | None = None,
) -> Approval:
    """Submit a complete plan and its budget to approval.

    :param approver: None: whom the owner reports to, else the manager of the team.
    :raises PlanIncomplete: if something is missing.
    :raises NobodyApproves: if no approver is known.
    :raises ApproverRefused: if the approver may not approve.
    :raises TransitionRefused: if it is no draft any more.
    :raises PermissionDenied: if it is not this person's.
    """
    if not policies.can_lead(actor, plan):
        raise PermissionDenied
    counted = with_counts(ActionPlan.objects.filter(pk=plan.pk), clock.day_of(now))
    found = readiness(counted.get())
    if not found.is_complete:
        raise PlanIncomplete(found.missing)
    chosen = approver or superior_of(plan.owner or actor)
    if chosen is None:
        raise NobodyApproves(_("Choose who approves: no superior is known."))
    move(
        plan,
        to=S.SUBMITTED,
        transitions=lifecycle.PLAN,
        actor=actor,
        now=now,
        message=gettext_noop("Submitted to %(name)s"),
        params={"name": str(chosen)},
        submitted_at=now,
        updated_at=now,
    )
    return approval_request(
        target=plan,
        terms=ApprovalTerms(
            step=STEP,
            reason=reason,
            amount=plan.budget_lines.aggregate(sum=Sum("planned"))["sum"],
            currency=plan.currency,
            due_on=due_on,
            content_hash=plan_digest(plan),
        ),
        approver=chosen,
        actor=actor,
        now=now,
        title=str(plan),
    )


def plan_decided(
    plan: ActionPlan, approval: Approval, actor: User, now: datetime
) -> None:
    """Follow the decision about a plan: approved, or a draft again.

    Called by the approval in its own transaction; other steps than the plan's own
    change nothing.
    """
    if approval.step != STEP or plan.status != S.SUBMITTED:
        return
    is_approved = approval.status == Approval.Status.APPROVED
    move(
        plan,
        to=S.APPROVED if is_approved else S.DRAFT,
        transitions=lifecycle.PLAN,
        actor=actor,
        now=now,
        message=gettext_noop("Approved")
        if is_approved
        else gettext_noop("Refused: %(comment)s"),
        params={"comment": approval.comment},
        approved_at=now if is_approved else None,
        updated_at=now,
    )


@transaction.atomic
def plan_withdraw(*, plan: ActionPlan, actor: User, now: datetime) -> None:
    """Take a submitted or approved plan back to change it; its approval is void.

    :raises TransitionRefused: if it runs, or is a draft already.
    :raises PermissionDenied: if it is not this person's.
    """
    if not policies.can_lead(actor, plan):
        raise PermissionDenied
    move(
        plan,
        to=S.DRAFT,
        transitions=lifecycle.PLAN,
        actor=actor,
        now=now,
        message=gettext_noop("Taken back to be changed"),
        approved_at=None,
        submitted_at=None,
        updated_at=now,
    )
    approvals_void(target=plan, actor=actor, now=now)


@transaction.atomic
def plan_start(*, plan: ActionPlan, actor: User, now: datetime) -> None:
    """Let a plan run; it must have been approved as it is now.

    :raises NotApproved: if no approval of this content stands.
    :raises TransitionRefused: if it is not in the state "approved".
    :raises PermissionDenied: if it is not this person's.
    """
    if not policies.can_lead(actor, plan):
        raise PermissionDenied
    approvals = Approval.objects.alive().filter(
        target_kind=kind_of(plan),
        target_id=plan.pk,
        step=STEP,
        status=Approval.Status.APPROVED,
        content_hash=plan_digest(plan),
    )
    if not approvals.exists():
        raise NotApproved(
            _("This plan was not approved as it is now: submit it to approval first.")
        )
    move(
        plan,
        to=S.RUNNING,
        transitions=lifecycle.PLAN,
        actor=actor,
        now=now,
        message=gettext_noop("Started"),
        started_at=now,
        updated_at=now,
    )


def plan_close(
    *,
    plan: ActionPlan,
    quantitative_result: str,
    qualitative_result: str,
    actor: User,
    now: datetime,
) -> None:
    """Close a running plan with what it brought, in figures and in words.

    :raises ResultMissing: if one of the two is empty.
    :raises TransitionRefused: if it does not run.
    :raises PermissionDenied: if it is not this person's.
    """
    if not policies.can_lead(actor, plan):
        raise PermissionDenied
    figures, words = quantitative_result.strip(), qualitative_result.strip()
    if not figures or not words:
        raise ResultMissing(_("Write down the result in figures and in words."))
    move(
        plan,
        to=S.CLOSED,
        transitions=lifecycle.PLAN,
        actor=actor,
        now=now,
        message=gettext_noop("Closed"),
        closed_at=now,
        quantitative_result=figures,
        qualitative_result=words,
        updated_at=now,
    )
