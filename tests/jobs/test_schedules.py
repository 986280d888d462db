"""Work that comes back: once for each time (RE-24)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from filon.jobs import registry
from filon.jobs.models import Job, Schedule
from filon.jobs.scheduling import _queue, queue_due, schedules_sync
from filon.jobs.worker import run_pending
from tests.jobs.makers import idle

pytestmark = pytest.mark.django_db

# Monday 2 March 2026, 05:59 in Paris.
BEFORE = datetime(2026, 3, 2, 4, 59, tzinfo=UTC)
SIX = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def reminders() -> Schedule:
    """A job daily at six, company time."""
    registry.handler("test.remind")(idle)
    registry.schedule("reminders", kind="test.remind", daily_at=time(6, 0))
    schedules_sync(now=BEFORE)
    return Schedule.objects.get(code="reminders")


def test_runs_at_its_time_and_once(reminders: Schedule) -> None:
    assert queue_due(now=BEFORE) == []
    assert len(queue_due(now=SIX)) == 1
    assert queue_due(now=SIX + MINUTE) == []

    assert Job.objects.count() == 1


def test_two_workers_that_saw_it_due_queue_it_once(reminders: Schedule) -> None:
    as_the_other_worker_saw_it = Schedule.objects.get(pk=reminders.pk)

    first = _queue(reminders, SIX)
    run_pending(now=SIX)
    second = _queue(as_the_other_worker_saw_it, SIX)

    assert first is not None
    assert second is None
    assert Job.objects.count() == 1


def test_clock_set_back_an_hour_repeats_nothing(reminders: Schedule) -> None:
    run_pending(now=SIX)

    for moment in (SIX - HOUR, SIX - MINUTE, SIX, SIX + MINUTE):
        schedules_sync(now=moment)
        run_pending(now=moment)
    assert Job.objects.count() == 1

    run_pending(now=SIX + DAY)
    assert Job.objects.count() == 2


def test_days_without_worker_are_made_up_for_once(reminders: Schedule) -> None:
    assert len(queue_due(now=SIX + 5 * DAY + HOUR)) == 1
    assert queue_due(now=SIX + 5 * DAY + 2 * HOUR) == []

    reminders.refresh_from_db()
    assert reminders.next_run_at == SIX + 6 * DAY


def test_hour_that_comes_twice_counts_once() -> None:
    # On 25 October 2026 Paris has 02:30 twice: at 00:30 and at 01:30 UTC.
    registry.handler("test.night")(idle)
    registry.schedule("night", kind="test.night", daily_at=time(2, 30))
    start = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    schedules_sync(now=start)

    for quarter in range(28):
        run_pending(now=start + quarter * 15 * MINUTE)

    assert Job.objects.count() == 1


def test_hour_that_is_skipped_still_comes() -> None:
    # On 29 March 2026 Paris goes from 02:00 to 03:00.
    registry.handler("test.night")(idle)
    registry.schedule("night", kind="test.night", daily_at=time(2, 30))
    start = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    schedules_sync(now=start)

    for quarter in range(28):
        run_pending(now=start + quarter * 15 * MINUTE)

    assert Job.objects.count() == 1


def test_interval_waits_its_length() -> None:
    registry.handler("test.poll")(idle)
    registry.schedule("poll", kind="test.poll", every=10 * MINUTE)
    schedules_sync(now=SIX)

    counts = []
    for minutes in (0, 9, 11, 15, 22):
        run_pending(now=SIX + minutes * MINUTE)
        counts.append(Job.objects.count())

    assert counts == [0, 0, 1, 1, 2]


def test_slow_job_is_not_queued_twice(reminders: Schedule) -> None:
    queue_due(now=SIX)
    queue_due(now=SIX + DAY)

    assert Job.objects.count() == 1


def test_next_time_is_repaired_after_a_clock_was_a_year_ahead(
    reminders: Schedule,
) -> None:
    run_pending(now=SIX + 365 * DAY)

    schedules_sync(now=SIX + MINUTE)

    reminders.refresh_from_db()
    assert reminders.next_run_at == SIX + DAY


def test_schedule_that_is_no_longer_registered_stops(
    reminders: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_RHYTHMS", {})
    schedules_sync(now=BEFORE)

    assert queue_due(now=SIX) == []


def test_rhythm_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="either"):
        registry.schedule("both", kind="x", every=HOUR, daily_at=time(6))
    with pytest.raises(ValueError, match="either"):
        registry.schedule("none", kind="x")
