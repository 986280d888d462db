"""What the worker does for the outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from filon.kernel import clock
from filon.mail import delivery


def deliver(now: datetime) -> int:
    """Deliver what waits; called at every turn of the worker."""
    return delivery.deliver_due(now=now)


def forget_links(_job: object, _report: Callable[..., None]) -> Mapping[str, Any]:
    """Forget the links of mails that never left."""
    return {"forgotten": delivery.forget_old_links(now=clock.now())}
