"""Writing the catalogue: items, families, price lists, terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.policies import can_maintain_base
from filon.catalog.models import (
    CustomerCondition,
    Item,
    ItemCharacteristic,
    PriceList,
    PriceRule,
    ProductFamily,
    Term,
)
from filon.journal.models import kind_of
from filon.journal.services import record, save_changes
from filon.kernel.errors import DomainError
from filon.kernel.text import fold
from filon.search import services as search
from filon.search.rows import IndexRow


class ReferenceTaken(DomainError):
    """Another item has this reference."""


class PriceRuleIncomplete(DomainError):
    """A rule names neither an item nor a family, or both a price and a discount."""


@transaction.atomic
def item_create(*, values: Mapping[str, Any], actor: User, now: datetime) -> Item:
    """Create an item of the catalogue.

    :raises PermissionDenied: if `actor` does not maintain the catalogue.
    :raises ReferenceTaken: if the reference exists already.
    """
    _may_maintain(actor)
    if Item.objects.filter(reference=values["reference"]).exists():
        raise ReferenceTaken(
            _("The reference %(reference)s already exists in the catalogue.")
            % {"reference": values["reference"]}
        )
    item = Item.objects.create(
        **values,
        name_key=fold(f"{values['name_fr']}")[:200],
        owner=actor,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    record(target=item, message=gettext_noop("Created"), actor=actor, now=now)
    search.index([index_row(item)])
    return item


@transaction.atomic
def item_update(
    *,
    item: Item,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change an item; offers that were sent keep what they said.

    :raises PermissionDenied: if `actor` does not maintain the catalogue.
    :raises EditConflict: if somebody else changed it meanwhile.
    """
    _may_maintain(actor)
    written = dict(values)
    if "name_fr" in written:
        written["name_key"] = fold(written["name_fr"])[:200]
    if save_changes(
        item, values=written, actor=actor, now=now, expected_version=expected_version
    ):
        search.index([index_row(item)])


@transaction.atomic
def characteristics_set(
    *, item: Item, rows: Sequence[Mapping[str, Any]], actor: User, now: datetime
) -> None:
    """Replace the technical characteristics of an item.

    :param rows: name_fr, name_en, number (Decimal or None), text, unit, code.
    """
    _may_maintain(actor)
    item.characteristics.all().delete()
    ItemCharacteristic.objects.bulk_create(
        ItemCharacteristic(item=item, position=place, **row)
        for place, row in enumerate(rows, start=1)
    )
    record(
        target=item,
        message=gettext_noop("Characteristics changed"),
        actor=actor,
        now=now,
    )


@transaction.atomic
def family_create(
    *, code: str, name: str, actor: User, now: datetime, **values: Any
) -> ProductFamily:
    """Create a family of items."""
    _may_maintain(actor)
    family = ProductFamily.objects.create(code=code, name=name, **values)
    record(target=family, message=gettext_noop("Created"), actor=actor, now=now)
    return family


@transaction.atomic
def price_list_create(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> PriceList:
    """Create a price list for everybody, a segment or one customer.

    :raises PermissionDenied: if `actor` does not maintain the catalogue.
    """
    _may_maintain(actor)
    price_list = PriceList.objects.create(**values)
    record(
        target=price_list,
        message=gettext_noop("Created"),
        actor=actor,
        now=now,
        about=price_list.organization,
    )
    return price_list


@transaction.atomic
def price_rule_add(
    *,
    price_list: PriceList,
    item: Item | None = None,
    family: ProductFamily | None = None,
    min_quantity: Decimal = Decimal(1),
    price: Decimal | None = None,
    discount_percent: Decimal | None = None,
    price_base: int = 1,
    break_mode: str = PriceRule.BreakMode.ALL,
    actor: User,
    now: datetime,
) -> PriceRule:
    """Add a price or a discount from a quantity on.

    :raises PriceRuleIncomplete: unless exactly one subject and one of price and
        discount are given.
    """
    _may_maintain(actor)
    if (item is None) == (family is None):
        raise PriceRuleIncomplete(_("Choose either an item or a family."))
    if (price is None) == (discount_percent is None):
        raise PriceRuleIncomplete(_("Give either a price or a discount."))
    rule = PriceRule.objects.create(
        price_list=price_list,
        item=item,
        family=family,
        min_quantity=min_quantity,
        price=price,
        discount_percent=discount_percent,
        price_base=price_base,
        break_mode=break_mode,
    )
    record(
        target=price_list,
        message=gettext_noop("Rule added for %(subject)s"),
        params={"subject": str(item or family)},
        actor=actor,
        now=now,
    )
    return rule


@transaction.atomic
def condition_add(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> CustomerCondition:
    """Record what was agreed with one customer beside price lists."""
    _may_maintain(actor)
    condition = CustomerCondition.objects.create(**values)
    record(
        target=condition,
        message=gettext_noop("Customer condition recorded"),
        actor=actor,
        now=now,
        about=condition.organization,
    )
    return condition


@transaction.atomic
def term_add(*, values: Mapping[str, Any], actor: User, now: datetime) -> Term:
    """Add a technical word in both languages.

    :raises ReferenceTaken: if the family has the word already.
    """
    _may_maintain(actor)
    known = Term.objects.filter(term_fr=values["term_fr"], family=values.get("family"))
    if known.exists():
        raise ReferenceTaken(_("This word is already in the vocabulary."))
    term = Term.objects.create(**values)
    record(target=term, message=gettext_noop("Created"), actor=actor, now=now)
    return term


def index_row(item: Item) -> IndexRow:
    """Return what the search box knows of an item."""
    return IndexRow(
        kind=kind_of(Item),
        object_id=item.pk,
        title=item.name_fr,
        subtitle=item.reference,
        text=f"{item.name_en} {item.description_fr}"[:500],
        identifiers=(item.reference,),
        url=reverse("catalog:detail", args=[item.pk]),
        is_shared=True,
        weight=20,
    )


def _may_maintain(actor: User) -> None:
    if not can_maintain_base(actor):
        raise PermissionDenied
