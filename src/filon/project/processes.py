"""Running several processes as one: they start, stop and fail together."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

STOP_SECONDS = 15
# A process that dies at once is not started again in a tight loop.
PAUSE_SECONDS = 2.0
LOOK_SECONDS = 0.2


@dataclass(slots=True)
class Child:
    """A process to keep alive.

    `revived` says whether it is started again when it dies (a worker whose jobs are
    resumed) or takes the others with it (the web server).
    """

    command: Sequence[str]
    revived: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        """Start the process; it ends when this one does, however that happens.

        It gets a group of its own: Ctrl C in a terminal reaches this process only,
        which then asks each child once. Asked twice, the web server hangs.
        """
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=_end_with_parent,
        )

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll() if self.process else None


def supervise(children: Sequence[Child], *, stop: threading.Event) -> int:
    """Keep `children` running until `stop` is set; return the exit code.

    A child that is not revived ends all; its exit code becomes ours.
    """
    for child in children:
        child.start()
    code = 0
    while not stop.wait(LOOK_SECONDS):
        for child in children:
            if child.exit_code is None:
                continue
            if not child.revived:
                code = child.exit_code or 1
                stop.set()
            elif time.monotonic() - child.started > PAUSE_SECONDS:
                child.start()
    end(children)
    return code


def end(children: Sequence[Child]) -> None:
    """Ask every child to stop, wait, then insist."""
    alive = [child.process for child in children if child.process]
    for process in alive:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in alive:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """Yield an event that Ctrl C and SIGTERM set."""
    stop = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {
        number: signal.signal(number, handle)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with_parent() -> None:
    """Ask Linux to stop this process when its parent is killed."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
