"""Taking a job: one worker has it, a dead one loses it, a fence protects it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from filon.accounts.models import User
from filon.jobs import execution, presence, registry
from filon.jobs.execution import LeaseLost, Report, WorkerStopping
from filon.jobs.models import Job
from filon.jobs.worker import Stop, Worker
from filon.kernel import clock
from tests.jobs.makers import NOW, idle, make_job

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=61)


def report_of(job: Job) -> Report:
    handler = registry.handler_of(job.kind)
    return Report(job, handler, lambda: NOW + timedelta(seconds=30), lambda: False)


def claim(worker: str, *, at: object = NOW) -> Job | None:
    return execution.claim_next(worker=worker, now=at)  # type: ignore[arg-type]


def test_second_worker_finds_nothing_while_the_lease_runs(alice: User) -> None:
    make_job(actor=alice)

    assert claim("first") is not None
    assert claim("second") is None


def test_of_two_workers_that_saw_the_same_row_one_gets_it(alice: User) -> None:
    job = make_job(actor=alice)
    same_row_seen_by_another = Job.objects.get(pk=job.pk)

    assert execution._take(job, "first", NOW)
    assert not execution._take(same_row_seen_by_another, "second", NOW)

    job.refresh_from_db()
    assert (job.worker, job.attempts) == ("first", 1)


def test_progress_extends_the_lease(alice: User) -> None:
    make_job(actor=alice)
    job = claim("first")
    assert job is not None

    report_of(job)(done=1)

    assert claim("second", at=LATER) is None
    assert claim("second", at=NOW + timedelta(seconds=91)) is not None


def test_worker_that_slept_through_its_lease_cannot_write(alice: User) -> None:
    make_job(actor=alice)
    sleeper = claim("first")
    heir = claim("second", at=LATER)
    assert sleeper is not None
    assert heir is not None

    with pytest.raises(LeaseLost):
        report_of(sleeper)(done=5)
    with pytest.raises(LeaseLost):
        execution.finish(sleeper, result=None, now=LATER)
    execution.fail(sleeper, sentence="no", now=LATER)

    heir.refresh_from_db()
    assert (heir.status, heir.done, heir.worker) == ("RUNNING", 0, "second")


def test_job_of_a_dead_worker_of_this_folder_is_taken_at_once(alice: User) -> None:
    make_job(actor=alice)
    with presence.Presence() as present:
        claim(present.name)
        assert claim("second") is None
    # The file of a killed worker stays, without its lock.
    (presence.folder() / present.name).touch()

    assert claim("second") is not None


def test_job_that_kills_its_workers_is_given_up(alice: User) -> None:
    registry.handler("test.deadly", max_attempts=2)(idle)
    job = make_job(kind="test.deadly", actor=alice)
    claim("first")
    claim("second", at=NOW + timedelta(hours=1))
    third = claim("third", at=NOW + timedelta(hours=2))
    assert third is not None

    Worker("third").perform(third)

    job.refresh_from_db()
    assert job.status == "FAILED"
    assert "2 times" in job.error


def test_kind_without_handler_is_left_alone(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job(actor=alice)
    monkeypatch.setattr(registry, "_HANDLERS", {})

    assert claim("first") is None
    job.refresh_from_db()
    assert job.status == "QUEUED"


def test_stopping_worker_gives_its_job_back(alice: User) -> None:
    def work(job: Job, report: registry.Reporter) -> None:
        stop.is_asked = True
        report(done=1)

    stop = Stop()
    registry.handler("test.long")(work)
    make_job(kind="test.long", actor=alice)
    job = claim("first", at=clock.now())
    assert job is not None

    Worker("first", stop=stop).perform(job)

    job.refresh_from_db()
    assert (job.status, job.done, job.attempts, job.worker) == ("QUEUED", 0, 0, "")
    assert issubclass(WorkerStopping, Exception)


def test_waiting_costs_two_queries(django_assert_num_queries: object) -> None:
    registry.handler("test.idle")(idle)

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert claim("first") is None
