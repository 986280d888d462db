"""Losing a deal, and taking it up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.deals import services
from filon.deals.forms import LossForm
from filon.deals.models import Deal
from filon.deals.views.pages import form_page
from filon.directory.models import Organization
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped


@scoped(can_write_sales)
def deal_lose(request: UserRequest, pk: int) -> HttpResponse:
    """Close a deal as lost, with its reason."""
    deal = _deal(request, pk)
    competitors = Organization.objects.visible_to(request.user).filter(
        is_competitor=True
    )
    form = LossForm(request.POST or None, competitors=competitors.order_by("name_key"))

    def act() -> HttpResponse:
        loss = services.Loss(**form.cleaned_data)
        services.deal_lose(deal=deal, loss=loss, actor=request.user, now=clock.now())
        messages.success(request, _("The deal is closed. What was learnt is kept."))
        return redirect("desk:deal", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Lost: %(deal)s") % {"deal": deal.title},
        subtitle=deal.organization.name,
        submit_label=_("Close as lost"),
        danger=True,
        cancel_url=reverse("desk:deal", args=[pk]),
    )


@scoped(can_write_sales)
@require_POST
def deal_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Take a lost deal up again."""
    deal = _deal(request, pk)
    try:
        services.deal_reopen(deal=deal, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:deal", pk=pk)


def _deal(request: UserRequest, pk: int) -> Deal:
    rows = Deal.objects.visible_to(request.user).select_related("organization")
    deal: Deal = get_object_or_404(rows, pk=pk)
    return deal
