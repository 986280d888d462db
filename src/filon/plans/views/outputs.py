"""A plan on paper and in a spreadsheet; whom it involves."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.coordination.selectors.panel import gestures_of
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.files import tables
from filon.files.http import XLSX
from filon.kernel import clock
from filon.plans.forms.parts import RoadmapForm
from filon.plans.roadmap import roadmap_document
from filon.plans.selectors.roadmap import plan_roadmap
from filon.plans.selectors.tables import plan_tables
from filon.plans.views.page import plan_or_404, plan_page
from filon.web.access import scoped


@scoped(can_read_sales)
def people(request: UserRequest, pk: int) -> HttpResponse:
    """Show who is informed, asked and decides, and what frames the plan."""
    plan = plan_or_404(request, pk)
    panel = gestures_of(request.user, plan, title=str(plan))
    return plan_page(request, plan, "plans/people.html", "people", panel=panel)


@scoped(can_read_sales)
def roadmap(request: UserRequest, pk: int) -> HttpResponse:
    """Give the roadmap sheet of one person for one week as a PDF."""
    plan = plan_or_404(request, pk)
    form = RoadmapForm(request.GET)
    if not form.is_valid():
        raise Http404
    person = form.cleaned_data["person"]
    sheet = plan_roadmap(plan=plan, person=person, on=form.cleaned_data["on"])
    language = request.user.language
    content = render_document(
        roadmap_document(sheet, language=language),
        language=language,
        company=company_header(),
        created_at=clock.now(),
    )
    return pdf_response(content, f"{plan.ref}-{person}-{sheet.start_on}.pdf")


@scoped(can_read_sales)
def export(request: UserRequest, pk: int) -> HttpResponse:
    """Give targets, objectives and budget as a workbook of three sheets."""
    plan = plan_or_404(request, pk)
    found = plan_tables(request.user, plan)
    content = tables.write_workbook(
        [tables.Sheet(table.name, table.head, table.rows) for table in found]
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{plan.ref}.xlsx"'
    return response
