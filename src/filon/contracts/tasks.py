"""What the worker does for contracts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from filon.contracts.services.reminders import contracts_follow, events_remind
from filon.kernel import clock


def follow_contracts(_job: object, _report: Callable[..., None]) -> Mapping[str, Any]:
    """Renew or end what has come to its end, then remind of the dates that come near.

    Safe to run again: each contract moves once, each date is mentioned once.
    """
    now = clock.now()
    return {"moved": contracts_follow(now=now), "reminded": events_remind(now=now)}
