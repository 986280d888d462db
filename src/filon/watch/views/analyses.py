"""Grids of analysis, the SWOT first: what the market does is drawn by itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.watch import policies, services
from filon.watch.forms.syntheses import AnalysisForm, MethodForm
from filon.watch.methods import typed_cells
from filon.watch.models import Analysis, WatchTopic
from filon.watch.selectors import lists
from filon.watch.selectors.grids import drawn_insights, grid
from filon.watch.views.sections import asked, trail, visible, watch_list
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day


@scoped(can_read_sales)
def analysis_list(request: UserRequest) -> HttpResponseBase:
    """Show the grids."""
    create = reverse("watch:analysis-create")
    may_write = policies.can_watch(request.user)
    spec = ListSpec(
        title=_("Analyses"),
        rows=lists.analyses(request.user),
        columns=[
            Column(_("Title"), lambda a: Cell(a.title, sub=str(a.topic or ""))),
            Column(_("Method"), lambda a: a.get_method_display()),
            Column(_("Changed on"), lambda a: day(a.updated_at), sort="updated_at"),
            Column(_("Owner"), lambda a: str(a.owner or "")),
        ],
        url=lambda a: reverse("watch:analysis-detail", args=[a.pk]),
        default_sort="-updated_at",
        search=lists.searched("title", "conclusion"),
        actions=[(_("New analysis"), create, "plus", True)] if may_write else [],
        empty=(
            _("No analysis yet"),
            _("A SWOT draws its opportunities and threats from your insights."),
            create if may_write else "",
            _("New analysis"),
        ),
        file_name="analyses",
    )
    return watch_list(request, spec, "analysis-list")


@scoped(can_read_sales)
def analysis_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Draw a grid."""
    analysis = get_object_or_404(lists.analyses(request.user), pk=pk)
    insights = drawn_insights(request.user, analysis)
    context = {
        "analysis": analysis,
        "cells": grid(analysis, insights),
        "history": timeline(analysis, limit=20),
        "may_write": policies.can_edit(request.user, analysis),
        "trail": trail(_("Analyses"), "analysis-list"),
    }
    return render(request, "watch/analysis_detail.html", context)


@with_right(policies.can_watch)
@once
def analysis_create(request: UserRequest) -> HttpResponse:
    """Start a grid of the method that the address names."""
    method = request.GET.get("method", "")
    if method not in Analysis.Method.values:
        return _choose_method(request)

    form = AnalysisForm(
        request.POST or None,
        initial={"topic": asked(WatchTopic, request.user, request.GET.get("topic"))},
        user=request.user,
        method=method,
    )

    def save(values: dict[str, Any]) -> str:
        analysis = services.analysis_create(
            values=form.values(),
            insights=values.get("insights", ()),
            actor=request.user,
            now=clock.now(),
        )
        return reverse("watch:analysis-detail", args=[analysis.pk])

    label = str(Analysis.Method(method).label)
    return form_page(
        request,
        form,
        title=_("New analysis: %(method)s") % {"method": label},
        save=save,
        cancel_url=reverse("watch:analysis-list"),
    )


def _choose_method(request: UserRequest) -> HttpResponse:
    here = reverse("watch:analysis-create")

    def save(values: dict[str, Any]) -> str:
        return f"{here}?method={values['method']}"

    return form_page(
        request,
        MethodForm(request.POST or None),
        title=_("New analysis"),
        save=save,
        submit_label=_("Go on"),
        cancel_url=reverse("watch:analysis-list"),
    )


@scoped(policies.can_watch)
@once
def analysis_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a grid."""
    analysis = visible(Analysis, request.user, pk)
    chosen = list(analysis.insights.values_list("pk", flat=True))
    initial = {
        "title": analysis.title,
        "topic": analysis.topic_id,
        "conclusion": analysis.conclusion,
        "insights": chosen,
    }
    for cell in typed_cells(analysis.method):
        lines = analysis.cells.get(cell.code, [])
        initial[f"cell_{cell.code}"] = "\n".join(lines)
    page = reverse("watch:analysis-detail", args=[pk])
    form = AnalysisForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        method=analysis.method,
        chosen=chosen,
        version=analysis.version,
    )

    def save(values: dict[str, Any]) -> str:
        services.analysis_update(
            analysis=analysis,
            values=form.values(),
            expected_version=form.expected_version,
            insights=values.get("insights"),
            actor=request.user,
            now=clock.now(),
        )
        return page

    return form_page(request, form, title=analysis.title, save=save, cancel_url=page)
