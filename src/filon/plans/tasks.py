"""What the worker does for plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from filon.jobs.models import Job
from filon.jobs.registry import Reporter
from filon.kernel import clock
from filon.plans.models import ActionPlan
from filon.plans.services.delays import delay_signal

S = ActionPlan.Status


def signal_delays(_job: Job, report: Reporter) -> Mapping[str, Any]:
    """Tell superiors of plans that are late; each plan is told of once at a time."""
    rows = ActionPlan.objects.alive().exclude(status=S.CLOSED)
    plans = list(rows.select_related("owner").order_by("pk"))
    told = 0
    for number, plan in enumerate(plans, start=1):
        told += delay_signal(plan=plan, now=clock.now()) is not None
        report(done=number, total=len(plans))
    return {"signalled": told}
