"""The list of orders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.accounts.policies import can_read_sales, can_see_cost, can_see_margin
from filon.contracts.forms import OrderFilter
from filon.contracts.models import Order
from filon.contracts.selectors import orders as selectors
from filon.contracts.views.parts import ORDER_TONES, tabs
from filon.files.http import list_response
from filon.kernel import clock
from filon.offers.selectors.snapshot import company_currency
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, money


@scoped(can_read_sales)
def order_list(request: UserRequest) -> HttpResponseBase:
    """Show the orders."""
    filters = OrderFilter(request.GET)
    today = clock.today()
    rows = selectors.orders(request.user)
    if status := filters.value("status"):
        wanted = selectors.OPEN if status == "open" else [status]
        rows = rows.filter(status__in=wanted)
    if delivery := filters.value("delivery"):
        rows = rows.filter(selectors.by_delivery(delivery, on=today))
    if since := filters.value("since"):
        rows = rows.filter(ordered_on__gte=since)
    if until := filters.value("until"):
        rows = rows.filter(ordered_on__lte=until)
    spec = ListSpec(
        title=_("Orders and contracts"),
        rows=rows,
        columns=_columns(request.user, today),
        url=lambda order: reverse("contracts:order-detail", args=[order.pk]),
        default_sort="-ordered_on",
        search=selectors.search_orders,
        filters=filters,
        actions=[
            (
                _("Check a document"),
                reverse("contracts:document-verify"),
                "calculator",
                False,
            )
        ],
        empty=(
            _("No order yet"),
            _("An offer that the customer accepts becomes an order by itself."),
            reverse("offers:list"),
            _("See the offers"),
        ),
        file_name="orders",
    )
    context: dict[str, object] = {"tabs": tabs("orders")}
    template = "contracts/list.html"
    return list_response(request, spec, template=template, context=context)


def _columns(user: User, today: date) -> list[Column]:
    return [
        Column(
            _("Order"),
            lambda o: Cell(o.number, sub=o.customer_reference),
            value=lambda o: o.number,
            sort="number",
        ),
        Column(_("Company"), lambda o: str(o.organization)),
        Column(
            _("State"),
            lambda o: Cell(o.get_status_display(), badge=ORDER_TONES[o.status]),
        ),
        Column(
            _("Ordered on"),
            lambda o: day(o.ordered_on),
            value=lambda o: o.ordered_on,
            sort="ordered_on",
        ),
        Column(
            _("Delivery"),
            lambda o: _delivery(o, today),
            value=lambda o: o.delivered_on or o.delivery_on,
        ),
        Column(
            _("Total without VAT"),
            lambda o: money(o.total_net, o.currency),
            value=lambda o: o.total_net,
            align="end",
        ),
        Column(_("Currency"), lambda o: o.currency, on_page=False),
        *_inside(user),
        Column(_("Owner"), lambda o: str(o.owner or "")),
    ]


def _inside(user: User) -> list[Column]:
    """Return the columns of those who may know costs or margins."""
    if not (can_see_cost(user) or can_see_margin(user)):
        return []
    currency = company_currency()

    def shown(read: Callable[[Order], Decimal | None]) -> Callable[[Order], Any]:
        def cell(order: Order) -> str:
            value = read(order)
            return _("Unknown") if value is None else money(value, currency)

        return cell

    return [
        Column(
            _("Cost"),
            shown(lambda o: o.total_cost),
            value=lambda o: o.total_cost,
            align="end",
            visible=can_see_cost(user),
            is_minor=True,
        ),
        Column(
            _("Margin"),
            shown(lambda o: o.margin),
            value=lambda o: o.margin,
            align="end",
            visible=can_see_margin(user),
        ),
    ]


def _delivery(order: Order, today: date) -> Cell:
    if order.delivered_on is not None:
        return Cell(day(order.delivered_on))
    if order.delivery_on is None:
        return Cell("–")
    text = day(order.delivery_on)
    if selectors.is_late(order, on=today):
        return Cell(text, badge="bad", sub=_("Late"))
    return Cell(text)
