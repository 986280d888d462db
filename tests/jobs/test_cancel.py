"""Cancelling and trying again."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.jobs import execution, registry, services
from filon.jobs.models import Job
from filon.jobs.registry import Reporter
from filon.jobs.worker import run_pending
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import TransitionRefused
from tests.jobs.makers import NOW, make_job

pytestmark = pytest.mark.django_db


class Refusal(DomainError):
    pass


def refuse(job: Job, report: Reporter) -> None:
    raise Refusal("The file is empty.")


def test_cancelled_job_never_starts(alice: User) -> None:
    job = make_job(actor=alice)

    services.job_cancel(job=job, actor=alice, now=NOW)

    assert run_pending(now=NOW) == 0
    job.refresh_from_db()
    assert job.status == "CANCELLED"
    assert timeline(job)[0].message == "Job cancelled"


def test_running_job_ends_at_its_next_report(alice: User) -> None:
    steps = []

    def work(job: Job, report: Reporter) -> None:
        services.job_cancel(
            job=Job.objects.get(pk=job.pk), actor=alice, now=clock.now()
        )
        report(done=1)
        steps.append("went on")

    registry.handler("test.work")(work)
    job = make_job(kind="test.work", actor=alice)

    run_pending(now=NOW)

    job.refresh_from_db()
    assert (job.status, job.done, steps) == ("CANCELLED", 0, [])


def test_stranger_cannot_cancel_and_changes_nothing(alice: User, bob: User) -> None:
    job = make_job(actor=alice)

    with pytest.raises(PermissionDenied):
        services.job_cancel(job=job, actor=bob, now=NOW)

    job.refresh_from_db()
    assert job.status == "QUEUED"


def test_administrator_cancels_any_job(alice: User, ada: User) -> None:
    job = make_job(actor=alice)

    services.job_cancel(job=job, actor=ada, now=NOW)

    assert job.status == "CANCELLED"


def test_finished_job_cannot_be_cancelled(alice: User) -> None:
    job = make_job(actor=alice)
    run_pending(now=NOW)
    job.refresh_from_db()

    with pytest.raises(TransitionRefused):
        services.job_cancel(job=job, actor=alice, now=NOW)

    job.refresh_from_db()
    assert job.status == "DONE"


def test_failed_job_is_tried_again_from_where_it_was(alice: User) -> None:
    registry.handler("test.refuse")(refuse)
    job = make_job(kind="test.refuse", actor=alice)
    run_pending(now=NOW)
    job.refresh_from_db()

    services.job_retry(job=job, actor=alice, now=NOW)

    assert (job.status, job.attempts, job.error) == ("QUEUED", 0, "")
    assert execution.claim_next(worker="w", now=NOW) == job


def test_failed_job_is_not_doubled_by_trying_again(alice: User) -> None:
    registry.handler("test.refuse")(refuse)
    job = make_job(kind="test.refuse", actor=alice, dedupe_key="one")
    run_pending(now=NOW)
    make_job(kind="test.refuse", actor=alice, dedupe_key="one")
    job.refresh_from_db()

    with pytest.raises(services.AlreadyQueued):
        services.job_retry(job=job, actor=alice, now=NOW)

    job.refresh_from_db()
    assert job.status == "FAILED"
