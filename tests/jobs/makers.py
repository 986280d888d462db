"""Jobs and handlers with valid defaults."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from filon.accounts.models import User
from filon.jobs import registry, services
from filon.jobs.models import Job
from filon.jobs.registry import Reporter

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def idle(job: Job, report: Reporter) -> Mapping[str, Any]:
    """Do nothing."""
    return {"message": "Nothing to do"}


def make_job(
    *,
    kind: str = "test.idle",
    actor: User | None = None,
    now: datetime = NOW,
    **values: Any,
) -> Job:
    """Queue a job of a kind that is registered if need be."""
    if kind not in registry.kinds():
        registry.handler(kind, label="Idle work")(idle)
    values.setdefault("payload", {})
    return services.enqueue(kind=kind, actor=actor, now=now, **values)
