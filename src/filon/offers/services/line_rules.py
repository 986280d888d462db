"""What a line may be, and the quantity in which its item is sold."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.utils.translation import gettext as _

from filon.catalog.models import Item
from filon.offers.models import OfferLine
from filon.offers.services.drafts import LineRefused

L = OfferLine


def check_line(
    item: Item | None,
    values: dict[str, Any],
    line: OfferLine | None,
    *,
    kind: str = "",
) -> list[str]:
    """Refuse what cannot be and raise the quantity to what is sold.

    :returns: sentences about what was raised.
    """
    notices = []
    quantity = values.get("quantity")
    if quantity is not None:
        if quantity <= 0:
            raise LineRefused(_("A quantity is above zero."))
        raised = sellable(quantity, item)
        if raised != quantity:
            values["quantity"] = raised
            notices.append(
                _("Quantity raised to %(quantity)s: %(item)s is sold in such lots.")
                % {"quantity": f"{raised.normalize():f}", "item": item}
            )
    _check_price(values, line, has_item=item is not None)
    inclusion = values.get("inclusion", line.inclusion if line else L.Inclusion.FIRM)
    group = values.get("alternative_group", line.alternative_group if line else "")
    if inclusion == L.Inclusion.ALTERNATIVE and not str(group).strip():
        raise LineRefused(_("Give the group in which the customer chooses one line."))
    what = kind or (line.kind if line else L.Kind.ITEM)
    percent = values.get("percent", line.percent if line else None)
    if what == L.Kind.PERCENT and percent is None:
        raise LineRefused(_("Give the percentage of the firm lines."))
    return notices


def _check_price(
    values: dict[str, Any], line: OfferLine | None, *, has_item: bool
) -> None:
    price = values.get("manual_price", line.manual_price if line else None)
    reason = values.get("manual_reason", line.manual_reason if line else "")
    if price is None:
        return
    if price < 0:
        raise LineRefused(_("A price is never below zero."))
    if has_item and not str(reason).strip():
        raise LineRefused(_("Say why this price differs from the list."))


def sellable(quantity: Decimal, item: Item | None) -> Decimal:
    """Return the smallest quantity that is sold and not below the one asked for."""
    if item is None:
        return quantity
    wanted = quantity
    if item.minimum_quantity > 1:
        wanted = max(wanted, item.minimum_quantity)
    if item.order_multiple > 1:
        lots = (wanted / item.order_multiple).to_integral_value(ROUND_CEILING)
        wanted = lots * item.order_multiple
    return wanted
