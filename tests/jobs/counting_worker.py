"""A real worker whose jobs count, for tests that kill it.

    counting_worker.py work                  run the worker
    counting_worker.py enqueue KEY TOTAL     queue a job that counts KEY up to TOTAL

The effect of each step is not idempotent: a step done twice makes the count too high.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import F  # noqa: E402

from filon.accounts.models import RateBucket  # noqa: E402
from filon.jobs import registry, services, worker  # noqa: E402
from filon.jobs.models import Job  # noqa: E402
from filon.jobs.registry import Reporter  # noqa: E402
from filon.kernel import clock  # noqa: E402

STEP_SECONDS = 0.01


def count(job: Job, report: Reporter) -> Mapping[str, Any]:
    """Add one, `total` times, each with its progress in one transaction."""
    total = int(job.payload["total"])
    for done in range(job.done, total):
        time.sleep(STEP_SECONDS)
        with transaction.atomic():
            bucket = RateBucket.objects.filter(key=job.payload["key"])
            bucket.update(count=F("count") + 1)
            report(done=done + 1, total=total)
    return {}


def main(arguments: list[str]) -> int:
    registry.handler("test.count", lease=timedelta(seconds=30))(count)
    if arguments[0] == "work":
        return worker.main()
    key, total = arguments[1:]
    now = clock.now()
    with transaction.atomic():
        RateBucket.objects.create(key=key, started_at=now)
        payload = {"key": key, "total": total}
        services.enqueue(kind="test.count", payload=payload, actor=None, now=now)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
