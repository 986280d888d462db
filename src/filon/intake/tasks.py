"""Background work of imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.intake.models import Import
from filon.intake.services.reverting import revert_run
from filon.intake.services.running import import_run
from filon.jobs.models import Job
from filon.jobs.registry import Reporter
from filon.kernel import clock


def run_import(job: Job, report: Reporter) -> Mapping[str, Any]:
    """Bring the file in, from where the last run stopped."""
    source = _source(job)
    if source.status != Import.Status.DONE:
        import_run(source=source, clock=clock.now, report=report)
    return {
        "message": gettext_noop("Rows read: %(read)s"),
        "params": {"read": source.rows_read},
        "url": reverse("intake:detail", args=[source.pk]),
    }


def run_revert(job: Job, report: Reporter) -> Mapping[str, Any]:
    """Take the import out again, from where the last run stopped."""
    source = _source(job)
    actor = User.objects.get(pk=job.payload["actor"])
    reverted, kept = revert_run(
        source=source, actor=actor, clock=clock.now, report=report
    )
    return {
        "message": gettext_noop("Rows reverted: %(reverted)s; kept: %(kept)s"),
        "params": {"reverted": reverted, "kept": kept},
        "url": reverse("intake:detail", args=[source.pk]),
    }


def _source(job: Job) -> Import:
    rows = Import.objects.select_related("file", "owner", "assigned_owner")
    source: Import = rows.get(pk=job.payload["source"])
    return source
