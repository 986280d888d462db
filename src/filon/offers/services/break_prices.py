"""Pricing the quantities that are printed beside a line."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from filon.kernel.money import round_half_up
from filon.offers.models import OfferRevision, PriceBreak
from filon.offers.pricing import DocumentInput, LineResult, quantity_table


def breaks_reprice(revision: OfferRevision, document: DocumentInput) -> None:
    """Price the printed quantities again; one that has no price is taken out."""
    rows = PriceBreak.objects.filter(line__revision=revision).order_by("quantity")
    by_line: dict[int, list[PriceBreak]] = defaultdict(list)
    for row in rows:
        by_line[row.line_id].append(row)
    changed, unpriced = [], []
    for line_id, breaks in by_line.items():
        wanted = tuple(row.quantity for row in breaks)
        found = quantity_table(document, str(line_id), wanted)
        for row, priced in zip(breaks, found, strict=True):
            if not isinstance(priced, LineResult):
                unpriced.append(row.pk)
            elif row.net_price != _one_unit(priced):
                row.net_price = _one_unit(priced)
                changed.append(row)
    if changed:
        PriceBreak.objects.bulk_update(changed, ["net_price"])
    if unpriced:
        PriceBreak.objects.filter(pk__in=unpriced).delete()


def _one_unit(priced: LineResult) -> Decimal:
    """Return the price of one unit; a price for many keeps six decimals."""
    return round_half_up(priced.net_price / priced.basis, 6)
