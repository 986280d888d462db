"""The sealed proof of an acceptance, and whether its seal holds."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from filon.accounts.http import UserRequest
from filon.documents.http import pdf_response
from filon.files.services import read_bytes
from filon.offers import policies
from filon.offers.models import SealedProof
from filon.offers.views.page import revision_or_404
from filon.web.access import scoped


@scoped(policies.can_read)
@require_safe
def proof_pdf(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the sealed proof."""
    file = _proof(request, pk).file
    return pdf_response(read_bytes(file), file.name, inline=False)


@scoped(policies.can_read)
@require_safe
def proof_check(request: UserRequest, pk: int) -> HttpResponse:
    """Check the seal of the proof, byte for byte, and say what was found."""
    # pyHanko takes most of a second to load; only this page needs it here.
    from filon.documents.sealing import signatures_of

    proof = _proof(request, pk)
    found = signatures_of(read_bytes(proof.file))
    context = {
        "proof": proof,
        "revision": proof.acceptance.revision,
        "signatures": found,
        "is_good": bool(found) and all(one.is_good and one.is_ours for one in found),
        "back_url": f"{reverse('offers:revision', args=[pk])}?tab=history",
    }
    return render(request, "offers/proof_check.html", context)


def _proof(request: UserRequest, pk: int) -> SealedProof:
    revision = revision_or_404(request, pk)
    rows = SealedProof.objects.filter(acceptance__revision=revision)
    found = rows.select_related(
        "file", "seal", "acceptance__revision__offer__organization"
    ).first()
    if found is None:
        raise Http404
    return found
