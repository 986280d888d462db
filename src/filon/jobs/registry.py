"""What can run in the background; filled once, at start-up, by the project's table.

Three kinds of entries: handlers (what a job of a kind does), schedules (which job comes
back when) and drains (queues of other apps, emptied a little at each turn of the
worker, such as outgoing mail).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from filon.jobs.models import Job

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5


class Reporter(Protocol):
    """What a handler calls to say how far it is; see `execution.Report`."""

    def __call__(
        self,
        *,
        done: int | None = None,
        total: int | None = None,
        step: str | None = None,
        params: Mapping[str, Any] | None = None,
        checkpoint: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the progress and keep the job; call it at least once per lease."""


Handle = Callable[[Job, Reporter], Mapping[str, Any] | None]
Drain = Callable[[datetime], int]


class UnknownKind(LookupError):
    """No handler does jobs of this kind: a fault of the program."""


@dataclass(frozen=True, slots=True)
class Handler:
    """How jobs of one kind are done."""

    kind: str
    handle: Handle
    label: str | _StrPromise
    lease: timedelta
    max_attempts: int
    is_atomic: bool


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A job that comes back: every so often, or daily at a time of the company."""

    code: str
    kind: str
    every: timedelta | None
    daily_at: time | None


_HANDLERS: dict[str, Handler] = {}
_RHYTHMS: dict[str, Rhythm] = {}
_DRAINS: dict[str, Drain] = {}


def handler(
    kind: str,
    *,
    label: str | _StrPromise = "",
    lease: timedelta = LEASE,
    max_attempts: int = MAX_ATTEMPTS,
    is_atomic: bool = False,
) -> Callable[[Handle], Handle]:
    """Register what does the jobs of a kind: `handler("intake.import")(run_import)`.

    The function gets the job and a `report` and returns the result (a JSON-able
    mapping; "message" with "params" is the sentence shown, "url" the page it leads
    to). It must stand being run again after a kill at any moment: it writes a batch
    and calls `report(done=…)` inside the same transaction, and starts from `job.done`
    or `job.checkpoint`.

    :param label: the name of the work for people.
    :param lease: how long one step between two reports may last.
    :param max_attempts: tries without any progress before the job has failed.
    :param is_atomic: run it and mark it done in one transaction; for short work whose
        only effects are in the database, which then happens exactly once.
    """

    def register(function: Handle) -> Handle:
        _HANDLERS[kind] = Handler(
            kind, function, label or kind, lease, max_attempts, is_atomic
        )
        return function

    return register


def schedule(
    code: str,
    *,
    kind: str,
    every: timedelta | None = None,
    daily_at: time | None = None,
) -> None:
    """Register a job that comes back; exactly one of the two rhythms is given."""
    if (every is None) == (daily_at is None):
        msg = f"schedule {code!r} needs either every or daily_at"
        raise ValueError(msg)
    _RHYTHMS[code] = Rhythm(code, kind, every, daily_at)


def drain(code: str) -> Callable[[Drain], Drain]:
    """Register a function that empties another queue a little: moment -> rows done.

    It is called at every turn of the worker, so finding nothing must be cheap.
    """

    def register(function: Drain) -> Drain:
        _DRAINS[code] = function
        return function

    return register


def handler_of(kind: str) -> Handler:
    """Return the handler of a kind.

    :raises UnknownKind: if there is none.
    """
    try:
        return _HANDLERS[kind]
    except KeyError:
        msg = f"no handler for jobs of kind {kind!r}"
        raise UnknownKind(msg) from None


def label_of(kind: str) -> str:
    """Return the name of a kind for people, in the active language."""
    known = _HANDLERS.get(kind)
    return str(known.label) if known else kind


def kinds() -> list[str]:
    """Return the kinds that can be done, in alphabetical order."""
    return sorted(_HANDLERS)


def rhythms() -> Iterator[Rhythm]:
    """Yield the registered schedules."""
    yield from _RHYTHMS.values()


def drains() -> Iterator[tuple[str, Drain]]:
    """Yield the registered drains."""
    yield from _DRAINS.items()
