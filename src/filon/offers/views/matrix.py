"""The compliance matrix: answers, their proof, the buyer's words, the table."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.coordination.selectors.people import colleagues
from filon.deals.views.pages import form_page, stored_file
from filon.files.http import table_response
from filon.files.services import keep_upload
from filon.files.uploads import check_upload
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import (
    AdequacyForm,
    MatrixRowForm,
    VocabularyChoiceForm,
    VocabularyForm,
)
from filon.offers.models import AdequacyCheck
from filon.offers.selectors.matrix import matrix_table
from filon.offers.selectors.vocabularies import verdict_words, vocabularies
from filon.offers.services.matrix import DETAILS
from filon.offers.views.page import back_to, render_page, revision_or_404
from filon.web.access import scoped

WORDS = tuple(VocabularyForm.base_fields)


@scoped(policies.can_create)
@require_POST
def adequacy_set(request: UserRequest, pk: int) -> HttpResponse:
    """Answer one requirement from its row."""
    row = _row(request, pk)
    form = AdequacyForm(request.POST, prefix=f"r{pk}")
    if form.is_valid():
        try:
            services.adequacy_set(
                row=row, actor=request.user, now=clock.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            return render_page(
                request, row.revision, tab="adequacy", error=str(refusal)
            )
    return back_to(row.revision, "adequacy", f"#requirement-{row.requirement_id}")


@scoped(policies.can_create)
@once
def adequacy_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Say everything about one row: answer, proof, who answers, by when."""
    row = _row(request, pk)
    back = _matrix_url(row)
    form = MatrixRowForm(
        request.POST or None,
        request.FILES or None,
        initial=_initial(row),
        words=verdict_words(row.revision),
        people=colleagues(request.user),
    )

    def act() -> HttpResponse:
        given = form.cleaned_data
        details = {name: given[name] for name in DETAILS if name in given}
        now = clock.now()
        if sent := given["file"]:
            details["proof_file"] = keep_upload(
                upload=check_upload(sent.name, sent.file), actor=request.user, now=now
            )
            details["proof"] = details["proof"] or details["proof_file"].name
        services.adequacy_set(
            row=row,
            verdict=given["verdict"],
            offered=given["offered"],
            comment=given["comment"],
            details=details,
            actor=request.user,
            now=now,
        )
        return back_to(row.revision, "adequacy", f"#requirement-{row.requirement_id}")

    return form_page(
        request,
        form,
        act,
        title=f"{row.requirement.ref} {row.requirement.text}",
        subtitle=row.revision.offer.title,
        cancel_url=back,
        trail=[(row.revision.offer.title, back)],
    )


def _initial(row: AdequacyCheck) -> dict[str, Any]:
    names = ("verdict", "offered", "comment", *DETAILS)
    return {name: getattr(row, name) for name in names}


@scoped(policies.can_read)
@require_safe
def proof_file(request: UserRequest, pk: int) -> HttpResponse:
    """Give the file of a proof."""
    row = _row(request, pk)
    if row.proof_file is None:
        raise Http404
    return stored_file(row.proof_file, inline=True)


@scoped(policies.can_read)
@require_safe
def matrix_export(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the matrix as a table, CSV or XLSX."""
    wanted = request.GET.get("format", "xlsx")
    if wanted not in {"csv", "xlsx"}:
        raise Http404
    revision = revision_or_404(request, pk)
    header, rows = matrix_table(revision)
    name = f"{revision.offer.number or revision.offer_id}-{revision.letter}-matrix"
    return table_response(wanted, name, header, rows)


@scoped(policies.can_create)
@require_POST
def vocabulary_set(request: UserRequest, pk: int) -> HttpResponse:
    """Choose the words of the matrix."""
    revision = revision_or_404(request, pk)
    form = VocabularyChoiceForm(request.POST, vocabularies=vocabularies(request.user))
    if form.is_valid():
        try:
            services.vocabulary_choose(
                revision=revision,
                vocabulary=form.cleaned_data["vocabulary"],
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            return render_page(request, revision, tab="adequacy", error=str(refusal))
    return back_to(revision, "adequacy")


@scoped(policies.can_create)
@once
def vocabulary_add(request: UserRequest, pk: int) -> HttpResponse:
    """Note how the buyer of an offer calls the answers."""
    revision = revision_or_404(request, pk)
    form = VocabularyForm(
        request.POST or None, initial={"name": revision.offer.organization.name}
    )

    def act() -> HttpResponse:
        services.vocabulary_add(
            revision=revision,
            values=form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        return back_to(revision, "adequacy")

    return form_page(
        request,
        form,
        act,
        title=_("Words of the buyer"),
        subtitle=revision.offer.organization.name,
        intro=_("As in the buyer’s matrix; what stays empty keeps our own letter."),
        cancel_url=f"{reverse('offers:revision', args=[pk])}?tab=adequacy",
    )


@scoped(policies.can_create)
def vocabulary_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the words that an offer uses; what was sent keeps those it had."""
    revision = revision_or_404(request, pk)
    vocabulary = revision.offer.vocabulary
    if vocabulary is None:
        raise Http404
    initial = {name: getattr(vocabulary, name) for name in WORDS}
    form = VocabularyForm(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        services.vocabulary_update(
            vocabulary=vocabulary,
            values=form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        return back_to(revision, "adequacy")

    return form_page(
        request,
        form,
        act,
        title=vocabulary.name,
        subtitle=_("Every offer that uses these words changes with them."),
        cancel_url=f"{reverse('offers:revision', args=[pk])}?tab=adequacy",
    )


def _matrix_url(row: AdequacyCheck) -> str:
    url = reverse("offers:revision", args=[row.revision_id])
    return f"{url}?tab=adequacy#requirement-{row.requirement_id}"


def _row(request: UserRequest, pk: int) -> AdequacyCheck:
    rows = AdequacyCheck.objects.select_related("requirement", "line", "proof_file")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    row.revision = revision_or_404(request, row.revision_id)
    return row
