"""Pairs that may be the same, for people to judge."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from filon.accounts.http import UserRequest
from filon.intake import policies, services
from filon.intake.forms import PairFilter
from filon.intake.models import DuplicatePair
from filon.intake.selectors.pairs import pairs, reason_text, sides_of
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped

PAGE = 30


@scoped(policies.can_list)
@require_GET
def pair_list(request: UserRequest) -> HttpResponse:
    """Show the likeliest pairs first, with the reasons."""
    filters = PairFilter(request.GET or {"status": DuplicatePair.Status.PROPOSED})
    rows = pairs(request.user)
    if status := filters.value("status"):
        rows = rows.filter(status=status)
    page = Paginator(rows.order_by("-score", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    listed = list(page.object_list)
    sides = sides_of(listed)
    context = {
        "pairs": [
            {
                "pair": pair,
                "left": sides.get((pair.kind, pair.left_id)),
                "right": sides.get((pair.kind, pair.right_id)),
                "reasons": [reason_text(code) for code in pair.reasons],
            }
            for pair in listed
        ],
        "page": page,
        "filters": filters,
        "may_settle": policies.can_settle_duplicates(request.user),
        "trail": [(_("Imports"), reverse("intake:list"))],
    }
    return render(request, "intake/duplicates.html", context)


@scoped(policies.can_settle_duplicates)
@require_POST
@once
def pair_distinct(request: UserRequest, pk: int) -> HttpResponse:
    """Record that two records are not the same, or propose them again."""
    pair = get_object_or_404(pairs(request.user), pk=pk)
    is_reopened = pair.status == DuplicatePair.Status.DISTINCT
    judge = services.pair_reopen if is_reopened else services.pair_set_distinct
    try:
        judge(pair=pair, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:duplicates")
