"""Knowing at once that a worker on the same data folder has died.

Each worker holds a lock on a file of its own. The system drops the lock when the
process ends, however it ends, so another worker need not wait for the lease of a job
whose worker was killed. Where the file is not in this folder (another machine), the
lease alone decides.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from pathlib import Path
from types import TracebackType

from django.conf import settings


def folder() -> Path:
    """Return where the lock files of the workers lie."""
    return Path(settings.FILON_HOME) / "workers"


class Presence:
    """The name of a worker, and the lock that says it is alive."""

    def __init__(self) -> None:
        host = "".join(c for c in socket.gethostname() if c.isalnum() or c == "-")
        self.name = f"{host[:60]}.{os.getpid()}.{secrets.token_hex(4)}"
        self._path = folder() / self.name
        self._handle: int | None = None

    def __enter__(self) -> Presence:
        folder().mkdir(parents=True, exist_ok=True)
        self._handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._path.unlink(missing_ok=True)
        if self._handle is not None:
            os.close(self._handle)


def is_dead(worker: str) -> bool:
    """Tell whether the worker of this name certainly runs no more.

    False also means "not known": its file is elsewhere.
    """
    path = folder() / worker
    if not worker or path.parent != folder():
        return False
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def sweep(keep: set[str]) -> None:
    """Remove the files of dead workers that hold none of the jobs in `keep`."""
    for path in folder().glob("*"):
        if path.name not in keep and is_dead(path.name):
            path.unlink(missing_ok=True)
