"""Real worker processes: killed, stopped, side by side (RE-24)."""

from __future__ import annotations

import itertools
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.installations import Installation

SCRIPT = "tests.jobs.counting_worker"
PATIENCE_SECONDS = 60

pytestmark = pytest.mark.concurrency


class House:
    """An installation with its workers."""

    def __init__(self, own: Installation) -> None:
        self.own = own
        self.workers: list[subprocess.Popen[bytes]] = []

    def enqueue(self, key: str, total: int) -> None:
        self.own.module(SCRIPT, "enqueue", key, str(total))

    def start_worker(self) -> subprocess.Popen[bytes]:
        process = self.own.start(SCRIPT, "work")
        self.workers.append(process)
        return process

    def read(self, sql: str) -> list[tuple[Any, ...]]:
        return self.own.rows(sql)

    def progress(self) -> int:
        return int(str(self.read("SELECT sum(done) FROM jobs_job")[0][0]))

    def states(self) -> set[object]:
        return {row[0] for row in self.read("SELECT status FROM jobs_job")}

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < deadline, self.read("SELECT * FROM jobs_job")
            time.sleep(0.05)


@pytest.fixture
def house(own: Installation) -> Iterator[House]:
    made = House(own)
    yield made
    for worker in made.workers:
        worker.kill()
        worker.wait()


def test_killed_worker_loses_nothing_and_does_nothing_twice(house: House) -> None:
    total = 120
    house.enqueue("rows", total)

    for _kill in range(3):
        worker = house.start_worker()
        before = house.progress()
        house.wait_until(lambda: house.progress() > before + 5)  # noqa: B023
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert house.states() == {"RUNNING"}
    house.start_worker()
    house.wait_until(lambda: house.states() == {"DONE"})

    assert house.progress() == total
    assert house.read("SELECT count FROM accounts_ratebucket") == [(total,)]


def test_worker_asked_to_stop_gives_its_job_back(house: House) -> None:
    house.enqueue("rows", 100_000)
    worker = house.start_worker()
    house.wait_until(lambda: house.progress() > 5)

    worker.terminate()

    assert worker.wait(timeout=10) == 0
    assert house.states() == {"QUEUED"}
    counted = house.read("SELECT count FROM accounts_ratebucket")
    assert counted == [(house.progress(),)]


def test_two_workers_do_each_job_once(house: House) -> None:
    house.start_worker()
    house.start_worker()

    # On a busy machine one may come late: there is work until both had some.
    keys = (f"job {number}" for number in itertools.count())
    while len(house.read("SELECT DISTINCT worker FROM jobs_job WHERE done > 0")) < 2:
        key = next(keys)
        assert key != "job 30", "the second worker never took a job"
        house.enqueue(key, 40)
    house.wait_until(lambda: house.states() == {"DONE"})

    counts = house.read("SELECT count FROM accounts_ratebucket")
    assert counts == [(40,)] * len(house.read("SELECT id FROM jobs_job"))
