"""The page of one offer and of one revision, their forms and their documents."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.files.services import read_bytes
from filon.journal.http import once
from filon.kernel import clock
from filon.offers import policies, services
from filon.offers.selectors.sheet import revisions_of
from filon.offers.views.outline import document_of
from filon.offers.views.page import back_to, revision_or_404, show
from filon.web.access import scoped


@scoped(policies.can_read)
@require_safe
def offer_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the current revision of an offer."""
    found = revisions_of(request.user, offer=pk)
    return show(request, found, tab=request.GET.get("tab", "lines"))


@scoped(policies.can_read)
@require_safe
def revision_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one revision."""
    found = revisions_of(request.user, revision=pk)
    return show(request, found, pk=pk, tab=request.GET.get("tab", "lines"))


@scoped(policies.can_read)
@require_safe
def revision_pdf(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the document: as it was sent, or a draft of it with its watermark."""
    revision = revision_or_404(request, pk)
    offer = revision.offer
    if revision.document is not None:
        return pdf_response(read_bytes(revision.document), revision.document.name)
    content = render_document(
        document_of(revision), language=revision.language, company=company_header()
    )
    return pdf_response(content, f"{offer.number or offer.pk}-{revision.letter}.pdf")


@scoped(policies.can_create)
@require_POST
@once
def offer_copy(request: UserRequest, pk: int) -> HttpResponse:
    """Start a new offer from a revision, for the same customer."""
    copy = services.offer_duplicate(
        revision=revision_or_404(request, pk), actor=request.user, now=clock.now()
    )
    return back_to(copy)
