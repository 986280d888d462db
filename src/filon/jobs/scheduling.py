"""Turning schedules into jobs, once for each time, however many workers look."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from filon.jobs import registry, services
from filon.jobs.models import Job, Schedule

# A next time further away than the rhythm explains comes from a clock that was wrong
# by days; less than that is left alone, so that a clock set back repeats nothing.
CLOCK_FAULT = timedelta(days=2)


@transaction.atomic
def schedules_sync(*, now: datetime) -> None:
    """Bring the table in line with the registered schedules; called at start-up.

    A new schedule first runs at its next time, never at once. One that is no longer
    registered stays as a row and is switched off.
    """
    rows = {row.code: row for row in Schedule.objects.all()}
    codes = set()
    for rhythm in registry.rhythms():
        codes.add(rhythm.code)
        every = rhythm.every
        wanted = {
            "kind": rhythm.kind,
            "every_seconds": int(every.total_seconds()) if every else None,
            "daily_at": rhythm.daily_at,
            "is_active": True,
        }
        occurrence = Schedule(**wanted).occurrence_after(now)
        row = rows.get(rhythm.code)
        if row is None or _differs(row, wanted, occurrence + CLOCK_FAULT):
            Schedule.objects.update_or_create(
                code=rhythm.code, defaults={**wanted, "next_run_at": occurrence}
            )
    Schedule.objects.exclude(code__in=codes).update(is_active=False)


def _differs(row: Schedule, wanted: dict[str, Any], latest: datetime) -> bool:
    """Whether a schedule changed its rhythm, or waits for a time far too late."""
    is_same = all(getattr(row, name) == value for name, value in wanted.items())
    return not is_same or row.next_run_at > latest


def queue_due(*, now: datetime) -> list[Job]:
    """Queue a job for each schedule whose time has come.

    A time that passed while no worker ran is made up for once. Where the job of the
    time before still waits or runs, no second one is added.
    """
    due = Schedule.objects.filter(is_active=True, next_run_at__lte=now)
    jobs = [_queue(row, now) for row in due.order_by("next_run_at", "pk")]
    return [job for job in jobs if job is not None]


@transaction.atomic
def _queue(schedule: Schedule, now: datetime) -> Job | None:
    unchanged = Schedule.objects.filter(
        pk=schedule.pk, next_run_at=schedule.next_run_at
    )
    following = schedule.occurrence_after(now)
    if not unchanged.update(next_run_at=following, last_run_at=now):
        return None
    return services.enqueue(
        kind=schedule.kind,
        payload=schedule.payload,
        actor=None,
        now=now,
        dedupe_key=f"schedule:{schedule.code}",
    )
