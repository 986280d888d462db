"""The page of one offer."""

from __future__ import annotations

from django.http import HttpResponse

from filon.accounts.http import UserRequest
from filon.offers import policies
from filon.web.access import scoped


@scoped(policies.can_read)
def offer_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one offer."""
    return HttpResponse(str(pk))
