"""What the price lists and agreements say about items, for one customer on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q

from filon.catalog.models import CustomerCondition, Item, PriceList, PriceRule
from filon.directory.models import Organization
from filon.offers.pricing import (
    Break,
    BreakMode,
    PriceCandidate,
    PriceScope,
    PriceSource,
    UnitDiscount,
)

SOURCES: Final = {
    PriceList.Kind.CUSTOMER: PriceSource.CONTRACT,
    PriceList.Kind.GROUP: PriceSource.BUYING_GROUP,
    PriceList.Kind.CATEGORY: PriceSource.CATEGORY,
    PriceList.Kind.CAMPAIGN: PriceSource.CAMPAIGN,
    PriceList.Kind.PUBLIC: PriceSource.PUBLIC,
}
_RANK = {kind: rank for rank, kind in enumerate(SOURCES)}
_NEGOTIATED = frozenset({PriceSource.CONTRACT, PriceSource.BUYING_GROUP})
ITEM_PRICE: Final = "ITEM"


@dataclass(frozen=True, slots=True)
class Tariffs:
    """The rules and conditions that can touch a set of items, read in two queries."""

    by_item: dict[int, list[PriceRule]]
    by_family: dict[int, list[PriceRule]]
    conditions: Sequence[CustomerCondition]

    @property
    def free_delivery_from(self) -> Decimal | None:
        """The lowest value of goods from which freight is free for this customer."""
        agreed = [c.free_freight_from for c in self.conditions if c.free_freight_from]
        return Decimal(min(agreed)) if agreed else None

    def rules_for(self, item: Item) -> list[PriceRule]:
        """Return the rules of an item and of its family."""
        return [
            *self.by_item.get(item.pk, []),
            *self.by_family.get(item.family_id or 0, []),
        ]


def tariffs(
    *, organization: Organization, items: Collection[Item], on: date
) -> Tariffs:
    """Return what is valid on a day for a customer and these items; two queries.

    Lists for everybody, for the customer's segment and for the customer are read;
    those of other customers and segments are not.
    """
    valid = Q(price_list__valid_from=None) | Q(price_list__valid_from__lte=on)
    valid &= Q(price_list__valid_until=None) | Q(price_list__valid_until__gte=on)
    whose = Q(price_list__organization=None, price_list__segment=None)
    whose |= Q(price_list__organization=organization)
    if organization.segment_id is not None:
        whose |= Q(
            price_list__organization=None, price_list__segment=organization.segment_id
        )
    if organization.parent_id is not None:
        whose |= Q(
            price_list__kind=PriceList.Kind.GROUP,
            price_list__organization=organization.parent_id,
        )
    subject = Q(item__in=[item.pk for item in items])
    subject |= Q(family__in={i.family_id for i in items if i.family_id})
    rules = PriceRule.objects.filter(valid, whose, subject).select_related("price_list")
    by_item: dict[int, list[PriceRule]] = defaultdict(list)
    by_family: dict[int, list[PriceRule]] = defaultdict(list)
    for rule in rules.order_by("price_list_id", "min_quantity", "pk"):
        if rule.item_id is not None:
            by_item[rule.item_id].append(rule)
        elif rule.family_id is not None:
            by_family[rule.family_id].append(rule)
    return Tariffs(by_item, by_family, _conditions(organization, on))


def _conditions(organization: Organization, on: date) -> list[CustomerCondition]:
    valid = Q(valid_from=None) | Q(valid_from__lte=on)
    valid &= Q(valid_until=None) | Q(valid_until__gte=on)
    rows = CustomerCondition.objects.filter(valid, organization=organization)
    return list(rows.order_by("pk"))


def candidates(item: Item, rules: Iterable[PriceRule]) -> tuple[PriceCandidate, ...]:
    """Return the prices that could apply to an item; its own price comes last."""
    tables: dict[tuple[int, bool, str, int], list[PriceRule]] = defaultdict(list)
    for rule in rules:
        if rule.price is not None:
            key = (
                rule.price_list_id,
                rule.item_id is not None,
                rule.break_mode,
                rule.price_base,
            )
            tables[key].append(rule)
    found = [_table(rows) for rows in tables.values()]
    if item.price is not None:
        found.append(
            PriceCandidate(
                source=PriceSource.PUBLIC,
                reference=ITEM_PRICE,
                price=item.price,
                currency=item.currency,
                basis=Decimal(item.price_base),
                scope=PriceScope.ALL,
            )
        )
    return tuple(found)


def _table(rows: Sequence[PriceRule]) -> PriceCandidate:
    first = rows[0]
    listed = first.price_list
    lows: dict[Decimal, Decimal] = {}
    for row in rows:
        if row.price is not None:
            lows[row.min_quantity] = row.price
    is_table = len(lows) > 1 or next(iter(lows)) > 1
    return PriceCandidate(
        source=SOURCES[PriceList.Kind(listed.kind)],
        reference=listed.name,
        price=None if is_table else first.price,
        currency=listed.currency,
        basis=Decimal(first.price_base),
        scope=PriceScope.PRODUCT if first.item_id else PriceScope.FAMILY,
        valid_from=listed.valid_from,
        valid_to=listed.valid_until,
        break_mode=BreakMode(first.break_mode),
        breaks=tuple(Break(low, price) for low, price in sorted(lows.items()))
        if is_table
        else (),
    )


def agreed_discounts(
    item: Item,
    quantity: Decimal,
    known: Tariffs,
    prices: Sequence[PriceCandidate],
) -> tuple[UnitDiscount, ...]:
    """Return the discounts of lists and agreements on an item's public price.

    A price that was negotiated with the customer or their group takes none. Of the
    lists' discounts the one nearest to the customer applies, the item before its
    family, the largest quantity reached; the customer's own agreement follows it,
    unless the list is the customer's already.
    """
    if any(price.source in _NEGOTIATED for price in prices):
        return ()
    found = []
    reached = [
        rule
        for rule in known.rules_for(item)
        if rule.discount_percent is not None and rule.min_quantity <= quantity
    ]
    best = min(reached, key=_discount_rank, default=None)
    if best is not None and best.discount_percent:
        found.append(
            UnitDiscount(percent=best.discount_percent, reason=best.price_list.name)
        )
    if best is None or best.price_list.kind != PriceList.Kind.CUSTOMER:
        found += _agreement(item, known.conditions)
    return tuple(found)


def _discount_rank(rule: PriceRule) -> tuple[int, bool, Decimal, int]:
    return (
        _RANK[PriceList.Kind(rule.price_list.kind)],
        rule.item_id is None,
        -rule.min_quantity,
        rule.pk,
    )


def _agreement(
    item: Item, conditions: Sequence[CustomerCondition]
) -> list[UnitDiscount]:
    own = [c for c in conditions if c.family_id and c.family_id == item.family_id]
    general = [c for c in conditions if c.family_id is None]
    for condition in [*own, *general]:
        if condition.discount_percent:
            return [
                UnitDiscount(
                    percent=condition.discount_percent,
                    reason=condition.note[:100] or "AGREEMENT",
                )
            ]
    return []
