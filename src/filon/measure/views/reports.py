"""Reports: list, page, form, publication, files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_see_margin, can_write_sales
from filon.accounts.services import company
from filon.coordination.selectors import gestures_of
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.files.http import XLSX, list_response
from filon.files.services import read_bytes
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.measure.documents import report_document
from filon.measure.forms import ReportForm
from filon.measure.models import Report
from filon.measure.services import reports
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

TONES = {"DRAFT": "warn", "FROZEN": "good"}


@scoped(can_read_sales)
def report_list(request: UserRequest) -> HttpResponseBase:
    """Show the reports."""
    may_write = can_write_sales(request.user)
    create = reverse("measure:report-create")
    return list_response(
        request,
        ListSpec(
            title=_("Reports"),
            rows=Report.objects.visible_to(request.user).select_related("owner"),
            columns=[
                Column(_("Title"), lambda r: Cell(r.title, sub=r.get_kind_display())),
                Column(_("From"), lambda r: day(r.period_start)),
                Column(_("To"), lambda r: day(r.period_end), sort="period_end"),
                Column(
                    _("State"),
                    lambda r: Cell(r.get_status_display(), badge=TONES[r.status]),
                ),
                Column(_("Author"), lambda r: str(r.owner or "")),
            ],
            url=lambda r: reverse("measure:report-detail", args=[r.pk]),
            default_sort="-period_end",
            actions=[(_("New report"), create, "plus", True)] if may_write else [],
            empty=(
                _("No report yet"),
                _("A report fills in its figures by itself; you write the comment."),
                create if may_write else "",
                _("New report"),
            ),
            file_name="reports",
        ),
    )


@scoped(can_write_sales)
@once
def report_create(request: UserRequest) -> HttpResponse:
    """Start a report."""
    today = clock.today()
    initial = {
        "period_start": today.replace(day=1),
        "period_end": today,
        "language": request.user.language,
        "plan": request.GET.get("plan"),
        "kind": request.GET.get("kind", Report.Kind.ACTIVITY),
    }
    form = ReportForm(request.POST or None, user=request.user, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            report = reports.report_create(
                values=form.cleaned_data, actor=request.user, now=clock.now()
            )
            return redirect("measure:report-detail", pk=report.pk)
        except DomainError as refusal:
            error = str(refusal)
    context = {
        "title": _("New report"),
        "form": form,
        "error": error,
        "cancel_url": reverse("measure:reports"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(can_write_sales)
@once
def report_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a draft report."""
    report: Report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    initial = {name: getattr(report, name) for name in ReportForm.base_fields}
    form = ReportForm(request.POST or None, user=request.user, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            reports.report_update(
                report=report,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
            return redirect("measure:report-detail", pk=pk)
        except DomainError as refusal:
            error = str(refusal)
    context = {
        "title": report.title,
        "form": form,
        "error": error,
        "cancel_url": reverse("measure:report-detail", args=[pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(can_read_sales)
def report_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a report with what it will say, or said."""
    report = get_object_or_404(
        Report.objects.visible_to(request.user).select_related("owner", "plan"), pk=pk
    )
    context = {
        "report": report,
        "may_write": can_write_sales(request.user) and report.status == "DRAFT",
        "has_sheet": report.workbook_id and can_see_margin(request.user),
        "panel": gestures_of(request.user, report, title=report.title),
        "history": timeline(report, limit=20),
        "trail": [(_("Reports"), reverse("measure:reports"))],
    }
    return render(request, "measure/report_detail.html", context)


@scoped(can_write_sales)
@require_POST
def report_freeze(request: UserRequest, pk: int) -> HttpResponse:
    """Publish a report."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    try:
        reports.report_freeze(report=report, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("measure:report-detail", pk=pk)


@scoped(can_read_sales)
def report_pdf(request: UserRequest, pk: int) -> HttpResponseBase:
    """Answer the PDF of a report: the frozen one, else a preview."""
    report = get_object_or_404(
        Report.objects.visible_to(request.user).select_related("owner", "plan"), pk=pk
    )
    if report.document is not None and can_see_margin(request.user):
        return pdf_response(read_bytes(report.document), f"{report.title}.pdf")
    with translation.override(report.language):
        if report.document is None:
            report.frozen = reports.report_facts(report, reader=request.user)
        document = report_document(
            report,
            currency=company().currency,
            with_margin=can_see_margin(request.user),
        )
        content = render_document(
            document, language=report.language, company=company_header()
        )
    return pdf_response(content, f"{report.title}.pdf")


@scoped(can_read_sales)
def report_xlsx(request: UserRequest, pk: int) -> HttpResponse:
    """Answer the frozen sheet of a report, to those who may see its margins."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    if report.workbook is None or not can_see_margin(request.user):
        raise Http404
    response = HttpResponse(read_bytes(report.workbook), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="report.xlsx"'
    return response
