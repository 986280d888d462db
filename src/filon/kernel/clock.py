"""The one clock of the product.

All code that needs the time reads it here, so that a workspace can run on a clock of
its own (a reconstructed situation) and tests can name their moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

_OFFSET: ContextVar[timedelta] = ContextVar("filon_clock_offset", default=timedelta(0))


def now() -> datetime:
    """Return the current moment, timezone-aware, in UTC."""
    return timezone.now() + _OFFSET.get()


def today() -> date:
    """Return the current day in the company's time zone."""
    return timezone.localtime(now()).date()


def day_of(moment: datetime) -> date:
    """Return the day of a moment in the company's time zone."""
    return timezone.localtime(moment).date()


@contextmanager
def shifted(offset: timedelta) -> Iterator[None]:
    """Run the block on a clock moved by `offset`."""
    token = _OFFSET.set(offset)
    try:
        yield
    finally:
        _OFFSET.reset(token)
