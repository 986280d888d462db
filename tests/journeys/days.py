"""The clock on the wall of the people of the journeys."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Return the moment that the clock on the wall shows."""
    return datetime.now(PARIS)


def today() -> date:
    """Return the day that the calendar on the wall shows."""
    return now().date()
