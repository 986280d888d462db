"""The list of background work, and one piece of it with its progress."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_administer
from filon.files.http import list_response
from filon.jobs import policies, registry, services
from filon.jobs.forms import JobFilters
from filon.jobs.models import Job
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import moment, quantity

TONES: dict[str, str] = {
    Job.Status.QUEUED: "neutral",
    Job.Status.RUNNING: "info",
    Job.Status.DONE: "good",
    Job.Status.FAILED: "bad",
    Job.Status.CANCELLED: "warn",
}


@scoped(policies.can_list)
@require_GET
def job_list(request: UserRequest) -> HttpResponseBase:
    """Show the jobs: all of them to an administrator, to others their own."""
    filters = JobFilters(request.GET)
    rows = Job.objects.visible_to(request.user).select_related("requested_by")
    if filters.value("status"):
        rows = rows.filter(status=filters.value("status"))
    return list_response(request, _spec(request, rows, filters))


@scoped(policies.can_list)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one job; its progress is fetched again every second while it lasts."""
    return _page(request, _visible(request, pk))


@scoped(policies.can_list)
@require_POST
@once
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Stop a job."""
    job = _visible(request, pk)
    try:
        services.job_cancel(job=job, actor=request.user, now=clock.now())
    except DomainError as error:
        return _page(request, job, error=str(error))
    return redirect("jobs:detail", pk)


@scoped(policies.can_list)
@require_POST
@once
def retry(request: UserRequest, pk: int) -> HttpResponse:
    """Queue a failed job again."""
    job = _visible(request, pk)
    try:
        services.job_retry(job=job, actor=request.user, now=clock.now())
    except DomainError as error:
        return _page(request, job, error=str(error))
    return redirect("jobs:detail", pk)


def _visible(request: UserRequest, pk: int) -> Job:
    rows = Job.objects.visible_to(request.user).select_related("requested_by")
    return get_object_or_404(rows, pk=pk)


def _page(request: UserRequest, job: Job, *, error: str = "") -> HttpResponse:
    """Render the page, or only its progress when htmx asks for it."""
    is_fragment = request.htmx and request.method == "GET"
    if error:
        job.refresh_from_db()
    context: dict[str, Any] = {
        "job": job,
        "label": registry.label_of(job.kind),
        "tone": TONES[job.status],
        "trail": [(_("Jobs"), reverse("jobs:list"))],
        "can_cancel": policies.can_cancel(request.user, job),
        "can_retry": policies.can_retry(request.user, job),
        "facts": [] if is_fragment else _facts(job),
        "history": [] if is_fragment else timeline(job),
        "error": error,
    }
    template = "jobs/detail.html" + ("#progress" if is_fragment else "")
    return render(request, template, context, status=422 if error else 200)


def _facts(job: Job) -> list[tuple[str, str]]:
    return [
        (_("Requested by"), _requester(job)),
        (_("Requested at"), moment(job.created_at)),
        (_("Started at"), moment(job.started_at)),
        (_("Finished at"), moment(job.finished_at)),
    ]


def _requester(job: Job) -> str:
    return str(job.requested_by) if job.requested_by else _("Filon, by itself")


def _spec(request: UserRequest, rows: QuerySet[Job], filters: JobFilters) -> ListSpec:
    columns = [
        Column(pgettext("job", "Work"), lambda job: registry.label_of(job.kind)),
        Column(
            _("Status"),
            lambda job: Cell(job.get_status_display(), badge=TONES[job.status]),
        ),
        Column(_("Progress"), _progress, align="end"),
        Column(_("Requested by"), _requester, visible=can_administer(request.user)),
        Column(
            _("Requested at"),
            lambda job: moment(job.created_at),
            value=lambda job: job.created_at,
        ),
        Column(
            _("Finished at"),
            lambda job: moment(job.finished_at),
            value=lambda job: job.finished_at,
        ),
    ]
    return ListSpec(
        title=_("Jobs"),
        subtitle=_("Imports and other work that goes on by itself."),
        rows=rows,
        columns=columns,
        url=lambda job: reverse("jobs:detail", args=[job.pk]),
        filters=filters,
        empty=(
            _("No job yet"),
            _("An import or a long calculation appears here with its progress."),
            "",
            "",
        ),
        file_name="jobs",
    )


def _progress(job: Job) -> Cell:
    if job.total:
        return Cell(f"{quantity(job.done)} / {quantity(job.total)}", align="end")
    return Cell(quantity(job.done or None), align="end")
