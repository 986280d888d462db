"""What the worker does for prospecting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from filon.jobs.models import Job
from filon.jobs.registry import Reporter
from filon.kernel import clock
from filon.prospecting.services.reminding import follow_ups_create


def remind(_job: Job, _report: Reporter) -> Mapping[str, Any]:
    """Plan the follow-ups that are due."""
    return {"planned": follow_ups_create(now=clock.now())}
