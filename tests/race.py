"""Processes on one database that act at the same moment."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import TypeVar

PATIENCE = 120
T = TypeVar("T")


def race(act: Callable[[T], str], given: Sequence[T]) -> list[str]:
    """Let one process for each of `given` act on it at once; return what each said.

    Call it where no database connection is open yet: the processes are copies of this
    one, and each opens its own.

    :raises RuntimeError: a process ended with a fault.
    """
    context = multiprocessing.get_context("fork")
    start, said = context.Barrier(len(given)), context.SimpleQueue()
    processes = [
        context.Process(target=_run, args=(act, one, start, said)) for one in given
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(PATIENCE)
    codes = [process.exitcode for process in processes]
    if set(codes) != {0}:
        raise RuntimeError(f"processes ended with {codes}")
    return [said.get() for _process in processes]


def _run(
    act: Callable[[T], str], given: T, start: Barrier, said: SimpleQueue[str]
) -> None:
    start.wait(PATIENCE)
    said.put(act(given))
