"""The page of an order, and the steps of its life."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.accounts.policies import (
    can_read_sales,
    can_see_cost,
    can_see_margin,
    can_write_sales,
)
from filon.contracts import policies
from filon.contracts.forms import DeliveryDateForm, PostponeForm
from filon.contracts.models import Order
from filon.contracts.selectors import orders as selectors
from filon.contracts.selectors import purchase_orders
from filon.contracts.selectors.acknowledgement import (
    acknowledgement,
    language_of,
    order_proforma,
)
from filon.contracts.selectors.responses import response_attachments
from filon.contracts.services import order_cancel, order_confirm, order_postpone
from filon.contracts.views.parts import ORDER_TONES, company_url
from filon.coordination.selectors import gestures_of
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.journal.http import once
from filon.kernel import clock
from filon.offers.models import Acceptance
from filon.web.access import scoped
from filon.web.form_pages import form_page
from filon.web.forms import ConfirmForm
from filon.web.templatetags.filon import day, moment, money

S = Order.Status


@scoped(can_read_sales)
@require_safe
def order_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show an order: what was accepted, where it comes from, what follows."""
    try:
        sheet = selectors.order_sheet(user=request.user, pk=pk)
    except Order.DoesNotExist:
        raise Http404 from None
    order, user = sheet.order, request.user
    is_late = selectors.is_late(order, on=clock.today())
    waiting = sheet.compared is not None and sheet.compared.waiting
    context = {
        "sheet": sheet,
        "order": order,
        "tone": ORDER_TONES[order.status],
        "is_late": is_late,
        "steps": _steps(order, is_late=is_late),
        "facts": _facts(order),
        "totals": _totals(order, user),
        "cost_currency": selectors.cost_currency(order),
        "may_see_cost": can_see_cost(user),
        "may_confirm": policies.can_confirm(user, order) and not waiting,
        "may_compare": policies.can_compare(user, order),
        "purchase_order": sheet.compared,
        "may_deliver": policies.can_deliver(user, order),
        "others": _others(order, user),
        "may_contract": policies.can_write(user) and order.status != S.CANCELLED,
        "panel": gestures_of(user, order, title=order.number),
        "trail": [(_("Orders and contracts"), reverse("contracts:list"))],
    }
    return render(request, "contracts/order_detail.html", context)


def _steps(order: Order, *, is_late: bool) -> list[dict[str, Any]]:
    """Return the three steps of an order; a cancelled one goes no further."""
    days = (order.ordered_on, None, order.delivered_on or order.delivery_on)
    labels = (S.RECEIVED, S.CONFIRMED, S.DELIVERED)
    reached = {S.RECEIVED: 1, S.CONFIRMED: 2, S.DELIVERED: 3}.get(S(order.status), 1)
    steps = []
    for index, (label, on) in enumerate(zip(labels, days, strict=True)):
        state = "done" if index < reached else "todo"
        if index == reached and order.status != S.CANCELLED:
            state = "late" if index == 2 and is_late else "current"
        steps.append({"label": label.label, "state": state, "on": on})
    return steps


def _others(order: Order, user: User) -> list[tuple[str, str, str]]:
    """Return the steps that come less often, for the menu."""
    steps = (
        (policies.can_postpone, _("Move the date"), "order-postpone", "calendar"),
        (policies.can_cancel, _("Cancel the order"), "order-cancel", "x"),
    )
    return [
        (label, reverse(f"contracts:{route}", args=[order.pk]), icon)
        for may, label, route, icon in steps
        if may(user, order)
    ]


def _facts(order: Order) -> list[tuple[str, Any]]:
    company = format_html(
        '<a class="link" href="{}">{}</a>',
        company_url(order.organization),
        order.organization,
    )
    facts: list[tuple[str, Any]] = [
        (_("Company"), company),
        (_("Customer's reference"), order.customer_reference),
        (_("Ordered on"), day(order.ordered_on)),
        (_("Delivery promised for"), day(order.delivery_on)),
        (_("Delivered on"), day(order.delivered_on)),
        (_("Owner"), str(order.owner or "")),
    ]
    revision = order.revision
    acceptance = getattr(revision, "acceptance", None)
    if acceptance is not None:
        facts.append((_("Accepted by"), _signatory(acceptance)))
        facts.append((_("Accepted at"), moment(acceptance.accepted_at)))
    return facts


def _signatory(acceptance: Acceptance) -> str:
    """Return who accepted: name, function and e-mail as they gave them."""
    who = acceptance.signatory_name
    if acceptance.signatory_function:
        who = f"{who}, {acceptance.signatory_function}"
    if not acceptance.signatory_email:
        return who
    return format_html(
        '{}<br><a class="link" href="mailto:{}">{}</a>',
        who,
        acceptance.signatory_email,
        acceptance.signatory_email,
    )


def _totals(order: Order, user: User) -> list[tuple[str, str]]:
    """Return what was accepted; cost and margin for those who may know them."""
    rows = [
        (_("Total without VAT"), money(order.total_net, order.currency)),
        (_("VAT"), money(order.total_tax, order.currency)),
        (_("Total with VAT"), money(order.total_gross, order.currency)),
    ]
    currency = selectors.cost_currency(order)
    if order.currency != currency:
        rows.append(
            (
                _("In %(currency)s") % {"currency": currency},
                money(order.total_net_company, currency),
            )
        )
    if can_see_cost(user):
        rows.append((_("Cost"), _known(order.total_cost, currency)))
    if can_see_margin(user):
        rows.append((_("Margin"), _known(order.margin, currency)))
    return rows


def _known(amount: Decimal | None, currency: str) -> str:
    return _("Unknown") if amount is None else money(amount, currency)


@scoped(can_write_sales)
@once
def order_confirm_page(request: UserRequest, pk: int) -> HttpResponse:
    """Promise a delivery date."""
    order = _order(request, pk)
    form = DeliveryDateForm(
        request.POST or None, initial={"delivery_on": order.requested_delivery_on}
    )

    def save(said: dict[str, Any]) -> str:
        order_confirm(order=order, actor=request.user, now=clock.now(), **said)
        messages.success(
            request, _("The order is confirmed. Send its acknowledgement.")
        )
        return _url(order)

    return form_page(
        request,
        form,
        title=_("Confirm the order"),
        subtitle=f"{order.number} · {order.organization}",
        save=save,
        cancel_url=_url(order),
        submit_label=_("Confirm"),
    )


@scoped(can_write_sales)
@once
def order_postpone_page(request: UserRequest, pk: int) -> HttpResponse:
    """Move the promised date."""
    order = _order(request, pk)
    form = PostponeForm(
        request.POST or None, initial={"delivery_on": order.delivery_on}
    )

    def save(said: dict[str, Any]) -> str:
        order_postpone(order=order, actor=request.user, now=clock.now(), **said)
        messages.success(request, _("The date has moved. Tell the customer."))
        return _url(order)

    return form_page(
        request,
        form,
        title=_("Move the delivery date"),
        subtitle=f"{order.number} · {order.organization}",
        save=save,
        cancel_url=_url(order),
    )


@scoped(can_write_sales)
@once
def order_cancel_page(request: UserRequest, pk: int) -> HttpResponse:
    """Cancel an order, with its reason."""
    order = _order(request, pk)

    def save(said: dict[str, Any]) -> str:
        order_cancel(order=order, actor=request.user, now=clock.now(), **said)
        messages.success(request, _("The order is cancelled; its deal is open again."))
        return _url(order)

    return form_page(
        request,
        ConfirmForm(request.POST or None),
        title=_("Cancel the order"),
        subtitle=f"{order.number} · {order.organization}",
        save=save,
        cancel_url=_url(order),
        submit_label=_("Cancel the order"),
        danger=True,
    )


@scoped(can_read_sales)
@require_safe
def order_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """Give the acknowledgement of an order, in the customer's language."""
    order = _order(request, pk)
    language = language_of(order)
    compared = purchase_orders.current_of(order)
    decided = purchase_orders.decided_of(compared) if compared else []
    with translation.override(language):
        document = acknowledgement(order, decided)
        attachments = response_attachments(order, compared, decided)
    content = render_document(
        document,
        language=language,
        company=company_header(),
        attachments=attachments,
        created_at=clock.now(),
    )
    return pdf_response(content, f"{order.number}.pdf")


@scoped(can_read_sales)
@require_safe
def order_proforma_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """Give the proforma of an order, in the customer's language."""
    order = _order(request, pk)
    language = language_of(order)
    with translation.override(language):
        document = order_proforma(order)
    content = render_document(document, language=language, company=company_header())
    return pdf_response(content, f"{order.number}-proforma.pdf")


def _order(request: UserRequest, pk: int) -> Order:
    rows = selectors.orders(request.user).select_related(
        "revision__offer__contact", "deal", "frame"
    )
    return get_object_or_404(rows, pk=pk)


def _url(order: Order) -> str:
    return reverse("contracts:order-detail", args=[order.pk])
