"""Evidence: the tab, the criteria of a cell, adding, reading, taking back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.certification import frozen, policies
from filon.certification.forms.evidence import CriteriaForm, UploadForm
from filon.certification.models import Candidate, EvidenceLink
from filon.certification.selectors import candidates as reads
from filon.certification.selectors import evidence as proofs
from filon.certification.selectors import paths, screens
from filon.certification.selectors.versions import content_of, evidence_labels
from filon.certification.services import evidence
from filon.certification.views.pages import attempt, candidate_file, page
from filon.coordination import kinds
from filon.files.services import read_bytes
from filon.journal.http import once
from filon.kernel import clock
from filon.web.access import scoped
from filon.web.form_pages import form_page
from filon.web.forms import Form


@scoped(policies.can_follow)
def evidence_tab(request: UserRequest, pk: int) -> HttpResponse:
    """Show every proof; with `?check`, whether what was frozen is unaltered."""
    file = candidate_file(request, pk)
    is_checked = "check" in request.GET and file.path.submitted_at is not None
    return page(
        request,
        file,
        "evidence",
        "certification/evidence.html",
        proofs=proofs.proofs_of(file.path, request.user),
        opens=policies.can_read_records(request.user, file.candidate),
        is_checked=is_checked,
        faults=proofs.verify(file.path) if is_checked else [],
    )


@scoped(policies.can_follow)
def criteria(request: UserRequest, pk: int, code: str, heading: str) -> HttpResponse:
    """Show the criteria of one cell of the map, their proofs and their gaps."""
    file = candidate_file(request, pk)
    competency = reads.competency_of(file.path, code)
    if competency is None or not competency.under(heading):
        raise Http404
    found = proofs.elements_with_proofs(
        competency, heading, proofs.proofs_of(file.path, request.user)
    )
    labels = evidence_labels(content_of(file.path.referential))
    lines = [
        (element, screens.screens_of(element.evidence_types, request.user, labels))
        for element in found
    ]
    return page(
        request,
        file,
        "detail",
        "certification/criteria.html",
        lines=lines,
        competency_title=proofs.competency_title(competency),
        heading_title=proofs.heading_of(file.path, heading),
        code=code,
        links_to_screens=file.is_mine,
    )


@scoped(policies.can_follow)
@once
def upload(request: UserRequest, pk: int) -> HttpResponse:
    """Add a file as evidence; `?criterion=` chooses one beforehand."""
    file = candidate_file(request, pk)
    if not policies.can_upload(request.user, file.path):
        raise Http404
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        criteria=list(paths.criteria_of(file.path).select_related("competency__block")),
        chosen=request.GET.get("criterion", ""),
    )

    def save(values: dict[str, Any]) -> str:
        evidence.evidence_add_file(
            path=file.path,
            upload=values["file"],
            criteria=form.criteria(),
            title=values["title"],
            note=values["note"],
            actor=request.user,
            now=clock.now(),
        )
        return reverse("certification:evidence", args=[pk])

    return form_page(
        request,
        form,
        template="certification/criteria_form.html",
        title=_("Add a file as evidence"),
        subtitle=str(file.candidate),
        save=save,
        cancel_url=reverse("certification:evidence", args=[pk]),
        submit_label=_("Add"),
    )


@scoped(policies.can_follow)
@once
def evidence_add(request: UserRequest) -> HttpResponse:
    """Use a record as evidence: `?kind=` and `?pk=` name it."""
    path = paths.active_path_of_user(request.user.pk)
    code, pk = request.GET.get("kind", ""), request.GET.get("pk", "")
    row = kinds.fetch(request.user, code, int(pk)) if pk.isdecimal() else None
    kind = kinds.kind(code)
    if path is None or row is None or kind is None:
        raise Http404
    form = CriteriaForm(
        request.POST or None,
        criteria=list(paths.criteria_of(path).select_related("competency__block")),
        evidence_types=kind.evidence,
    )

    def save(values: dict[str, Any]) -> str:
        evidence.evidence_add_record(
            path=path,
            kind=code,
            pk=row.pk,
            criteria=form.criteria(),
            note=values["note"],
            actor=request.user,
            now=clock.now(),
        )
        return reverse("certification:evidence", args=[path.candidate_id])

    return form_page(
        request,
        form,
        template="certification/criteria_form.html",
        title=_("Use as evidence"),
        subtitle=f"{kind.label} · {kinds.title_of(row)}",
        save=save,
        cancel_url=kind.url(row.pk),
        submit_label=_("Use as evidence"),
    )


def _evidence(request: UserRequest, pk: int) -> EvidenceLink:
    """Return a proof that this person may read, or answer that there is none."""
    rows = EvidenceLink.objects.filter(
        path__candidate__in=Candidate.objects.visible_to(request.user)
    )
    rows = rows.select_related("path__candidate", "criterion", "file", "snapshot")
    link: EvidenceLink = get_object_or_404(rows, pk=pk)
    is_file = link.file_id is not None
    if not is_file and not policies.can_read_records(request.user, link.path.candidate):
        raise Http404
    return link


@scoped(policies.can_follow)
def evidence_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a proof: what was frozen, or where the living record is."""
    link = _evidence(request, pk)
    snapshot = getattr(link, "snapshot", None)
    candidate = link.path.candidate
    is_mine = policies.is_candidate(request.user, candidate)
    live = (
        kinds.url_of(link.target_kind, link.target_id)
        if is_mine and link.target_id is not None
        else ""
    )
    context = {
        "evidence": link,
        "candidate": candidate,
        "snapshot": snapshot,
        "lines": frozen.lines(snapshot.content) if snapshot is not None else [],
        "live_url": live,
        "kind": kinds.label_of(link.target_kind) if link.target_kind else _("File"),
        "trail": [
            (_("Candidates"), reverse("certification:candidates")),
            (str(candidate), reverse("certification:evidence", args=[candidate.pk])),
        ],
    }
    return render(request, "certification/evidence_detail.html", context)


@scoped(policies.can_follow)
def evidence_file(request: UserRequest, pk: int) -> HttpResponse:
    """Give the uploaded file, to keep; a browser opens none of it here."""
    link = _evidence(request, pk)
    if link.file is None:
        raise Http404
    try:
        content = read_bytes(link.file)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=link.file.media_type)
    name = content_disposition_header(as_attachment=True, filename=link.file.name)
    response["Content-Disposition"] = name or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@scoped(policies.can_follow)
@require_POST
def evidence_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a proof back from one criterion."""
    link = _evidence(request, pk)
    candidate = link.path.candidate_id
    attempt(
        request,
        lambda: evidence.evidence_remove(
            evidence=link, actor=request.user, now=clock.now()
        ),
    )
    return redirect("certification:evidence", pk=candidate)


@scoped(policies.can_follow)
@once
def submit(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the file in, after a question: every proof is frozen."""
    file = candidate_file(request, pk)
    if not policies.can_submit(request.user, file.path):
        raise Http404
    back = reverse("certification:evidence", args=[pk])

    def save(_values: dict[str, Any]) -> str:
        evidence.path_submit(path=file.path, actor=request.user, now=clock.now())
        return back

    return form_page(
        request,
        Form(request.POST if request.method == "POST" else None),
        template="web/confirm.html",
        title=_("Hand the file in?"),
        text=_(
            "Every proof is frozen as it is now and hashed. What changes in the records"
            " afterwards changes nothing in the file, and nothing can be added."
        ),
        save=save,
        cancel_url=back,
        submit_label=_("Hand in"),
    )
