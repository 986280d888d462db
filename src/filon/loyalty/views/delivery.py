"""Noting a delivery, from which the question of satisfaction follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.contracts.models import Order
from filon.journal.http import once
from filon.kernel import clock
from filon.loyalty.forms import DeliveredForm
from filon.loyalty.services.delivery import delivery_confirm
from filon.web.access import scoped
from filon.web.form_pages import form_page
from filon.web.templatetags.filon import day


@scoped(can_write_sales)
@once
def order_delivered(request: UserRequest, pk: int) -> HttpResponse:
    """Note that an order was delivered; its survey is planned."""
    rows = Order.objects.visible_to(request.user).select_related(
        "organization", "revision__offer__contact"
    )
    order: Order = get_object_or_404(rows, pk=pk)
    back = reverse("contracts:order-detail", args=[pk])

    def save(said: dict[str, Any]) -> str:
        survey = delivery_confirm(
            order=order, actor=request.user, now=clock.now(), **said
        )
        messages.success(
            request,
            _("Delivered. The satisfaction survey is planned for %(day)s.")
            % {"day": day(survey.due_on)},
        )
        return back

    return form_page(
        request,
        DeliveredForm(request.POST or None, initial={"delivered_on": clock.today()}),
        title=_("Note the delivery"),
        subtitle=f"{order.number} · {order.organization}",
        save=save,
        cancel_url=back,
        submit_label=_("Delivered"),
    )
