"""Checking that orders carry the figures that were accepted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.contracts.models import Order
from filon.kernel.integrity import Check, Fault
from filon.kernel.money import round_amount
from filon.offers.models import Acceptance
from filon.offers.selectors.snapshot import company_currency

COPIED = ("total_net", "total_tax", "total_gross")
_CHUNK = 500


def wrong_totals() -> Iterator[Fault]:
    """Report orders whose figures contradict each other or what was accepted.

    The customer may have accepted options: the acceptance counts, not the offer.
    """
    orders = Order.objects.order_by("pk")
    for order in orders.exclude(total_gross=F("total_net") + F("total_tax")):
        yield Fault(
            record=order.number, sentence=_("its total is not its net plus its VAT")
        )
    accepted = orders.filter(revision__acceptance__isnull=False)
    rows = accepted.select_related("revision__acceptance").prefetch_related("lines")
    currency = company_currency()
    for order in rows.iterator(chunk_size=_CHUNK):
        for sentence in _contradictions(order, currency):
            yield Fault(record=order.number, sentence=sentence)


def _contradictions(order: Order, currency: str) -> Iterator[str]:
    acceptance: Acceptance = order.revision.acceptance  # type: ignore[union-attr]
    if any(getattr(order, name) != getattr(acceptance, name) for name in COPIED):
        yield _("its totals are not those accepted")
    lines = list(order.lines.all())
    accepted = acceptance.evidence.get("totals", {}).get("lines_total", "0")
    if sum((line.net_amount for line in lines), Decimal(0)) != Decimal(accepted):
        yield _("the amounts of its lines are not those accepted")
    converted = round_amount(order.total_net / order.exchange_rate, currency)
    if order.total_net_company != converted:
        yield _("its total in the company's currency is not its total at its rate")
    costs = [line.cost_amount for line in lines if line.cost_amount is not None]
    if order.total_cost is not None and sum(costs, Decimal(0)) != order.total_cost:
        yield _("its cost is not that of its lines")


CHECKS = (Check(gettext_noop("totals of orders"), wrong_totals),)
