"""The customer's page: read, choose, refuse; accepting lives with the orders."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.limits import client_address
from filon.coordination.links import link_page
from filon.coordination.models import PublicLink
from filon.documents.http import pdf_response
from filon.files.services import read_bytes
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import services
from filon.offers.forms import RefuseForm
from filon.offers.selectors.public import (
    PublicOffer,
    proof_of,
    public_offer,
    public_revision,
)
from filon.web.errors import status_of

OFFER = PublicLink.Purpose.OFFER


@link_page(OFFER)
@require_safe
def offer_page(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Show the offer with the totals of what is ticked; nothing is written."""
    return _page(request, _offer(request, link))


def _offer(request: HttpRequest, link: PublicLink) -> PublicOffer:
    said = request.POST if request.method == "POST" else request.GET
    ticked = said.getlist("options")
    groups = [n for n in said if n.startswith("alternative-")]
    ticked += [str(said[name]) for name in groups]
    found = public_offer(link, now=clock.now(), ticked=frozenset(ticked))
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, offer: PublicOffer, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "page": offer,
        "error": error,
        "refuse_form": RefuseForm(),
        "typed": request.POST,
    }
    return render(request, "offers/public_offer.html", context, status=status)


@link_page(OFFER)
@require_POST
def offer_read(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """Note that the page was opened and shown."""
    services.offer_read(
        link=link,
        now=clock.now(),
        address=client_address(request),
        user_agent=request.headers.get("User-Agent", ""),
    )
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect("offers:public-offer", link.reference)


@link_page(OFFER)
@require_POST
def offer_code(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """Send a one-time code, and show the page again with what was typed and ticked."""
    revision = public_revision(link)
    if revision is None:
        raise Http404
    try:
        services.check_recipient(revision, link)
        services.check_validity(revision, clock.now())
        services.code_send(
            revision=revision,
            link=link,
            now=clock.now(),
            address=client_address(request),
            user_agent=request.headers.get("User-Agent", ""),
        )
    except DomainError as refusal:
        offer = _offer(request, link)
        return _page(request, offer, str(refusal), status_of(refusal))
    return _page(request, _offer(request, link))


@link_page(OFFER)
@require_POST
@once
def offer_refuse(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """Take the refusal with its reason."""
    revision = public_revision(link)
    if revision is None:
        raise Http404
    form = RefuseForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        services.revision_refuse(
            revision=revision,
            reason=reason,
            link=link,
            now=clock.now(),
            address=client_address(request),
            user_agent=request.headers.get("User-Agent", ""),
        )
    except DomainError as refusal:
        offer = _offer(request, link)
        return _page(request, offer, str(refusal), status_of(refusal))
    return redirect("offers:public-offer", link.reference)


@link_page(OFFER)
@require_safe
def offer_pdf(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Give the document as it was sent."""
    revision = public_revision(link)
    if revision is None or revision.document is None:
        raise Http404
    return pdf_response(read_bytes(revision.document), revision.document.name)


@link_page(OFFER)
@require_safe
def offer_proof(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Give the sealed proof of the acceptance to whoever may answer the offer."""
    revision = public_revision(link)
    proof = proof_of(revision, link) if revision is not None else None
    if proof is None:
        raise Http404
    return pdf_response(read_bytes(proof.file), proof.file.name, inline=False)
