"""Reading the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from filon.accounts.models import User
from filon.catalog.models import (
    InstalledAsset,
    Item,
    ItemCharacteristic,
    PriceRule,
    Term,
)
from filon.directory.models import Organization
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.kernel.text import words


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """All that the page of an item shows, read in five queries."""

    item: Item
    characteristics: Sequence[ItemCharacteristic]
    rules: Sequence[PriceRule]
    assets: Sequence[InstalledAsset]
    history: Sequence[Entry]


def items(user: User) -> QuerySet[Item]:
    """Return the items that a person may read, with their family."""
    return Item.objects.visible_to(user).select_related("family")


def item_sheet(*, user: User, pk: int) -> ItemSheet:
    """Return one item with what is known of it.

    :raises Item.DoesNotExist: if it is absent or not visible to `user`.
    """
    item = items(user).get(pk=pk)
    rules = (
        PriceRule.objects.filter(Q(item=item) | Q(family_id=item.family_id or 0))
        .select_related("price_list")
        .order_by("price_list__kind", "price_list_id", "min_quantity", "pk")
    )
    assets = (
        InstalledAsset.objects.filter(item=item)
        .filter(organization__in=Organization.objects.visible_to(user))
        .select_related("organization")
        .order_by("organization__name", "pk")
    )
    return ItemSheet(
        item=item,
        characteristics=list(item.characteristics.order_by("position", "pk")),
        rules=list(rules[:100]),
        assets=list(assets[:50]),
        history=timeline(item, limit=20),
    )


def search_items(text: str) -> Q:
    """Return the filter of a list's search box: reference or words of the name."""
    from_name = Q()
    for word in words(text):
        from_name &= Q(name_key__contains=word)
    return from_name | Q(reference__icontains=text)


def terms() -> QuerySet[Term]:
    """Return the vocabulary with its families."""
    return Term.objects.select_related("family")
