"""The candidates: list, registration, accounts, people, steps of the path."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.services import sign_in_link_create
from filon.certification import policies
from filon.certification.forms.candidates import (
    AccountForm,
    AssignForm,
    CandidateFilter,
    CandidateForm,
    DeadlineForm,
    RegistrationForm,
)
from filon.certification.models import (
    Candidate,
    CandidateAssignment,
    Path,
    Track,
)
from filon.certification.selectors import candidates as reads
from filon.certification.services import candidates, dossier, paths
from filon.certification.views.pages import (
    STATUS_TONES,
    attempt,
    candidate_file,
    page,
)
from filon.documents.http import pdf_response
from filon.files.http import list_response
from filon.journal.http import once
from filon.kernel import clock
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.forms import ConfirmForm
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

STEPS = {
    "prepare": paths.path_prepare,
    "evaluate": paths.path_evaluate,
    "close": paths.path_close,
}


@scoped(policies.can_follow)
def candidate_list(request: UserRequest) -> HttpResponseBase:
    """Show the candidates whom this person has to do with."""
    filters = CandidateFilter(request.GET)
    rows = reads.candidates(request.user)
    if status := filters.value("status"):
        rows = rows.filter(path_status=status)
    if track := filters.value("track"):
        rows = rows.filter(path_track=track)
    may_register = policies.can_organize(request.user)
    create = reverse("certification:candidate-create")
    spec = ListSpec(
        title=_("My candidates") if may_register else _("Candidates"),
        rows=rows,
        columns=_columns(),
        url=lambda c: reverse("certification:detail", args=[c.pk]),
        default_sort="last_name",
        search=reads.search_candidates,
        filters=filters,
        actions=[(_("New candidate"), create, "plus", True)] if may_register else [],
        empty=_empty(may_register, create),
        file_name="candidates",
    )
    return list_response(request, spec)


def _empty(may_register: bool, create: str) -> tuple[str, str, str, str]:  # noqa: FBT001 -- read with its name at the only call
    if may_register:
        text = _("Register the first one: a name and a track are enough to begin.")
        return _("No candidate yet"), text, create, _("New candidate")
    text = _("Candidates appear here once the exam centre has linked you to them.")
    return _("No candidate for you"), text, "", ""


def _columns() -> list[Column]:
    labels, tracks = dict(Path.Status.choices), dict(Track.choices)
    return [
        Column(
            _("Candidate"), lambda c: Cell(str(c), sub=c.company_name), sort="last_name"
        ),
        Column(
            _("State"),
            lambda c: Cell(
                str(labels.get(c.path_status, "")),
                badge=STATUS_TONES.get(c.path_status),
            ),
        ),
        Column(_("Track"), lambda c: str(tracks.get(c.path_track, ""))),
        Column(
            _("File due on"),
            lambda c: day(c.path_submit_by) if c.path_submit_by else "",
            value=lambda c: c.path_submit_by,
        ),
        Column(_("Exam centre"), lambda c: str(c.centre or "")),
        Column(_("Training body"), lambda c: str(c.training_body or "")),
    ]


@with_right(policies.can_organize)
@once
def candidate_create(request: UserRequest) -> HttpResponse:
    """Register a candidate."""
    form = RegistrationForm(request.POST or None)

    def save(values: dict[str, Any]) -> str:
        candidate = candidates.candidate_register(
            registration=candidates.Registration(
                values=form.values(),
                enrolment=candidates.Enrolment(
                    values["referential"], values["track"], values["submit_by"]
                ),
                organizers=form.organizers(),
            ),
            actor=request.user,
            now=clock.now(),
        )
        return reverse("certification:detail", args=[candidate.pk])

    return form_page(
        request,
        form,
        title=_("New candidate"),
        save=save,
        cancel_url=reverse("certification:candidates"),
        fieldsets=form.fieldsets,
        submit_label=_("Register"),
    )


@with_right(policies.can_organize)
def candidate_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a candidate."""
    file = candidate_file(request, pk)
    initial = CandidateForm.initial_of(file.candidate)
    form = CandidateForm(request.POST or None, initial=initial)
    back = reverse("certification:detail", args=[pk])

    def save(_values: dict[str, Any]) -> str:
        candidates.candidate_update(
            candidate=file.candidate,
            values=form.values(),
            organizers=form.organizers(),
            actor=request.user,
            now=clock.now(),
        )
        return back

    return form_page(
        request,
        form,
        title=str(file.candidate),
        save=save,
        cancel_url=back,
        fieldsets=form.fieldsets,
    )


@scoped(policies.can_follow)
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the map of competencies and headings, and what is known."""
    file = candidate_file(request, pk)
    sheet = reads.map_sheet(file)
    facts = _facts(file)
    template = "certification/detail.html"
    return page(request, file, "detail", template, sheet=sheet, facts=facts)


def _facts(file: reads.CandidateFile) -> list[tuple[str, Any]]:
    candidate, path = file.candidate, file.path
    facts = [
        (_("Track"), path.get_track_display()),
        (_("Referential"), f"{path.referential.title} ({path.referential.edition})"),
        (pgettext("employer", "Company"), candidate.company_name),
        (_("Tutor"), str(candidate.tutor or candidate.tutor_name)),
        (_("Exam centre"), str(candidate.centre or "")),
        (_("Training body"), str(candidate.training_body or "")),
        (_("File due on"), day(path.submit_by) if path.submit_by else ""),
    ]
    if policies.can_organize(file.reader) or file.is_mine:
        account = candidate.user.email if candidate.user else _("None: files only")
        facts += [(_("Account"), account)]
    return facts


@with_right(policies.can_organize)
@once
def deadline(request: UserRequest, pk: int) -> HttpResponse:
    """Set the day by which the file is due."""
    file = candidate_file(request, pk)
    back = reverse("certification:detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        paths.path_set_deadline(
            path=file.path, actor=request.user, now=clock.now(), **values
        )
        return back

    return form_page(
        request,
        DeadlineForm(request.POST or None, initial={"submit_by": file.path.submit_by}),
        title=_("File due on"),
        save=save,
        cancel_url=back,
    )


@with_right(policies.can_organize)
def account(request: UserRequest, pk: int) -> HttpResponse:
    """Link the account a candidate has, or create one and show its sign-in link."""
    file = candidate_file(request, pk)
    candidate, back = file.candidate, reverse("certification:detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        now = clock.now()
        if values["email"]:
            candidates.candidate_account_link(
                candidate=candidate, email=values["email"], actor=request.user, now=now
            )
            return back
        candidates.candidate_account_create(
            candidate=candidate, actor=request.user, now=now
        )
        return reverse("certification:account-link", args=[pk])

    return form_page(
        request,
        AccountForm(request.POST or None),
        title=_("Account of %(candidate)s") % {"candidate": candidate},
        save=save,
        cancel_url=back,
        submit_label=_("Give access"),
    )


@with_right(policies.can_organize)
def account_link(request: UserRequest, pk: int) -> HttpResponse:
    """Make a one-time sign-in link for a candidate's own account, on a POST."""
    candidate = candidate_file(request, pk).candidate
    if candidate.user is None or candidate.user.role != "CANDIDATE":
        raise Http404
    context: dict[str, Any] = {"candidate": candidate}
    if request.method == "POST":
        token = sign_in_link_create(user=candidate.user, now=clock.now())
        address = reverse("accounts:sign-in", args=[token])
        context["link"] = request.build_absolute_uri(address)
    return render(request, "certification/account_link.html", context)


@with_right(policies.can_organize)
@once
def assign(request: UserRequest, pk: int) -> HttpResponse:
    """Assign an evaluator or a trainer."""
    file = candidate_file(request, pk)
    back = reverse("certification:detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        candidates.person_assign(
            candidate=file.candidate, actor=request.user, now=clock.now(), **values
        )
        return back

    return form_page(
        request,
        AssignForm(request.POST or None),
        title=_("Assign an evaluator or trainer"),
        save=save,
        cancel_url=back,
        submit_label=_("Assign"),
    )


@with_right(policies.can_organize)
@require_POST
def release(request: UserRequest, pk: int) -> HttpResponse:
    """End an assignment."""
    rows = CandidateAssignment.objects.select_related("candidate", "user")
    seen = Candidate.objects.visible_to(request.user)
    assignment = get_object_or_404(rows.filter(candidate__in=seen), pk=pk)
    candidate = assignment.candidate_id
    attempt(
        request,
        lambda: candidates.person_release(
            assignment=assignment, actor=request.user, now=clock.now()
        ),
    )
    return redirect("certification:detail", pk=candidate)


@with_right(policies.can_organize)
@require_POST
def step(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Take the next step of the path."""
    file = candidate_file(request, pk)
    if name not in STEPS:
        raise Http404
    act = STEPS[name]
    attempt(request, lambda: act(path=file.path, actor=request.user, now=clock.now()))
    return redirect("certification:detail", pk=pk)


@with_right(policies.can_organize)
@once
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """End a path that is given up."""
    file = candidate_file(request, pk)
    back = reverse("certification:detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        paths.path_withdraw(
            path=file.path, actor=request.user, now=clock.now(), **values
        )
        return back

    return form_page(
        request,
        ConfirmForm(request.POST or None),
        title=_("Withdraw %(candidate)s") % {"candidate": file.candidate},
        save=save,
        cancel_url=back,
        submit_label=_("Withdraw"),
        danger=True,
    )


@scoped(policies.can_follow)
@require_POST
def consent(request: UserRequest, pk: int) -> HttpResponse:
    """Give or withdraw the agreement to show work records; the candidate's own."""
    file = candidate_file(request, pk)
    if not file.is_mine:
        raise Http404
    is_given = request.POST.get("consent") == "yes"
    act = candidates.consent_give if is_given else candidates.consent_withdraw
    act(candidate=file.candidate, actor=request.user, now=clock.now())
    messages.success(
        request,
        _("Your evaluators and your tutor can now read your evidence.")
        if is_given
        else _("Nobody else sees your work records any more."),
    )
    return redirect("certification:evidence", pk=pk)


@scoped(policies.can_follow)
def file_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """Give the candidate's file as a PDF, with what this person may read."""
    file = candidate_file(request, pk)
    content = dossier.candidate_file_pdf(file=file, now=clock.now())
    name = f"dossier-{file.candidate.last_name}-{file.candidate.first_name}.pdf"
    return pdf_response(content, name)
