"""Who may make a gesture, and who may answer it."""

from __future__ import annotations

from filon.accounts.models import READS_SALES, Role, User
from filon.accounts.policies import WRITES_SALES, can_maintain_base
from filon.coordination.models import Approval, Consultation, Signal, Transmission

NEVER_APPROVE = frozenset(
    {Role.READ_ONLY, Role.CANDIDATE, Role.TUTOR, Role.SALESPERSON}
)
STARTS = WRITES_SALES | {Role.OFFICER, Role.EVALUATOR}


def can_coordinate(user: User) -> bool:
    """Whether the inbox exists for this person: anybody may be asked something."""
    return user.is_active


def can_start(user: User) -> bool:
    """Whether this person asks, transmits and signals about what they may read."""
    return user.is_active and user.role in STARTS


def can_answer(user: User, consultation: Consultation) -> bool:
    """Whether this person was asked, alone or with their department."""
    is_open = consultation.status == Consultation.Status.OPEN
    return user.is_active and is_open and was_asked(user, consultation)


def was_asked(user: User, consultation: Consultation) -> bool:
    """Whether the question is this person's, alone or with their department."""
    if consultation.person_id is not None:
        return consultation.person_id == user.pk
    return (
        consultation.department_id is not None
        and consultation.department_id == user.department_id
    )


def can_cancel(user: User, consultation: Consultation) -> bool:
    """Whether this person asked, or leads whoever asked, and no answer came."""
    return consultation.status == Consultation.Status.OPEN and _is_own(
        user, consultation
    )


def can_decide(user: User, approval: Approval) -> bool:
    """Whether this person is the approver, stands in for them, or is their superior.

    A superior who asked for the approval does not decide over it. One query when the
    approver is not loaded.
    """
    if not user.is_active or approval.status != Approval.Status.PENDING:
        return False
    if approval.approver_id == user.pk:
        return True
    if approval.substitute_id == user.pk and approval.created_by_id != user.pk:
        return True
    is_superior = (
        approval.approver.reports_to_id == user.pk or user.role == Role.DIRECTOR
    )
    return is_superior and approval.created_by_id != user.pk


def can_send(user: User, transmission: Transmission) -> bool:
    """Whether this person may send a planned transmission that they can see."""
    return transmission.status == Transmission.Status.PLANNED and _is_own(
        user, transmission
    )


def can_handle(user: User, signal: Signal) -> bool:
    """Whether this person was told, or leads whoever was told."""
    if not user.is_active or signal.status != Signal.Status.OPEN:
        return False
    if signal.addressee_id == user.pk:
        return True
    return signal.addressee.reports_to_id == user.pk or user.role == Role.DIRECTOR


def can_read_framework(user: User) -> bool:
    """Whether the company's framework is shown to this person."""
    return user.is_active and user.role in READS_SALES | {Role.EXPERT}


def can_write_framework(user: User) -> bool:
    """Whether this person puts the company's texts in force."""
    return can_maintain_base(user)


def _is_own(user: User, gesture: Consultation | Transmission) -> bool:
    """Whether this person made the gesture, owns its deliverable or leads sales."""
    if not can_start(user):
        return False
    if user.pk in {gesture.created_by_id, gesture.owner_id}:
        return True
    return user.role in {Role.MANAGER, Role.DIRECTOR, Role.SALES_ADMIN}
