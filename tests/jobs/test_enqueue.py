"""Queueing background work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from filon.accounts.models import User
from filon.jobs import registry, services
from filon.jobs.models import Job
from filon.jobs.worker import run_pending
from filon.journal.selectors import timeline
from tests.jobs.makers import NOW, make_job

pytestmark = pytest.mark.django_db


def test_job_waits_with_its_payload_and_its_history(alice: User) -> None:
    job = make_job(actor=alice, payload={"file": 7})

    job.refresh_from_db()
    assert (job.status, job.payload, job.run_at) == ("QUEUED", {"file": 7}, NOW)
    assert job.requested_by == alice
    assert [entry.message for entry in timeline(job)] == ["Job requested"]


def test_job_of_a_transaction_that_fails_never_exists(alice: User) -> None:
    class Abandoned(Exception):
        pass

    def work_that_fails() -> None:
        with transaction.atomic():
            make_job(actor=alice)
            raise Abandoned

    with pytest.raises(Abandoned):
        work_that_fails()

    assert Job.objects.count() == 0


def test_unknown_kind_is_refused_and_nothing_is_queued(alice: User) -> None:
    with pytest.raises(registry.UnknownKind):
        services.enqueue(kind="no.such", payload={}, actor=alice, now=NOW)

    assert Job.objects.count() == 0


def test_same_key_gives_the_waiting_job_back(alice: User) -> None:
    first = make_job(actor=alice, dedupe_key="base:1")
    second = make_job(actor=alice, dedupe_key="base:1")
    other = make_job(actor=alice, dedupe_key="base:2")

    assert second.pk == first.pk
    assert other.pk != first.pk
    assert Job.objects.count() == 2


def test_same_key_is_queued_again_once_the_first_is_done(alice: User) -> None:
    first = make_job(actor=alice, dedupe_key="base:1")
    run_pending(now=NOW)

    second = make_job(actor=alice, dedupe_key="base:1")

    assert second.pk != first.pk


def test_job_for_later_does_not_start_before_its_time(alice: User) -> None:
    job = make_job(actor=alice, run_at=NOW + timedelta(hours=1))

    run_pending(now=NOW)
    job.refresh_from_db()
    assert job.status == "QUEUED"

    run_pending(now=NOW + timedelta(hours=1))
    job.refresh_from_db()
    assert job.status == "DONE"
