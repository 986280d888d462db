"""The pages of people without an account: answering, and reading."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from filon.accounts import limits
from filon.coordination import links, services
from filon.coordination.models import (
    Consultation,
    PublicLink,
    TransmissionRecipient,
)
from filon.coordination.selectors.tones import consultation_badge
from filon.coordination.views.consultations import answer_facts, answer_form_of
from filon.coordination.views.downloads import download
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import by_link


@by_link
@require_safe
def entry(request: HttpRequest, token: str) -> HttpResponseBase:
    """Exchange the token of an address for a cookie; nothing else happens."""
    now = clock.now()
    link = links.resolve(token, now=now)
    if link is None:
        is_allowed = limits.link_try_is_allowed(request)
        return links.neutral(request, status=404 if is_allowed else 429)
    response = redirect(links.page_url(link))
    links.give_pass(response, link, now=now)
    return links.discreet(response)


@links.link_page(links.Purpose.CONSULTATION)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def question(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Show a question to the expert without an account, and take the answer."""
    row = get_object_or_404(
        Consultation.objects.alive().select_related("created_by", "supplier"),
        link=link,
    )
    form = answer_form_of(row, request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.consultation_answer(
                consultation=row,
                answer=form.answer(),
                link=link,
                request=request,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect(request.path)
    return _question_page(request, row, form, error)


@links.link_page(links.Purpose.TRANSMISSION)
@require_safe
def copy(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """Show what was transmitted; the page then says by itself that it was opened."""
    recipient = _copy_of(link)
    context = {"recipient": recipient, "transmission": recipient.transmission}
    return render(request, "coordination/public_copy.html", context)


@links.link_page(links.Purpose.TRANSMISSION)
@require_POST
def copy_read(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """Note that the person has opened the page, or confirmed that they read it."""
    services.transmission_read(
        recipient=_copy_of(link),
        is_confirmed="confirmed" in request.POST,
        link=link,
        request=request,
        now=clock.now(),
    )
    if request.headers.get("HX-Request") and "confirmed" not in request.POST:
        return HttpResponse(status=204)
    return redirect("coordination:public-copy", link.reference)


@links.link_page(links.Purpose.TRANSMISSION)
@require_safe
def copy_file(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Give the transmitted document."""
    return download(_copy_of(link).transmission.document)


def _copy_of(link: PublicLink) -> TransmissionRecipient:
    rows = TransmissionRecipient.objects.select_related(
        "transmission__created_by", "transmission__document"
    )
    return get_object_or_404(
        rows, link=link, sent_at__isnull=False, transmission__deleted_at=None
    )


def _question_page(
    request: HttpRequest, row: Consultation, form: object, error: str
) -> HttpResponse:
    if error:
        row.refresh_from_db()
    badge, tone = consultation_badge(row, clock.today())
    context = {
        "consultation": row,
        "is_open": row.status == Consultation.Status.OPEN,
        "badge": badge,
        "tone": tone,
        "form": form,
        "error": error,
        "answer_facts": answer_facts(row),
    }
    is_refused = bool(error) or bool(getattr(form, "errors", None))
    return render(
        request,
        "coordination/public_question.html",
        context,
        status=422 if is_refused else 200,
    )
