"""The pages of a need: overview, requirements, sources, sharing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.coordination.selectors import gestures_of
from filon.deals.views.pages import stored_file
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.kernel import clock, units
from filon.kernel.measures import code_of
from filon.needs import selectors, synthesis
from filon.needs.forms import QuickForm
from filon.needs.levels import asked_by, level_text
from filon.needs.models import Need, NeedSource, Requirement
from filon.needs.scales import other_names, priority_name
from filon.needs.views.frame import frame, sheet_or_404
from filon.needs.views.lists import REQUIREMENT_TONES
from filon.prospecting.forms import language_name
from filon.web.access import scoped
from filon.web.templatetags.filon import day, money, percent, quantity


@scoped(can_read_sales)
def need_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show where a need stands, what is missing, what is known."""
    sheet = sheet_or_404(request, pk)
    context = {
        **frame(request, sheet, "detail"),
        "context_facts": _context(sheet.need),
        "finance_facts": _finance(sheet.need),
        "policy_facts": _policy(sheet.need),
    }
    return render(request, "needs/detail.html", context)


def _context(need: Need) -> list[tuple[str, Any]]:
    return [
        (_("Problem of the customer"), need.problem),
        (_("Result expected"), need.expected_result),
        (_("Context, market, stakes"), need.context),
        (_("Present suppliers"), need.current_suppliers),
        (_("Distributors"), need.distributors),
        (_("How the customer decides"), need.decision_process),
        (_("Decision of the customer"), day(need.decision_on)),
        (_("Needed on"), day(need.needed_on)),
        (_("Synthesis due on"), day(need.due_on)),
        (_("Language of the synthesis"), language_name(need.language)),
        (_("Names of the priorities"), need.get_scale_display()),
    ]


def _finance(need: Need) -> list[tuple[str, Any]]:
    low, high = need.budget_low, need.budget_high
    ends = [money(x, need.currency) for x in (low, high) if x is not None]
    return [
        (_("Budget"), " – ".join(ends)),
        (_("Source of the budget"), need.budget_source),
        (_("Funding"), need.get_funding_display()),
        (_("Way of financing"), need.financing_mode),
        (_("Financing capacity"), need.get_financing_capacity_display()),
        (_("Financial constraints"), need.financial_constraints),
        (_("Payment constraints"), need.payment_constraints),
        (_("Solvency"), need.credit_check),
        (_("Outstanding with us"), _amount(need.outstanding, need)),
        (_("Limit of the credit insurance"), _amount(need.insured_limit, need)),
        (_("State of the registration (SIREN)"), need.registration_status),
        (_("Payback expected by the customer"), _payback(need)),
        (_("Return expected by the customer"), _return(need)),
    ]


def _amount(amount: Decimal | None, need: Need) -> str:
    return "" if amount is None else money(amount, need.currency)


def _payback(need: Need) -> str:
    months = need.expected_payback_months
    return "" if months is None else units.months(months)


def _return(need: Need) -> str:
    rate = need.expected_return_percent
    return "" if rate is None else percent(rate)


def _policy(need: Need) -> list[tuple[str, Any]]:
    return [
        (_("Company’s policy"), need.get_policy_verdict_display()),
        (_("Note"), need.policy_note),
        (_("Economic constraints"), need.economic_constraints),
        (_("Technical constraints"), need.technical_constraints),
        (_("Resources of the company"), need.resources),
    ]


@scoped(can_read_sales)
def need_requirements(request: UserRequest, pk: int) -> HttpResponse:
    """Show the requirements, with the line to type the next one."""
    sheet = sheet_or_404(request, pk)
    return render(
        request, "needs/requirements.html", requirements_context(request, sheet)
    )


def requirements_context(
    request: UserRequest, sheet: selectors.NeedSheet, form: QuickForm | None = None
) -> dict[str, Any]:
    """Return what the page of the requirements shows."""
    last = sheet.requirements[-1] if sheet.requirements else None
    initial = (
        {
            "source": last.source,
            "kind": last.kind,
            "nature": last.nature,
            "priority": last.priority,
        }
        if last
        else {"source": sheet.sources[-1] if sheet.sources else None}
    )
    return {
        **frame(request, sheet, "requirements"),
        "form": form or QuickForm(initial=initial, need=sheet.need),
        "rows": [_shown(row, sheet.need) for row in sheet.requirements],
    }


def _shown(row: Requirement, need: Need) -> dict[str, Any]:
    return {
        "row": row,
        "level": level_text(asked_by(row), quantity),
        "code": code_of(row.unit) if row.level is not None else "",
        "priority": priority_name(row.priority, need.scale),
        "names": other_names(row.priority, need.scale),
        "tone": REQUIREMENT_TONES[row.status],
        "sources": [s for s in (row.source, *row.more_sources.all()) if s is not None],
        "is_withdrawn": row.status == Requirement.Status.WITHDRAWN,
    }


@scoped(can_read_sales)
def need_sources(request: UserRequest, pk: int) -> HttpResponse:
    """Show the sources with their relevance."""
    sheet = sheet_or_404(request, pk)
    return render(request, "needs/sources.html", frame(request, sheet, "sources"))


@scoped(can_read_sales)
def need_sharing(request: UserRequest, pk: int) -> HttpResponse:
    """Show who is consulted and informed, and what is transmitted to whom."""
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    sheet = selectors.NeedSheet(need, [], [], 0, [])
    context = frame(request, sheet, "sharing")
    for tab in context["tabs"]:
        tab["count"] = None
    context["panel"] = gestures_of(request.user, need, title=str(need))
    return render(request, "needs/sharing.html", context)


@scoped(can_read_sales)
def need_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """Show the synthesis: the frozen file, or a preview in `?language=`."""
    sheet = sheet_or_404(request, pk)
    need = sheet.need
    language = request.GET.get("language", need.language)
    if language not in {"fr", "en"}:
        language = need.language
    is_frozen = need.status == Need.Status.SYNTHESIZED
    if is_frozen and language == need.language and need.synthesis_file is not None:
        return stored_file(need.synthesis_file, inline=True)
    with translation.override(language):
        document = synthesis.document_of(
            selectors.need_content(need),
            [gap.sentence for gap in sheet.gaps],
        )
    pdf = render_document(
        document, language=language, company=company_header(), created_at=clock.now()
    )
    return pdf_response(pdf, f"{need.ref}.pdf")


@scoped(can_read_sales)
def source_file(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the file of a source over."""
    rows = NeedSource.objects.select_related("file")
    source = get_object_or_404(
        rows, pk=pk, need__in=Need.objects.visible_to(request.user)
    )
    if source.file is None:
        raise Http404
    return stored_file(source.file, inline=True)


def need_url(pk: int, part: str = "detail") -> str:
    """Return the address of a page of a need."""
    return reverse(f"needs:{part}", args=[pk])
