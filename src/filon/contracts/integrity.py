"""Checking that orders carry the figures that were accepted."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.contracts.models import Order
from filon.kernel.integrity import Check, Fault

COPIED = ("total_net", "total_tax", "total_gross")


def wrong_totals() -> Iterator[Fault]:
    """Report orders whose gross differs from net and VAT, or from what was accepted.

    The customer may have accepted options: the acceptance counts, not the offer.
    """
    orders = Order.objects.order_by("pk")
    for order in orders.exclude(total_gross=F("total_net") + F("total_tax")):
        yield Fault(
            record=order.number, sentence=_("its total is not its net plus its VAT")
        )
    accepted = orders.filter(revision__acceptance__isnull=False)
    for order in accepted.select_related("revision__acceptance"):
        acceptance = getattr(order.revision, "acceptance", None)
        if any(getattr(order, name) != getattr(acceptance, name) for name in COPIED):
            yield Fault(
                record=order.number, sentence=_("its totals are not those accepted")
            )


CHECKS = (Check(gettext_noop("totals of orders"), wrong_totals),)
