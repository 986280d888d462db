"""The six verifications, and questions to departments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from filon.accounts.models import Department, User
from filon.coordination.models import Consultation
from filon.coordination.services import Addressee, Question, consultation_ask
from filon.journal.services import record
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import Transitions, advance
from filon.offers.models import ConformityCheck, OfferConsultation, OfferRevision
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.checks import TOPIC_OF, check_rows
from filon.offers.selectors.feasibility import proposals
from filon.offers.selectors.offers import revision_title
from filon.offers.selectors.snapshot import lines_of
from filon.offers.services.check_words import MESSAGES
from filon.offers.services.drafts import open_draft

S = ConformityCheck.Status
# A check is set as often as its facts change, as long as the revision is a draft.
CHECK: Transitions = {state: frozenset(S.values) for state in S.values}


class ReasonMissing(DomainError):
    """A waiver needs its reason."""


@transaction.atomic
def check_set(
    *,
    check: ConformityCheck,
    status: str,
    reason: str = "",
    actor: User,
    now: datetime,
) -> None:
    """Say that a verification is done, waived with a reason, or open again.

    :raises ReasonMissing: if a waiver has no reason.
    :raises RevisionFrozen: if the revision was sent.
    """
    if status == S.WAIVED and not reason.strip():
        raise ReasonMissing(_("Say why this verification is waived."))
    open_draft(check.revision, actor=actor, now=now)
    _set(check, status, reason, actor=actor, now=now)


@transaction.atomic
def checks_prefill(*, revision: OfferRevision, actor: User, now: datetime) -> int:
    """Take over the unconditional yes of the departments; return how many rows.

    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(revision, actor=actor, now=now)
    return fill_from_answers(revision, actor=actor, now=now)


@transaction.atomic
def checks_confirm(*, revision: OfferRevision, actor: User, now: datetime) -> int:
    """Say that every verification still open was made; return how many.

    A row about which a question is open stays open.

    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(revision, actor=actor, now=now)
    confirmed = 0
    for row in check_rows(revision):
        asked = row.consultation
        is_asked = asked is not None and asked.status == Consultation.Status.OPEN
        if row.check.status == S.OPEN and not is_asked:
            _set(row.check, S.OK, "", actor=actor, now=now)
            confirmed += 1
    return confirmed


def fill_from_answers(revision: OfferRevision, *, actor: User, now: datetime) -> int:
    """Fill the open rows that an answer covers; for callers that hold the draft."""
    rows = [r for r in check_rows(revision) if r.check.status == S.OPEN]
    filled = 0
    for row in rows:
        if row.is_answered and row.consultation is not None:
            who = row.consultation.answered_by_name
            _set(
                row.check,
                S.OK,
                _("Answer of %(name)s") % {"name": who},
                actor=actor,
                now=now,
                consultation=row.consultation,
            )
            filled += 1
    return filled


def _set(
    check: ConformityCheck,
    status: str,
    reason: str,
    *,
    actor: User,
    now: datetime,
    consultation: Consultation | None = None,
) -> None:
    is_open = status == S.OPEN
    advance(
        check,
        to=status,
        transitions=CHECK,
        reason=reason.strip()[:300],
        consultation=consultation or check.consultation,
        checked_by=None if is_open else actor,
        checked_at=None if is_open else now,
    )
    record(
        target=check.revision,
        message=MESSAGES[status][check.topic],
        actor=actor,
        now=now,
        about=check.revision.offer,
    )


@transaction.atomic
def departments_consult(
    *,
    revision: OfferRevision,
    departments: Iterable[Department],
    question: str,
    due_on: date,
    actor: User,
    now: datetime,
) -> list[Consultation]:
    """Ask departments whether the offer is feasible; their answers fill the checks.

    :raises QuestionRefused: without words, or if the due day has passed.
    :raises AddresseeRefused: if a department cannot be reached.
    """
    title = revision_title(revision)
    reasons = {
        row.department: row.opinion.findings
        for row in proposals(
            revision, lines_of(revision), rows_of(revision), on=clock.day_of(now)
        )
    }
    asked = []
    for department in departments:
        consultation = consultation_ask(
            target=revision,
            question=Question(
                kind=Consultation.Kind.FEASIBILITY,
                text=question,
                due_on=due_on,
                topic=TOPIC_OF.get(department.kind, ""),
            ),
            addressee=Addressee(department=department),
            actor=actor,
            now=now,
            title=title,
        )
        OfferConsultation.objects.create(
            consultation=consultation,
            revision=revision,
            findings=[found.kept() for found in reasons.get(department, [])],
        )
        asked.append(consultation)
    return asked
