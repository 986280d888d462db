"""The guided methods of a need, and how the customer decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.deals.views.pages import form_page
from filon.directory.models import Contact
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs import methods, selectors, services
from filon.needs.forms.methods import MethodForm, StepForm
from filon.needs.horns import drawn
from filon.needs.models import DecisionStep, MethodAnswer, Need
from filon.needs.selectors.methods import answers_to, method_sheet
from filon.needs.views.frame import frame, sheet_or_404
from filon.needs.views.pages import need_url
from filon.web.access import scoped

M = MethodAnswer.Method
# method → how it is called in its address
SLUGS = {method.value: method.value.lower().replace("_", "-") for method in M}
BY_SLUG = {slug: method for method, slug in SLUGS.items()}


@scoped(can_read_sales)
def need_methods(request: UserRequest, pk: int) -> HttpResponse:
    """Show what the methods gathered, and how the customer decides."""
    sheet = sheet_or_404(request, pk)
    found = method_sheet(sheet.need)
    beast = found.answers[M.HORNS]
    context = {
        **frame(request, sheet, "methods"),
        "found": found,
        "five": _worded(found, M.FIVE_W),
        "five_gauge": methods.gauge(M.FIVE_W, found.answers[M.FIVE_W]),
        "horns": drawn({c: r.text for c, r in beast.items()}, sheet.need.title),
        "horns_rows": _worded(found, M.HORNS),
        "spin": _worded(found, M.SPIN),
        "scored": [_scored(found, method) for method in (M.BANT, M.MEDDIC)],
        "today": clock.today(),
    }
    return render(request, "needs/methods.html", context)


def _worded(
    found: methods.MethodSheet, method: str
) -> list[tuple[Any, MethodAnswer | None]]:
    answers = found.answers[method]
    return [(item, answers.get(item.code)) for item in methods.ITEMS[method]]


def _scored(found: methods.MethodSheet, method: M) -> dict[str, Any]:
    answers = found.answers[method]
    points, most = methods.total(method, answers.values())
    return {
        "label": method.label,
        "slug": SLUGS[method],
        "points": points,
        "most": most,
        "rows": [
            (item, row, methods.counted(row.score, row.evidence) if row else 0)
            for item in methods.ITEMS[method]
            for row in [answers.get(item.code)]
        ],
    }


@scoped(can_write_sales)
@once
def method_edit(request: UserRequest, pk: int, slug: str) -> HttpResponse:
    """Ask the questions of one method; SONCASE for one contact at a time."""
    method = BY_SLUG.get(slug)
    if method is None:
        raise Http404
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    contact = _contact(request, need) if method == M.SONCASE else None
    form = MethodForm(
        request.POST or None,
        method=method,
        need=need,
        known=answers_to(need, method, contact),
    )

    def act() -> HttpResponse:
        services.method_save(
            need=need,
            method=method,
            answers=form.said(),
            contact=contact,
            source=form.cleaned_data.get("source"),
            as_requirements=form.wanted(),
            actor=request.user,
            now=clock.now(),
        )
        return redirect("needs:methods", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=M(method).label,
        subtitle=str(contact) if contact else str(need),
        intro=_intro(method),
        fieldsets=form.groups,
        cancel_url=need_url(pk, "methods"),
    )


def _intro(method: str) -> str:
    if method in methods.PROVEN:
        return _("0 to 3; without evidence a score counts 1 at most.")
    if method == M.SONCASE:
        return _("0 to 3: how much each lever moves this person, and in which words.")
    return ""


def _contact(request: UserRequest, need: Need) -> Contact:
    chosen = request.GET.get("contact", "")
    rows = Contact.objects.visible_to(request.user).filter(
        organization_id=need.deal.organization_id
    )
    if not chosen.isdigit():
        raise Http404
    found: Contact = get_object_or_404(rows, pk=chosen)
    return found


@scoped(can_write_sales)
@once
def step_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a dated step of the customer's decision."""
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    form = StepForm(request.POST or None)

    def act() -> HttpResponse:
        services.decision_step_add(
            need=need, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("needs:methods", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Step of the customer’s decision"),
        subtitle=str(need),
        cancel_url=need_url(pk, "methods"),
    )


@scoped(can_write_sales)
@require_POST
def step_turn(request: UserRequest, pk: int) -> HttpResponse:
    """Mark a step as done, or as still to come."""
    return _on_step(request, pk, services.decision_step_turn)


@scoped(can_write_sales)
@require_POST
def step_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a step."""
    return _on_step(request, pk, services.decision_step_remove)


def _on_step(request: UserRequest, pk: int, service: Any) -> HttpResponse:
    rows = DecisionStep.objects.select_related("need")
    step = get_object_or_404(
        rows, pk=pk, need__in=Need.objects.visible_to(request.user)
    )
    need_pk = step.need_id
    try:
        service(step=step, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("needs:methods", pk=need_pk)
