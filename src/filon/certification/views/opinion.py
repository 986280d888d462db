"""The company's opinion: asked for, given by link or by the tutor, shown."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.certification import policies
from filon.certification.forms.evaluation import (
    OpinionAskForm,
    OpinionForm,
)
from filon.certification.lifecycle import OPINION_OPEN
from filon.certification.models import Path
from filon.certification.selectors import candidates as reads
from filon.certification.selectors import paths
from filon.certification.services import opinion
from filon.certification.views.pages import candidate_file, page
from filon.coordination.links import link_page
from filon.coordination.models import PublicLink
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped, with_right
from filon.web.errors import status_of
from filon.web.form_pages import form_page

OPINION_TONES = {"FAVOURABLE": "good", "RESERVED": "warn", "UNFAVOURABLE": "bad"}


@scoped(policies.can_follow)
def opinion_tab(request: UserRequest, pk: int) -> HttpResponse:
    """Show the company's opinion, and who was asked."""
    file = candidate_file(request, pk)
    rows = reads.opinion_rows(file.path)
    is_given = any(row.opinion for row in rows)
    is_open = (
        paths.needs_opinion(file.path)
        and file.path.status in OPINION_OPEN
        and not is_given
    )
    return page(
        request,
        file,
        "opinion",
        "certification/opinion.html",
        rows=rows,
        is_given=is_given,
        tones=OPINION_TONES,
        links=opinion.open_links(file.path, now=clock.now()) if is_open else [],
        may_ask=is_open and policies.can_organize(request.user),
        may_give=is_open and file.candidate.tutor_id == request.user.pk,
    )


@with_right(policies.can_organize)
@once
def opinion_ask(request: UserRequest, pk: int) -> HttpResponse:
    """Send the link to the company."""
    file = candidate_file(request, pk)
    back = reverse("certification:opinion", args=[pk])
    candidate = file.candidate
    initial = {
        "name": candidate.tutor_name or str(candidate.tutor or ""),
        "email": candidate.tutor_email
        or (candidate.tutor.email if candidate.tutor else ""),
        "language": "fr",
    }

    def save(values: dict[str, Any]) -> str:
        opinion.opinion_ask(
            path=file.path, actor=request.user, now=clock.now(), **values
        )
        return back

    return form_page(
        request,
        OpinionAskForm(request.POST or None, initial=initial),
        title=_("Ask for the company's opinion"),
        subtitle=str(candidate),
        save=save,
        cancel_url=back,
        submit_label=_("Send the link"),
        submit_icon="send",
    )


@scoped(policies.can_follow)
@once
def opinion_give(request: UserRequest, pk: int) -> HttpResponse:
    """Let the tutor who has an account give the opinion here."""
    file = candidate_file(request, pk)
    if file.candidate.tutor_id != request.user.pk:
        raise Http404
    form = OpinionForm(
        request.POST or None,
        rows=reads.opinion_rows(file.path),
        initial={"signatory_name": str(request.user)},
    )
    back = reverse("certification:opinion", args=[pk])

    def save(_values: dict[str, Any]) -> str:
        opinion.opinion_give(
            path=file.path,
            said=form.said(),
            signatory=_signatory(form),
            actor=request.user,
            now=clock.now(),
        )
        return back

    return form_page(
        request,
        form,
        title=_("Company's opinion on %(candidate)s") % {"candidate": file.candidate},
        save=save,
        cancel_url=back,
        submit_label=_("Sign the opinion"),
    )


@link_page(PublicLink.Purpose.COMPANY_OPINION)
def public_opinion(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """Take the company's opinion from somebody without an account, once."""
    rows = Path.objects.select_related("candidate", "referential")
    path = rows.filter(pk=link.target_id, candidate__deleted_at=None).first()
    if path is None:
        raise Http404
    form = OpinionForm(
        request.POST or None,
        rows=reads.opinion_rows(path),
        initial={"signatory_name": link.recipient_name},
    )
    error, status = "", 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            opinion.opinion_give(
                path=path,
                said=form.said(),
                signatory=_signatory(form),
                link=link,
                request=request,
                now=clock.now(),
            )
            status = 200
        except DomainError as refusal:
            error, status = str(refusal), status_of(refusal)
    is_given = path.opinions.exists()
    context = {"path": path, "form": form, "error": error, "is_given": is_given}
    return render(request, "certification/public_opinion.html", context, status=status)


def _signatory(form: OpinionForm) -> opinion.Signatory:
    data = form.cleaned_data
    return opinion.Signatory(data["signatory_name"], data["signatory_function"])
