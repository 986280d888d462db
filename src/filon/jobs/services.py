"""What people and other apps do with background work: queue, cancel, try again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.jobs import lifecycle, policies, registry
from filon.jobs.models import Job
from filon.journal.services import move, record
from filon.kernel.errors import DomainError


class AlreadyQueued(DomainError):
    """The same work is already waiting or running."""


def enqueue(
    *,
    kind: str,
    payload: Mapping[str, Any],
    actor: User | None,
    now: datetime,
    run_at: datetime | None = None,
    dedupe_key: str | None = None,
) -> Job:
    """Queue a job in the caller's transaction; it exists if that one commits.

    :param payload: JSON-able; primary keys rather than copies, no secret.
    :param actor: who asked for it and may follow it; None for the house itself.
    :param run_at: not before this moment; now by default.
    :param dedupe_key: while a job with this key waits or runs, that job is returned
        and none is added.
    :raises UnknownKind: if no handler does this kind.
    """
    registry.handler_of(kind)
    key = dedupe_key or ""
    existing = _unfinished(key)
    if existing is not None:
        return existing
    values = {
        "kind": kind,
        "payload": dict(payload),
        "dedupe_key": key,
        "run_at": run_at or now,
        "requested_by": actor,
        "created_at": now,
    }
    try:
        with transaction.atomic():
            job = Job.objects.create(**values)
            if actor is not None:
                _record(job, gettext_noop("Job requested"), actor, now)
    except IntegrityError:
        existing = _unfinished(key)
        if existing is None:
            raise
        return existing
    return job


def job_cancel(*, job: Job, actor: User, now: datetime) -> None:
    """Stop a job: a waiting one never starts, a running one ends at its next report.

    What it has written so far stays.

    :raises PermissionDenied: if it is somebody else's.
    :raises TransitionRefused: if it has ended meanwhile.
    """
    if job.is_unfinished and not policies.can_cancel(actor, job):
        raise PermissionDenied
    move(
        job,
        to=Job.Status.CANCELLED,
        transitions=lifecycle.JOB,
        actor=actor,
        now=now,
        message=gettext_noop("Job cancelled"),
        finished_at=now,
        lease_until=None,
    )


def job_retry(*, job: Job, actor: User, now: datetime) -> None:
    """Queue a failed job again; it goes on from where it stopped.

    :raises PermissionDenied: if it is somebody else's.
    :raises AlreadyQueued: if the same work was queued again meanwhile.
    :raises TransitionRefused: if it is not failed any more.
    """
    if job.status == Job.Status.FAILED and not policies.can_retry(actor, job):
        raise PermissionDenied
    try:
        with transaction.atomic():
            move(
                job,
                to=Job.Status.QUEUED,
                transitions=lifecycle.JOB,
                actor=actor,
                now=now,
                message=gettext_noop("Job queued again"),
                attempts=0,
                error="",
                run_at=now,
                finished_at=None,
                lease_until=None,
                worker="",
            )
    except IntegrityError as error:
        raise AlreadyQueued(_("The same job is already waiting or running.")) from error


def _unfinished(key: str) -> Job | None:
    if not key:
        return None
    return Job.objects.unfinished().filter(dedupe_key=key).first()


def _record(job: Job, message: str, actor: User, now: datetime) -> None:
    record(target=job, message=message, actor=actor, now=now)
