"""The electronic quotation of a sent offer."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from filon.accounts.http import UserRequest
from filon.accounts.services import company
from filon.offers import policies
from filon.offers.selectors.quotation import quotation_of
from filon.offers.views.page import revision_or_404
from filon.web.access import scoped


@scoped(policies.can_read)
@require_safe
def revision_quotation(request: UserRequest, pk: int) -> HttpResponse:
    """Give the UBL Quotation of a sent revision, as its PDF carries it."""
    revision = revision_or_404(request, pk)
    if "input" not in revision.frozen:
        raise Http404
    with translation.override(revision.language):
        content = quotation_of(revision, company())
    response = HttpResponse(content, content_type="application/xml")
    name = f"{revision.offer.number}-{revision.letter}-quotation.xml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
