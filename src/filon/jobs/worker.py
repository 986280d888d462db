"""The worker: one process, one thread, one job at a time."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, transaction
from django.utils import translation

from filon.jobs import execution, presence, registry, scheduling
from filon.jobs.execution import LeaseLost, Report, WorkerStopping
from filon.jobs.models import Job
from filon.kernel import clock
from filon.kernel.errors import DomainError

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.4
# The database is away: no reason to hammer it.
OUTAGE_SECONDS = 3.0
SCHEDULE_SECONDS = 5.0


@dataclass(slots=True)
class Stop:
    """Whether the worker was asked to end.

    A plain attribute: setting a threading.Event inside a signal handler can block.
    """

    is_asked: bool = False


class Worker:
    """Takes jobs until it is told to stop.

    :param name: as written on the jobs it holds.
    :param stop: asked from a signal handler; a job that reports is given back.
    """

    def __init__(self, name: str, *, stop: Stop | None = None) -> None:
        self.name = name
        self._stop = stop or Stop()
        self._schedules_at: datetime | None = None

    def run_forever(self) -> None:
        """Work until asked to stop, through outages of the database."""
        scheduling.schedules_sync(now=clock.now())
        running = Job.objects.filter(status=Job.Status.RUNNING)
        presence.sweep(keep=set(running.values_list("worker", flat=True)))
        while not self._stop.is_asked:
            pause = POLL_SECONDS
            try:
                close_old_connections()
                if self.turn():
                    continue
            except DatabaseError:
                logger.exception("the database does not answer")
                pause = OUTAGE_SECONDS
            time.sleep(pause)

    def turn(self) -> bool:
        """Do one job and a little of each drain; tell whether anything was done."""
        self._look_at_schedules()
        job = execution.claim_next(worker=self.name, now=clock.now())
        if job is not None:
            self.perform(job)
        drained = [self._drain(code, empty) for code, empty in registry.drains()]
        return job is not None or any(drained)

    def perform(self, job: Job) -> None:
        """Run the handler of a job that this worker holds, and write how it ended."""
        handler = registry.handler_of(job.kind)
        with translation.override(_language_of(job)):
            if job.attempts > handler.max_attempts:
                sentence = execution.given_up(job.attempts - 1)
                execution.fail(job, sentence=sentence, now=clock.now())
                return
            try:
                self._run(job, handler)
            except LeaseLost:
                logger.info("job %s was cancelled or taken over", job)
            except WorkerStopping:
                execution.give_back(job, now=clock.now())
            except DomainError as error:
                execution.fail(job, sentence=str(error), now=clock.now())
            except Exception:
                logger.exception("job %s failed, try %s", job, job.attempts)
                execution.postpone(job, handler=handler, now=clock.now())

    def _run(self, job: Job, handler: registry.Handler) -> None:
        report = Report(job, handler, clock.now, lambda: self._stop.is_asked)
        whole: AbstractContextManager[object] = (
            transaction.atomic() if handler.is_atomic else nullcontext()
        )
        with whole:
            result = handler.handle(job, report)
            execution.finish(job, result=result, now=clock.now())

    def _look_at_schedules(self) -> None:
        """Queue what is due, every few seconds; a clock set back counts as due."""
        now = clock.now()
        last = self._schedules_at
        if last is not None and timedelta() <= now - last < timedelta(
            seconds=SCHEDULE_SECONDS
        ):
            return
        self._schedules_at = now
        scheduling.queue_due(now=now)

    def _drain(self, code: str, empty: registry.Drain) -> bool:
        try:
            return empty(clock.now()) > 0
        except DatabaseError:
            raise
        except Exception:
            logger.exception("drain %s failed", code)
            return False


def run_pending(*, now: datetime | None = None, limit: int = 100) -> int:
    """Do what is due, schedules and drains included, in this process; for tests.

    :param now: the moment the clock shows meanwhile; the real one by default.
    :returns: how many turns did something, at most `limit`.
    """
    offset = now - clock.now() if now is not None else timedelta()
    with clock.shifted(offset):
        worker = Worker("inline")
        turns = 0
        while turns < limit and worker.turn():
            turns += 1
        return turns


def main(configure: Callable[[], None] | None = None) -> int:
    """Run one worker until SIGTERM or Ctrl C; return the exit code.

    :param configure: called first, to register more handlers.
    """
    if configure is not None:
        configure()
    stop = Stop()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.is_asked = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    with presence.Presence() as present:
        Worker(present.name, stop=stop).run_forever()
    return 0


def _language_of(job: Job) -> str:
    """Return the language of who asked, for the sentences that are kept as text."""
    person = job.requested_by
    return person.language if person is not None else settings.LANGUAGE_CODE
