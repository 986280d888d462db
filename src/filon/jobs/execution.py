"""What workers do to a job: take it, keep it, end it; each is one conditional UPDATE.

The lease is also a fence: progress is written only while the job is still this
worker's, so a worker that slept through its lease cannot commit a batch any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filon.jobs import lifecycle, presence, registry
from filon.jobs.models import Job
from filon.jobs.registry import Handler
from filon.journal.services import record

S = Job.Status
LONGEST_PAUSE = timedelta(minutes=30)
FIRST_PAUSE = timedelta(seconds=10)


class LeaseLost(Exception):
    """The job was cancelled or taken by another worker; stop without a word."""


class WorkerStopping(Exception):
    """The worker was asked to end; the job goes back to the queue."""


class Report:
    """Given to a handler: writes its progress and keeps the job for it.

    Call it inside the transaction of the batch it counts. It raises `LeaseLost` or
    `WorkerStopping`, which the handler lets through so that the batch is rolled back.
    """

    def __init__(
        self,
        job: Job,
        handler: Handler,
        clock: Callable[[], datetime],
        is_stopping: Callable[[], bool],
    ) -> None:
        self._job, self._handler = job, handler
        self._clock, self._is_stopping = clock, is_stopping

    def __call__(
        self,
        *,
        done: int | None = None,
        total: int | None = None,
        step: str | None = None,
        params: Mapping[str, Any] | None = None,
        checkpoint: Mapping[str, Any] | None = None,
    ) -> None:
        """Write what is given and extend the lease.

        :param step: English sentence (marked with gettext_noop), `params` its values.
        """
        if self._is_stopping():
            raise WorkerStopping
        values: dict[str, Any] = {"lease_until": self._clock() + self._handler.lease}
        if done is not None:
            values["done"] = done
            if done > self._job.done:
                values["attempts"] = 1
        if total is not None:
            values["total"] = total
        if step is not None:
            values |= {"step": step, "step_params": dict(params or {})}
        if checkpoint is not None:
            values["checkpoint"] = dict(checkpoint)
        if not held(self._job).update(**values):
            raise LeaseLost
        for name, value in values.items():
            setattr(self._job, name, value)


def held(job: Job) -> QuerySet[Job]:
    """Return the row while it is still held by the worker that `job` names."""
    return Job.objects.filter(pk=job.pk, status=S.RUNNING, worker=job.worker)


def claim_next(*, worker: str, now: datetime) -> Job | None:
    """Take the next job: one whose worker died, else the one that waits longest.

    Of several workers one gets it. Two cheap queries where there is nothing to do.
    Kinds without a handler are left to a worker of another version.
    """
    known = Job.objects.filter(kind__in=registry.kinds())
    for job in known.filter(status=S.RUNNING).order_by("pk")[:100]:
        has_expired = job.lease_until is not None and job.lease_until < now
        if (has_expired or presence.is_dead(job.worker)) and _take(job, worker, now):
            return job
    for job in known.due(now).order_by("run_at", "pk")[:5]:
        if _take(job, worker, now):
            return job
    return None


def _take(job: Job, worker: str, now: datetime) -> bool:
    """Move the job to RUNNING if it is still as it was read."""
    seen = Job.objects.filter(
        pk=job.pk,
        status=job.status,
        worker=job.worker,
        lease_until=job.lease_until,
        attempts=job.attempts,
    )
    taken = _move(
        seen,
        to=S.RUNNING,
        worker=worker,
        lease_until=now + registry.handler_of(job.kind).lease,
        started_at=Coalesce("started_at", Value(now), output_field=DateTimeField()),
        attempts=F("attempts") + 1,
    )
    if taken:
        job.refresh_from_db()
    return taken


def finish(job: Job, *, result: Mapping[str, Any] | None, now: datetime) -> None:
    """Mark the job done.

    :raises LeaseLost: if it is not this worker's any more.
    """
    values = {"result": dict(result or {}), "error": "", "step": "", "step_params": {}}
    if not _move(held(job), to=S.DONE, finished_at=now, lease_until=None, **values):
        raise LeaseLost


@transaction.atomic
def fail(job: Job, *, sentence: str, now: datetime) -> None:
    """Mark the job failed for good, with the sentence that says why."""
    failed = _move(
        held(job), to=S.FAILED, finished_at=now, lease_until=None, error=sentence
    )
    if failed and job.requested_by is not None:
        record(
            target=job,
            message=gettext_noop("Job failed"),
            actor=None,
            now=now,
        )


def postpone(job: Job, *, handler: Handler, now: datetime) -> None:
    """After an unexpected fault: queue the job for later, or fail it after the last."""
    if job.attempts >= handler.max_attempts:
        fail(job, sentence=given_up(job.attempts), now=now)
        return
    pause = min(FIRST_PAUSE * 2 ** (job.attempts - 1), LONGEST_PAUSE)
    sentence = _("Something unexpected happened. It will be tried again by itself.")
    _move(
        held(job),
        to=S.QUEUED,
        run_at=now + pause,
        lease_until=None,
        worker="",
        error=sentence,
    )


def give_back(job: Job, *, now: datetime) -> None:
    """Queue a job whose worker is ending; this try does not count."""
    attempts = max(0, job.attempts - 1)
    values = {"run_at": now, "lease_until": None, "worker": "", "attempts": attempts}
    _move(held(job), to=S.QUEUED, **values)


def given_up(attempts: int) -> str:
    """Return the sentence of a job that was tried too often without progress."""
    return ngettext(
        "It stopped once without getting any further. An administrator finds the cause"
        " in the log of the server.",
        "It stopped %(count)s times without getting any further. An administrator"
        " finds the cause in the log of the server.",
        attempts,
    ) % {"count": attempts}


def _move(rows: QuerySet[Job], *, to: str, **values: Any) -> bool:
    """Move the rows to a state if it may follow the one they are in."""
    allowed = [state for state, targets in lifecycle.JOB.items() if to in targets]
    changes = {"status": to, **values}
    return rows.filter(status__in=allowed).update(**changes) == 1
