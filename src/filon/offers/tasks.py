"""What the worker does for offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from filon.kernel import clock
from filon.offers.services.answers import revisions_expire


def expire(_job: object, _report: Callable[..., None]) -> Mapping[str, Any]:
    """End the offers whose last day of validity was yesterday."""
    return {"expired": revisions_expire(now=clock.now())}
