"""The house's own background work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from filon.jobs.models import Job
from filon.jobs.registry import Reporter
from filon.kernel import clock
from filon.kernel.statistics import refresh_statistics

KEPT_DAYS = 90


def prune(job: Job, report: Reporter) -> Mapping[str, Any]:
    """Forget jobs that ended more than 90 days ago; their history entries stay."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    deleted, _by_model = Job.objects.filter(finished_at__lt=before).delete()
    return {"deleted": deleted}


def count_tables(job: Job, report: Reporter) -> Mapping[str, Any]:
    """Let the database count its tables, by which it chooses its indexes."""
    refresh_statistics()
    return {}
