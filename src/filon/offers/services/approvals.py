"""Submitting a revision to the levels that must decide, and their decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.coordination.models import Approval, Consultation
from filon.coordination.services import (
    Addressee,
    ApprovalTerms,
    Question,
    approval_decide,
    approval_request,
    consultation_ask,
)
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers.models import OfferApproval, OfferPolicy, OfferRevision
from filon.offers.rules.approval import Finding
from filon.offers.selectors.approval_words import with_level
from filon.offers.selectors.approved import (
    STEP,
    LevelState,
    deciders,
    step_of,
)
from filon.offers.selectors.feasibility import proposal_words
from filon.offers.selectors.offers import revision_title
from filon.offers.selectors.policy import offer_policy
from filon.offers.selectors.readiness import Readiness, readiness
from filon.offers.services.checks import fill_from_answers
from filon.offers.services.drafts import open_draft
from filon.offers.services.outdating import approvals_outdate

A = Approval.Status
ANSWER_WITHIN = timedelta(days=2)


class NothingToApprove(DomainError):
    """The revision needs no approval, or has it."""


class LimitRefused(DomainError):
    """The limit of an approval is above what was approved, or has no end."""


class OpinionsMissing(DomainError):
    """A rule calls for an opinion that was not asked."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Down to which margin rate prices may still move, and until when."""

    percent: Decimal
    until: date


@transaction.atomic
def revision_submit(
    *,
    revision: OfferRevision,
    comment: str = "",
    approver: User | None = None,
    actor: User,
    now: datetime,
) -> Approval:
    """Ask the levels that must decide, in the order of the company's chain.

    The decision holds for this very content: whatever changes afterwards makes it
    void, unless the approver gave a limit (`rules.approval.covers`).

    :param approver: instead of whom the first level names.
    :returns: the first decision that is awaited.
    :raises NothingToApprove: if nothing needs one, or a rule forbids the offer.
    :raises OpinionsMissing: if a mandatory opinion was not asked.
    :raises AlreadyRequested: if this content awaits its decision.
    """
    open_draft(revision, actor=actor, now=now)
    fill_from_answers(revision, actor=actor, now=now)
    approvals_outdate(revision, now=now)
    state = readiness(revision, on=clock.day_of(now))
    missing = [proposal_words(row) for row in state.missing if row.is_mandatory]
    if missing:
        raise OpinionsMissing("\n".join(missing))
    asked = _ask(revision, state, comment, actor=actor, now=now, approver=approver)
    if not asked:
        raise NothingToApprove(_("Nothing in this revision needs an approval now."))
    return asked[0]


def _ask(
    revision: OfferRevision,
    state: Readiness,
    comment: str,
    *,
    actor: User,
    now: datetime,
    approver: User | None = None,
) -> list[Approval]:
    """Ask the levels whose turn it is; one who stands for several is asked once."""
    policy = offer_policy()
    waiting = [level for level in state.levels if not level.is_approved]
    people = deciders(actor, [level.level for level in waiting])
    turns = _turns(waiting, people, approver)
    if policy.chain == OfferPolicy.Chain.SEQUENTIAL:
        turns = turns[:1]
    asked = []
    for level, person in turns:
        decider = people[level]
        why = [with_level(f) for f in state.findings if f.level <= level]
        why += [proposal_words(row) for row in state.missing]
        approval = approval_request(
            target=revision,
            terms=ApprovalTerms(
                step=step_of(level),
                reason="\n".join([*why, comment.strip()]).strip(),
                amount=revision.total_net,
                currency=revision.currency,
                due_on=clock.day_of(now + timedelta(hours=decider.hours)),
                substitute=decider.substitute,
                content_hash=state.content_hash,
            ),
            approver=person,
            actor=actor,
            now=now,
            title=revision_title(revision),
        )
        OfferApproval.objects.create(
            approval=approval,
            revision=revision,
            level=level,
            findings=[_kept(found) for found in state.findings],
            margin_percent=revision.margin_percent,
        )
        asked.append(approval)
    return asked


def _turns(
    waiting: Sequence[LevelState], people: Any, approver: User | None
) -> list[tuple[int, User]]:
    """Return level and person in order; of several levels of one person the highest."""
    chosen: dict[int, tuple[int, User]] = {}
    for number, state in enumerate(waiting):
        is_first = approver is not None and number == 0
        person = approver if is_first and approver else people[state.level].person
        chosen.pop(person.pk, None)
        chosen[person.pk] = (state.level, person)
    return sorted(chosen.values(), key=lambda turn: turn[0])


def _kept(found: Finding) -> dict[str, str]:
    return {
        "metric": found.rule.metric.value,
        "operator": found.rule.operator.value,
        "level": str(found.level),
        "value": str(found.measure.value),
        "limit": str(found.limit),
        "where": found.measure.where,
        "sentence": with_level(found),
    }


@transaction.atomic
def offer_approval_decide(
    *,
    record_of: OfferApproval,
    is_approved: bool,
    comment: str,
    limit: Limit | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Approve, with a limit or as it stands, or refuse.

    :param limit: how far prices may still move without a new decision.
    :raises LimitRefused: if the limit is above the margin rate that is approved.
    :raises ReasonMissing, ContentChanged, TransitionRefused, PermissionDenied: as
        `coordination.services.approval_decide`.
    """
    if is_approved and limit is not None:
        rate = record_of.margin_percent
        if rate is None or limit.percent > rate:
            raise LimitRefused(
                _("The limit must lie below the margin rate that you approve.")
            )
        if limit.until < clock.day_of(now):
            raise LimitRefused(_("Let the limit end today or later."))
        OfferApproval.objects.filter(pk=record_of.pk).update(
            limit_percent=limit.percent, limit_until=limit.until
        )
    approval_decide(
        approval=record_of.approval,
        is_approved=is_approved,
        comment=comment,
        actor=actor,
        now=now,
    )


@transaction.atomic
def revision_decided(
    *, revision: OfferRevision, approval: Approval, now: datetime
) -> None:
    """Ask the next level once one has approved; a part of the decision itself."""
    seller = approval.created_by
    is_ours = approval.step.startswith(STEP) and approval.status == A.APPROVED
    if not is_ours or seller is None or not revision.is_draft:
        return
    state = readiness(revision, on=clock.day_of(now))
    if state.is_approved or state.is_pending:
        return
    _ask(revision, state, "", actor=seller, now=now)


@transaction.atomic
def approver_asks(
    *, record_of: OfferApproval, question: str, actor: User, now: datetime
) -> Consultation:
    """Put a question to whoever asked for the approval; the decision stays open.

    :raises QuestionRefused: without words.
    :raises PermissionDenied: if this person does not decide.
    """
    approval = record_of.approval
    seller = approval.created_by
    if seller is None:
        raise PermissionDenied
    return consultation_ask(
        target=record_of.revision,
        question=Question(
            kind=Consultation.Kind.INFORMATION,
            text=question,
            due_on=clock.day_of(now) + ANSWER_WITHIN,
            blocks_sending=False,
        ),
        addressee=Addressee(user=seller),
        actor=actor,
        now=now,
        title=revision_title(record_of.revision),
    )
