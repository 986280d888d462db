"""Who may do what for a candidate whom they can already see."""

from __future__ import annotations

from filon.accounts.models import Role, User
from filon.accounts.policies import can_run_exam_centre
from filon.certification.lifecycle import ENDED, GATHERING
from filon.certification.models import (
    Candidate,
    CandidateAssignment,
    Grid,
    Mark,
    Path,
)


def can_follow(user: User) -> bool:
    """Whether the candidates' screens exist for this person; rows say which ones."""
    return user.is_active


def can_organize(user: User) -> bool:
    """Whether this person registers candidates and leads their paths."""
    return can_run_exam_centre(user)


def is_candidate(user: User, candidate: Candidate) -> bool:
    """Whether this person is the candidate."""
    return candidate.user_id is not None and candidate.user_id == user.pk


def can_use_records(user: User, path: Path) -> bool:
    """Whether this person may use records of the sales side as evidence.

    Only the candidate: what counts are the candidate's own rights to read.
    """
    return is_candidate(user, path.candidate) and path.status in GATHERING


def can_upload(user: User, path: Path) -> bool:
    """Whether this person may add and remove files as evidence."""
    mine = is_candidate(user, path.candidate) or can_organize(user)
    return mine and path.status in GATHERING


def can_submit(user: User, path: Path) -> bool:
    """Whether this person may hand the file in."""
    mine = is_candidate(user, path.candidate) or can_organize(user)
    return mine and path.status == Path.Status.IN_PREPARATION


def can_read_records(user: User, candidate: Candidate) -> bool:
    """Whether titles and contents of sales records are shown to this person.

    The candidate: always. The officer: never, the exam centre reads no sales data.
    Everybody else: once the candidate has agreed.
    """
    if is_candidate(user, candidate):
        return True
    return user.role != Role.OFFICER and candidate.consented_at is not None


def is_evaluator(user: User, candidate: Candidate) -> bool:
    """Whether this person was assigned as evaluator; one query."""
    return CandidateAssignment.objects.filter(
        candidate=candidate, user=user, part=CandidateAssignment.Part.EVALUATOR
    ).exists()


def can_mark(user: User, grid: Grid) -> bool:
    """Whether this person fills in this grid."""
    return (
        grid.evaluator_id == user.pk
        and grid.status == Grid.Status.OPEN
        and grid.path.status == Path.Status.SUBMITTED
    )


def can_correct(user: User, mark: Mark) -> bool:
    """Whether this person may add a correction to a signed mark."""
    grid = mark.grid
    return (
        grid.evaluator_id == user.pk
        and grid.status == Grid.Status.SIGNED
        and grid.path.status not in ENDED
    )
