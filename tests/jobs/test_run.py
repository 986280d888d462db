"""Running a job: progress, result, refusals, faults, new tries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import translation

from filon.accounts.models import RateBucket, User
from filon.jobs import registry
from filon.jobs.models import Job
from filon.jobs.registry import Reporter
from filon.jobs.worker import run_pending
from filon.kernel import clock
from filon.kernel.errors import DomainError
from tests.jobs.makers import NOW, make_job

pytestmark = pytest.mark.django_db


def status_of(job: Job) -> str:
    job.refresh_from_db()
    return job.status


def add_one(key: str) -> None:
    RateBucket.objects.get_or_create(key=key, defaults={"started_at": NOW})
    RateBucket.objects.filter(key=key).update(count=F("count") + 1)


def test_result_progress_and_dates_are_kept(alice: User) -> None:
    def count(job: Job, report: Reporter) -> Mapping[str, Any]:
        report(done=0, total=3, step="Reading “%(name)s”", params={"name": "a.csv"})
        report(done=3)
        return {"message": "%(count)s rows", "params": {"count": 3}, "url": "/x/"}

    registry.handler("test.count")(count)
    job = make_job(kind="test.count", actor=alice)

    assert run_pending(now=NOW) == 1

    assert status_of(job) == "DONE"
    assert (job.done, job.total, job.percent) == (3, 3, 100)
    with translation.override("en"):
        assert (job.outcome, job.outcome_url) == ("3 rows", "/x/")
    assert job.started_at is not None
    assert job.finished_at is not None
    assert job.step_text == ""


def test_result_never_leads_outside() -> None:
    assert Job(result={"url": "//evil.example/"}).outcome_url == ""
    assert Job(result={"url": "https://evil.example/"}).outcome_url == ""


def test_handler_reads_the_given_moment_on_the_clock(alice: User) -> None:
    seen = []
    registry.handler("test.clock")(lambda job, report: seen.append(clock.today()))
    make_job(kind="test.clock", actor=alice)

    run_pending(now=NOW)

    assert seen == [NOW.date()]


def test_refusal_fails_at_once_with_its_sentence(alice: User) -> None:
    class FileUnreadable(DomainError):
        pass

    def refuse(job: Job, report: Reporter) -> None:
        raise FileUnreadable(translation.get_language())

    registry.handler("test.refuse")(refuse)
    job = make_job(kind="test.refuse", actor=alice)

    run_pending(now=NOW)

    assert status_of(job) == "FAILED"
    assert job.error == alice.language, "said in the language of who asked"
    assert run_pending(now=NOW + timedelta(days=1)) == 0


def test_fault_is_tried_again_later_and_less_and_less_often(alice: User) -> None:
    moments = []

    def fault(job: Job, report: Reporter) -> None:
        moments.append(job.attempts)
        raise ZeroDivisionError

    registry.handler("test.fault", max_attempts=3)(fault)
    job = make_job(kind="test.fault", actor=alice)

    run_pending(now=NOW)
    assert status_of(job) == "QUEUED"
    assert "tried again" in job.error
    assert run_pending(now=NOW + timedelta(seconds=5)) == 0
    run_pending(now=NOW + timedelta(seconds=11))
    assert run_pending(now=NOW + timedelta(seconds=25)) == 0
    run_pending(now=NOW + timedelta(minutes=1))

    assert moments == [1, 2, 3]
    assert status_of(job) == "FAILED"
    assert "3 times" in job.error
    assert "ZeroDivisionError" not in job.error


def test_progress_starts_the_count_of_tries_anew(alice: User) -> None:
    def crawl(job: Job, report: Reporter) -> None:
        if job.done < 6:
            report(done=job.done + 1, total=6)
            raise ZeroDivisionError

    registry.handler("test.crawl", max_attempts=2)(crawl)
    job = make_job(kind="test.crawl", actor=alice)

    for hour in range(8):
        run_pending(now=NOW + timedelta(hours=hour))

    assert status_of(job) == "DONE"
    assert job.done == 6


def test_atomic_job_that_fails_at_its_end_leaves_no_effect(alice: User) -> None:
    def once(job: Job, report: Reporter) -> None:
        add_one("effect")
        if job.attempts == 1:
            raise ZeroDivisionError

    registry.handler("test.once", is_atomic=True)(once)
    job = make_job(kind="test.once", actor=alice)

    run_pending(now=NOW)
    assert not RateBucket.objects.filter(key="effect").exists()

    run_pending(now=NOW + timedelta(hours=1))
    assert status_of(job) == "DONE"
    assert RateBucket.objects.get(key="effect").count == 1


def test_one_bad_queue_does_not_stop_the_others(alice: User) -> None:
    calls = []

    @registry.drain("a.bad")
    def bad(now: object) -> int:
        raise ZeroDivisionError

    @registry.drain("b.good")
    def good(now: object) -> int:
        calls.append(now)
        return 0

    job = make_job(actor=alice)

    run_pending(now=NOW)

    assert status_of(job) == "DONE"
    assert calls
