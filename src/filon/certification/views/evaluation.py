"""Concertation, modalities, grids and the company's opinion."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.certification import policies
from filon.certification.forms.evaluation import (
    ConcertationForm,
    CorrectionForm,
    GridForm,
    ModalitiesForm,
    PlanForm,
)
from filon.certification.models import Candidate, Grid, Mark, ModalityChoice, Path
from filon.certification.selectors import candidates as reads
from filon.certification.selectors import paths
from filon.certification.services import grids, modalities
from filon.certification.views.pages import attempt, candidate_file, page
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page

MARK_TONES = {"ACQUIRED": "good", "NOT_ACQUIRED": "bad", "NOT_OBSERVED": "neutral"}


@scoped(policies.can_follow)
def concertation(request: UserRequest, pk: int) -> HttpResponse:
    """Show who was consulted and the modalities kept."""
    file = candidate_file(request, pk)
    sheet = reads.modality_sheet(file)
    template = "certification/concertation.html"
    return page(request, file, "concertation", template, sheet=sheet)


@with_right(policies.can_organize)
@once
def concertation_create(request: UserRequest, pk: int) -> HttpResponse:
    """Record a concertation."""
    file = candidate_file(request, pk)
    form = ConcertationForm(request.POST or None, initial={"held_on": clock.today()})
    back = reverse("certification:concertation", args=[pk])

    def save(values: dict[str, Any]) -> str:
        modalities.concertation_record(
            path=file.path,
            held_on=values["held_on"],
            consulted=form.consulted(),
            conclusion=values["conclusion"],
            actor=request.user,
            now=clock.now(),
        )
        return back

    return form_page(
        request,
        form,
        title=_("Record a concertation"),
        subtitle=str(file.candidate),
        save=save,
        cancel_url=back,
        fieldsets=form.fieldsets,
    )


@with_right(policies.can_organize)
@once
def modalities_choose(request: UserRequest, pk: int) -> HttpResponse:
    """Choose the modalities of every competency."""
    file = candidate_file(request, pk)
    offered = paths.modalities_of(file.path)
    form = ModalitiesForm(
        request.POST or None,
        rows=reads.modality_sheet(file).rows,
        modalities=[(m.id, reads.modality_label(file.path, m.id)) for m in offered],
    )
    back = reverse("certification:concertation", args=[pk])

    def save(_values: dict[str, Any]) -> str:
        modalities.modalities_choose(
            path=file.path, wanted=form.wanted(), actor=request.user, now=clock.now()
        )
        return back

    return form_page(
        request,
        form,
        title=_("Modalities of each competency"),
        subtitle=str(file.candidate),
        intro=_("The company's opinion completes these modalities; it replaces none."),
        save=save,
        cancel_url=back,
    )


@with_right(policies.can_organize)
@once
def modality_plan(request: UserRequest, pk: int) -> HttpResponse:
    """Set day and place of an evaluation."""
    rows = ModalityChoice.objects.select_related("path__candidate", "competency")
    seen = Candidate.objects.visible_to(request.user)
    choice = get_object_or_404(rows.filter(path__candidate__in=seen), pk=pk)
    back = reverse("certification:concertation", args=[choice.path.candidate_id])

    def save(values: dict[str, Any]) -> str:
        modalities.modality_plan(
            choice=choice, actor=request.user, now=clock.now(), **values
        )
        return back

    initial = {"planned_on": choice.planned_on, "place": choice.place}
    return form_page(
        request,
        PlanForm(request.POST or None, initial=initial),
        title=_("Plan the evaluation of %(code)s") % {"code": choice.competency.code},
        subtitle=choice.get_modality_display(),
        save=save,
        cancel_url=back,
    )


@scoped(policies.can_follow)
def grids_tab(request: UserRequest, pk: int) -> HttpResponse:
    """Show the evaluations and the grids that this person may read by now."""
    file = candidate_file(request, pk)
    return page(
        request,
        file,
        "grids",
        "certification/grids.html",
        rows=reads.grid_rows(file),
        may_open=file.is_evaluator and file.path.status == Path.Status.SUBMITTED,
    )


@scoped(policies.can_follow)
@require_POST
def grid_open(request: UserRequest, pk: int, code: str, modality: str) -> HttpResponse:
    """Open the evaluator's own grid."""
    file = candidate_file(request, pk)
    if not file.is_evaluator:
        raise Http404
    competency = get_object_or_404(paths.competencies_of(file.path), code=code)
    try:
        grid = grids.grid_open(
            path=file.path,
            competency=competency,
            modality=modality,
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _refused_grid(request, pk, refusal)
    return redirect("certification:grid", pk=grid.pk)


def _refused_grid(request: UserRequest, pk: int, refusal: DomainError) -> HttpResponse:
    file = candidate_file(request, pk)
    return page(
        request,
        file,
        "grids",
        "certification/grids.html",
        rows=reads.grid_rows(file),
        error=str(refusal),
        status=422,
    )


def _grid(request: UserRequest, pk: int) -> Grid:
    """Return a grid that this person may read by now, or answer there is none."""
    rows = Grid.objects.visible_to(request.user).select_related(
        "path__candidate", "path__referential", "competency", "evaluator"
    )
    grid: Grid = get_object_or_404(rows.defer("path__referential__source"), pk=pk)
    return grid


@scoped(policies.can_follow)
@once
def grid(request: UserRequest, pk: int) -> HttpResponse:
    """Show a grid; its evaluator fills it in until it is signed."""
    row = _grid(request, pk)
    lines = reads.mark_rows(row)
    may_mark = policies.can_mark(request.user, row)
    form = None
    if may_mark:
        initial = {"conclusion": row.conclusion}
        form = GridForm(request.POST or None, rows=lines, initial=initial)
    elif request.method == "POST":
        raise Http404
    error = ""
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            grids.grid_save(
                grid=row,
                said=form.said(),
                conclusion=form.cleaned_data["conclusion"],
                actor=request.user,
                now=clock.now(),
            )
            return redirect("certification:grid", pk=pk)
        except DomainError as refusal:
            error = str(refusal)
    context = {
        "grid": row,
        "form": form,
        "lines": lines,
        "error": error,
        "tones": MARK_TONES,
        "candidate": row.path.candidate,
        "modality": reads.modality_label(row.path, row.modality),
        "may_correct": any(
            line.mark is not None and policies.can_correct(request.user, line.mark)
            for line in _with_grid(lines, row)
        ),
        "trail": _grid_trail(row),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "certification/grid.html", context, status=status)


def _with_grid(lines: list[reads.MarkRow], row: Grid) -> list[reads.MarkRow]:
    """Give each mark its grid, which is at hand, so that no query asks for it."""
    for line in lines:
        if line.mark is not None:
            line.mark.grid = row
    return lines


def _grid_trail(row: Grid) -> list[tuple[str, str]]:
    candidate = row.path.candidate
    return [
        (_("Candidates"), reverse("certification:candidates")),
        (str(candidate), reverse("certification:grids", args=[candidate.pk])),
    ]


@scoped(policies.can_follow)
@require_POST
def grid_sign(request: UserRequest, pk: int) -> HttpResponse:
    """Sign a grid: it is locked."""
    row = _grid(request, pk)
    if row.evaluator_id != request.user.pk:
        raise Http404
    attempt(
        request,
        lambda: grids.grid_sign(grid=row, actor=request.user, now=clock.now()),
        _("The grid is signed. Corrections are added from now on."),
    )
    return redirect("certification:grid", pk=pk)


@scoped(policies.can_follow)
@once
def mark_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Add a correction to a mark of a signed grid."""
    rows = Mark.objects.filter(grid__in=Grid.objects.visible_to(request.user))
    rows = rows.select_related("criterion", "grid__path__candidate", "grid__competency")
    mark = get_object_or_404(rows, pk=pk, correction_of=None)
    if not policies.can_correct(request.user, mark):
        raise Http404
    back = reverse("certification:grid", args=[mark.grid_id])

    def save(values: dict[str, Any]) -> str:
        grids.mark_correct(
            mark=mark, said=grids.Said(**values), actor=request.user, now=clock.now()
        )
        return back

    return form_page(
        request,
        CorrectionForm(request.POST or None),
        title=_("Correct %(code)s") % {"code": mark.criterion.code},
        intro=mark.criterion.text,
        save=save,
        cancel_url=back,
        submit_label=_("Add the correction"),
    )
