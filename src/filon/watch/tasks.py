"""What the worker does for the watch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from filon.jobs.models import Job
from filon.jobs.registry import Reporter
from filon.kernel import clock
from filon.watch.models import WatchSource
from filon.watch.services.fetching import source_fetch
from filon.watch.services.sources import FETCHED

MOST_SOURCES = 200


def fetch_due(_job: Job, report: Reporter) -> Mapping[str, Any]:
    """Fetch the feeds whose time has come.

    Each feed is kept on its own and then is not due any more: after a kill the rest is
    fetched. Sentences about failures are written in the language of the owner.
    """
    now = clock.now()
    due = (
        WatchSource.objects.alive()
        .filter(Q(next_check_at=None) | Q(next_check_at__lte=now))
        .filter(kind__in=FETCHED, is_active=True)
        .select_related("owner")
        .order_by("next_check_at", "pk")
    )
    sources = list(due[:MOST_SOURCES])
    new = failed = 0
    for number, source in enumerate(sources, start=1):
        language = source.owner.language if source.owner else settings.LANGUAGE_CODE
        with translation.override(language):
            outcome = source_fetch(source=source, actor=None, now=clock.now())
        new += outcome.new
        failed += bool(outcome.error)
        report(done=number, total=len(sources))
    return {"fetched": len(sources), "new": new, "failed": failed}
