"""Rights on background work."""

from __future__ import annotations

from filon.accounts.models import Role, User
from filon.jobs.models import Job


def can_list(user: User) -> bool:
    """Whether the list of jobs exists for this person; it holds their own."""
    return user.is_active


def can_cancel(user: User, job: Job) -> bool:
    """Whether this person may stop the job."""
    return job.is_unfinished and _may_steer(user, job)


def can_retry(user: User, job: Job) -> bool:
    """Whether this person may queue a failed job again."""
    return job.status == Job.Status.FAILED and _may_steer(user, job)


def _may_steer(user: User, job: Job) -> bool:
    if not user.is_active:
        return False
    return user.role == Role.ADMINISTRATOR or job.requested_by_id == user.pk
