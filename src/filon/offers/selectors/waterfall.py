"""From the list to the pocket margin, step by step (offers.md W-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.accounts.models import User
from filon.offers.models import OfferLine, OfferRevision
from filon.offers.selectors.document.figures import default_ids
from filon.offers.selectors.offers import revisions
from filon.offers.selectors.snapshot import PRICED

R = OfferRevision
ZERO = Decimal(0)
SIMILAR = 5
_CENT = Decimal("0.01")
SIMILAR_SINCE = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it adds or takes, and what stands after it; in our currency.

    :ivar amount: None for a level, which is a sum of the steps before it.
    """

    label: str
    amount: Decimal | None
    level: Decimal | None


def waterfall(
    revision: OfferRevision, lines: Sequence[OfferLine], *, sees_cost: bool
) -> list[Step]:
    """Return the steps from catalogue prices to the pocket margin; no query.

    They are those of the last pricing. Counted are the firm lines and the default
    alternatives. Where the catalogue has no price of its own, or another currency, the
    price of the rules stands for it. Empty while the revision has no total.

    :param sees_cost: without it the costs between net and margin are left out.
    """
    margin = {
        name: Decimal(value) if value is not None else None
        for name, value in revision.result.get("margin", {}).items()
        if name != "unknown_costs"
    }
    if not margin:
        return []
    rate = revision.exchange_rate if revision.exchange_source else Decimal(1)
    defaults = default_ids(lines)
    listed = agreed = net = ZERO
    for line in lines:
        is_firm = line.inclusion == OfferLine.Inclusion.FIRM
        if line.net_amount is None or line.kind not in PRICED:
            continue
        if is_firm or line.pk in defaults:
            by_rule = _by_rule(line)
            listed += _by_catalogue(line, by_rule, revision.currency)
            agreed += by_rule
            net += line.net_amount

    def ours(amount: Decimal) -> Decimal:
        return (amount / rate).quantize(_CENT, ROUND_HALF_UP)

    steps = [
        Step(_("Catalogue prices"), None, ours(listed)),
        Step(_("Lists and agreements"), ours(agreed) - ours(listed), None),
        Step(_("Discounts and typed prices"), ours(net) - ours(agreed), None),
        Step(
            _("Discount on the whole offer"), (margin["net"] or ZERO) - ours(net), None
        ),
        Step(_("Net of the lines"), None, margin["net"]),
        Step(_("Carriage and charges billed"), margin["charges"], None),
        Step(_("Cost of the lines"), _minus(margin["cost"]), None),
        Step(_("Real cost of carriage"), _minus(margin["freight_cost"]), None),
        Step(_("Financing of the payment terms"), _minus(margin["financing"]), None),
        Step(_("Commission"), _minus(margin["commission"]), None),
        Step(_("Provision for warranty"), _minus(margin["warranty"]), None),
        Step(_("Provision for risks"), _minus(margin["risk"]), None),
        Step(pgettext("waterfall", "Pocket margin"), None, margin["margin"]),
    ]
    if not sees_cost:
        steps = [*steps[:6], steps[-1]]
    return [step for step in steps if step.amount != 0]


def _by_rule(line: OfferLine) -> Decimal:
    """Return the amount of a line at the price that lists and agreements gave."""
    amount = line.net_amount or ZERO
    if not line.gross_price or not line.net_price:
        return amount
    return amount * line.gross_price / line.net_price


def _by_catalogue(line: OfferLine, by_rule: Decimal, currency: str) -> Decimal:
    item = line.item
    if item is None or not item.price or item.currency != currency:
        return by_rule
    if not line.gross_price:
        return by_rule
    return (
        by_rule * (item.price / item.price_base) / (line.gross_price / line.price_base)
    )


def _minus(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount


def similar_offers(
    user: User, revision: OfferRevision, *, on: date
) -> list[OfferRevision]:
    """Return answered offers of about the same amount, the same customer's first.

    Between half and twice the amount, of the last two years; one query.
    """
    amount = revision.total_net_company
    rows = revisions(user).filter(
        status__in=[R.Status.ACCEPTED, R.Status.REFUSED],
        total_net_company__gte=amount / 2,
        total_net_company__lte=amount * 2,
        sent_at__date__gte=on - SIMILAR_SINCE,
    )
    found = list(rows.exclude(offer=revision.offer_id).order_by("-sent_at", "-pk")[:60])
    customer = revision.offer.organization_id
    found.sort(key=lambda row: row.offer.organization_id != customer)
    return found[:SIMILAR]
