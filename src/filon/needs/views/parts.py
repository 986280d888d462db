"""The next requirement, sources and the question grid of a need."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.deals.views.pages import form_page
from filon.directory.models import Contact
from filon.files.uploads import check_upload
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs import grid, selectors, services
from filon.needs.forms import (
    GridChoice,
    GridForm,
    QuickForm,
    SourceForm,
)
from filon.needs.models import Need, NeedSource
from filon.needs.views.frame import sheet_or_404
from filon.needs.views.pages import need_url, requirements_context
from filon.prospecting.models import RequirementKind
from filon.web.access import scoped


@scoped(can_write_sales)
@require_POST
@once
def requirement_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add the requirement that was typed, and show the line for the next one."""
    sheet = sheet_or_404(request, pk)
    form = QuickForm(request.POST, need=sheet.need)
    error = ""
    if form.is_valid():
        try:
            services.requirement_add(
                need=sheet.need,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect(f"{need_url(pk, 'requirements')}#id_text")
    context = {**requirements_context(request, sheet, form), "error": error}
    return render(request, "needs/requirements.html", context, status=422)


@scoped(can_write_sales)
@once
def source_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a source with its relevance."""
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    people = Contact.objects.visible_to(request.user).filter(
        organization_id=need.deal.organization_id
    )
    form = SourceForm(
        request.POST or None,
        request.FILES or None,
        initial={"dated_on": clock.today()},
        contacts=people.order_by("name_key"),
    )

    def act() -> HttpResponse:
        values = dict(form.cleaned_data)
        sent = values.pop("file")
        services.source_add(
            need=need,
            values=values,
            upload=check_upload(sent.name, sent) if sent else None,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("needs:sources", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("New source"),
        subtitle=str(need),
        cancel_url=need_url(pk, "sources"),
    )


@scoped(can_write_sales)
@require_POST
def source_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a source on which nothing rests."""
    rows = NeedSource.objects.select_related("need")
    source = get_object_or_404(
        rows, pk=pk, need__in=Need.objects.visible_to(request.user)
    )
    try:
        services.source_remove(source=source, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("needs:sources", pk=source.need_id)


@scoped(can_write_sales)
@once
def need_grid(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the questions that suit the nature and the family of what is needed."""
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    choice = GridChoice(request.GET)
    questions = _questions(request, choice)
    form = GridForm(
        request.POST or None,
        sources=NeedSource.objects.filter(need=need),
        questions=questions,
    )

    def act() -> HttpResponse:
        given = form.cleaned_data
        made = services.grid_answer(
            need=need,
            source=given["source"],
            answers=[
                services.GridAnswer(text, kind, given[code], unit, code == "implicit")
                for code, text, kind, unit in questions
            ],
            actor=request.user,
            now=clock.now(),
        )
        messages.success(
            request,
            ngettext(
                "%(count)s requirement added.",
                "%(count)s requirements added.",
                len(made),
            )
            % {"count": len(made)},
        )
        return redirect("needs:requirements", pk=pk)

    return form_page(
        request,
        form,
        act,
        template="needs/grid.html",
        title=_("Question grid"),
        subtitle=str(need),
        choice=choice,
        has_sources=need.sources.exists(),
        sources_url=reverse("needs:source-add", args=[pk]),
        submit_label=_("Make requirements of the answers"),
        cancel_url=need_url(pk, "requirements"),
    )


def _questions(
    request: UserRequest, choice: GridChoice
) -> list[tuple[str, str, str, str]]:
    """Return (code, text, kind, unit) of the grid and of the family's guides."""
    rows = [
        (q.code, str(q.text), q.kind, q.unit)
        for q in grid.questions_for(choice.value("nature") or "")
    ]
    in_english = get_language() == "en"
    for question in selectors.family_questions(
        user=request.user, family=choice.value("family")
    ):
        text = question.text_en if in_english else question.text_fr
        kind: Any = question.requirement_kind or RequirementKind.FUNCTIONAL
        rows.append((f"g{question.pk}", text or question.text_fr, kind, question.unit))
    return rows
