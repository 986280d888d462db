"""What changed between two revisions of an offer."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_see_margin
from filon.offers import policies
from filon.offers.models import OfferRevision
from filon.offers.selectors.difference import compared
from filon.offers.selectors.sheet import revisions_of
from filon.web.access import scoped


@scoped(policies.can_read)
@require_safe
def revision_difference(request: UserRequest, pk: int) -> HttpResponse:
    """Show a revision beside another one of its offer, by default the former one."""
    found = revisions_of(request.user, revision=pk)
    after = next((row for row in found if row.pk == pk), None)
    if after is None:
        raise Http404
    others = sorted((row for row in found if row.pk != pk), key=lambda row: row.pk)
    before = _chosen(request, others) or _former(after, others)
    context = {
        "revision": after,
        "offer": after.offer,
        "others": others,
        "before": before,
        "comparison": compared(
            before,
            after,
            for_customer=False,
            sees_margin=can_see_margin(request.user),
        )
        if before is not None
        else None,
        "trail": [
            (_("Offers"), reverse("offers:list")),
            (after.offer.title, reverse("offers:revision", args=[pk])),
        ],
    }
    return render(request, "offers/difference.html", context)


def _chosen(request: UserRequest, others: list[OfferRevision]) -> OfferRevision | None:
    wanted = request.GET.get("from", "")
    return next((row for row in others if str(row.pk) == wanted), None)


def _former(after: OfferRevision, others: list[OfferRevision]) -> OfferRevision | None:
    named = next((row for row in others if row.pk == after.previous_id), None)
    return named or (others[0] if others else None)
