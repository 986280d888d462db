"""What all parts of the demonstration share: the day, the dice, the people."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from filon.accounts.models import Team, User

SEED = 38_000


@dataclass(slots=True)
class Setting:
    """The moment of the demonstration and the people in it."""

    now: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 -- dice, not secrets
    people: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of the demonstration, in the company's zone."""
        return timezone.localtime(self.now).date()

    def day(self, offset: int) -> date:
        """Return a day relative to today."""
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 9, minute: int = 0) -> datetime:
        """Return a moment of a day relative to today."""
        zone = timezone.get_current_timezone()
        moment = time(hour, minute)
        return datetime.combine(self.day(offset), moment, tzinfo=zone)

    def working_day(self, offset: int) -> date:
        """Return a day relative to today; Friday instead of a weekend."""
        day = self.day(offset)
        return day - timedelta(days=max(0, day.weekday() - 4))
