"""Checking that orders carry the figures that were accepted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.contracts.selectors.agreed import IN_FIGURES, agreed_input
from filon.kernel.integrity import Check, Fault
from filon.kernel.money import round_amount
from filon.offers.models import Acceptance
from filon.offers.pricing import price_document
from filon.offers.selectors.snapshot import company_currency

COPIED = ("total_net", "total_tax", "total_gross")
_CHUNK = 500


def wrong_totals() -> Iterator[Fault]:
    """Report orders whose figures contradict each other or what was accepted.

    The customer may have accepted options: the acceptance counts, not the offer. Where
    deviations of a purchase order were accepted, what both sides agree on counts.
    """
    orders = Order.objects.order_by("pk")
    for order in orders.exclude(total_gross=F("total_net") + F("total_tax")):
        yield Fault(
            record=order.number, sentence=_("its total is not its net plus its VAT")
        )
    accepted = orders.filter(revision__acceptance__isnull=False)
    rows = accepted.select_related("revision__acceptance").prefetch_related(
        "lines", _current_purchase_orders()
    )
    currency = company_currency()
    for order in rows.iterator(chunk_size=_CHUNK):
        for sentence in _contradictions(order, currency):
            yield Fault(record=order.number, sentence=sentence)


def _current_purchase_orders() -> Prefetch[str]:
    """Return the current purchase orders with the deviations that were accepted."""
    accepted = OrderDeviation.objects.filter(decision=OrderDeviation.Decision.ACCEPTED)
    return Prefetch(
        "purchase_orders",
        IncomingOrder.objects.filter(is_current=True).prefetch_related(
            Prefetch("deviations", accepted.order_by("position", "pk"))
        ),
    )


def _contradictions(order: Order, currency: str) -> Iterator[str]:
    totals = _agreed_totals(order)
    if any(getattr(order, name) != totals[name] for name in COPIED):
        yield _("its totals are not those accepted")
    lines = list(order.lines.all())
    if sum((line.net_amount for line in lines), Decimal(0)) != totals["lines_total"]:
        yield _("the amounts of its lines are not those accepted")
    converted = round_amount(order.total_net / order.exchange_rate, currency)
    if order.total_net_company != converted:
        yield _("its total in the company's currency is not its total at its rate")
    costs = [line.cost_amount for line in lines if line.cost_amount is not None]
    if order.total_cost is not None and sum(costs, Decimal(0)) != order.total_cost:
        yield _("its cost is not that of its lines")


def _agreed_totals(order: Order) -> dict[str, Decimal]:
    """Return what was accepted, or what accepted deviations made of it."""
    for incoming in order.purchase_orders.all():
        accepted = [row for row in incoming.deviations.all() if row.kind in IN_FIGURES]
        if accepted:
            totals = price_document(agreed_input(order, incoming, accepted)).totals
            return {
                "total_net": totals.tax_exclusive,
                "total_tax": totals.tax_total,
                "total_gross": totals.tax_inclusive,
                "lines_total": totals.lines_total,
            }
    acceptance: Acceptance = order.revision.acceptance  # type: ignore[union-attr]
    accepted_lines = acceptance.evidence.get("totals", {}).get("lines_total", "0")
    copied = {name: getattr(acceptance, name) for name in COPIED}
    return {**copied, "lines_total": Decimal(accepted_lines)}


CHECKS = (Check(gettext_noop("totals of orders"), wrong_totals),)
