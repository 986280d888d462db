"""Writes prices into lists: known by list, reference and quantity."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from filon.catalog.models import Item, PriceList, PriceRule
from filon.directory.derivation import name_key
from filon.intake.reading import Parsed
from filon.intake.writing import plan as planning
from filon.intake.writing.plan import CREATED, UPDATED, Context, Planned
from filon.journal.services import record_all
from filon.kernel.bulk import insert_all
from filon.kernel.text import words

DEFAULT_LIST = "PUBLIC"


class PriceWriter:
    """Plans and writes one chunk of a file of prices."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lists: dict[str, PriceList] = {}
        self._items: dict[str, Item] = {}
        self._rules: dict[tuple[int, int, Decimal], PriceRule] = {}

    def key_of(self, row: Parsed) -> str:
        """Return list, reference and quantity."""
        values = row.values
        quantity = _plain(values.get("min_quantity", Decimal(1)))
        listed = name_key(values.get("price_list", DEFAULT_LIST))
        return f"{listed}/{values.get('reference', '')}/{quantity}"

    def plan(self, rows: Sequence[Parsed]) -> list[Planned]:
        """Return what becomes of the rows; lists and items are read once for all."""
        for price_list in PriceList.objects.order_by("-pk"):
            for text in (price_list.name, price_list.code):
                self._lists[name_key(text)] = price_list
        references = {row.values.get("reference", "") for row in rows}
        items = Item.objects.filter(reference__in=references, deleted_at=None)
        self._items = {item.reference: item for item in items}
        rules = PriceRule.objects.filter(item__in=self._items.values())
        for rule in rules.order_by("-pk"):
            place = (rule.price_list_id, rule.item_id or 0, rule.min_quantity)
            self._rules[place] = rule
        return [self._planned(row) for row in rows]

    def write(self, planned: Sequence[Planned]) -> None:
        """Write lists, prices and the history of the lists."""
        done = [p for p in planned if p.record is not None and p.action != "UNCHANGED"]
        lists = {id(p.record.price_list): p.record.price_list for p in done}
        for price_list in lists.values():
            if price_list.pk is None:
                price_list.save(force_insert=True)
        new = [p for p in done if p.action == CREATED]
        insert_all([p.record for p in new])
        for p in done:
            if p.action == UPDATED:
                values = {name: getattr(p.record, name) for name in p.fields}
                PriceRule.objects.filter(pk=p.record.pk).update(**values)
        first = {id(p.record.price_list): p for p in reversed(done)}.values()
        file = self._context.source.file.name
        record_all(
            targets=[
                (p.record.price_list, {"file": file, "row": p.row.number})
                for p in first
            ],
            message=planning.IMPORTED,
            actor=self._context.actor,
            now=self._context.now,
        )

    def _planned(self, row: Parsed) -> Planned:
        label = str(row.values.get("reference", ""))
        item = self._items.get(label)
        values = self._values(row)
        if not row.is_refused and item is None:
            row.refuse(
                "reference",
                gettext_noop("No item has the reference “%(value)s”."),
                value=label,
            )
        if row.is_refused or item is None:
            return planning.refused(row, label)
        price_list = self._list(row.values)
        quantity = row.values.get("min_quantity", Decimal(1))
        place = (price_list.pk or -id(price_list), item.pk, quantity)
        found = self._rules.get(place)
        earlier = planning.repeated(self._context, row, self.key_of(row))
        if found is not None and earlier and _differs(found, values):
            planning.refuse_repetition(row, earlier)
            return planning.refused(row, label)
        planned = Planned(row, planning.Outcome.UNCHANGED, label)
        if found is None:
            found = PriceRule(
                price_list=price_list, item=item, min_quantity=quantity, **values
            )
            self._rules[place] = found
            planned.action = CREATED
            planned.fields = {n: [None, planning.plain(v)] for n, v in values.items()}
        else:
            planned.fields = planning.assign(found, values)
            planned.action = UPDATED if planned.fields else planned.action
        planned.record = found
        planned.settle()
        return planned

    def _values(self, row: Parsed) -> dict[str, Any]:
        """Return either a price or a discount, never both."""
        given = row.values
        price, discount = given.get("price"), given.get("discount_percent")
        base = given.get("price_base", 1)
        if price == 0:
            row.refuse("price", gettext_noop("Zero is not a price."))
        elif (price is None) == (discount is None):
            row.refuse("price", gettext_noop("Give either a price or a discount."))
        elif discount is not None and discount > 100:
            row.refuse(
                "discount_percent", gettext_noop("A discount is at most 100 percent.")
            )
        if base not in Item.PriceBase.values:
            row.refuse("price_base", gettext_noop("A price is for 1, 100 or 1000."))
        return {"price": price, "discount_percent": discount, "price_base": base}

    def _list(self, given: dict[str, Any]) -> PriceList:
        """Return the list of this name or code; a new one is written with the rows."""
        text = str(given.get("price_list", DEFAULT_LIST))
        key = name_key(text)
        if key not in self._lists:
            code = "-".join(words(text)).upper()[:40] or DEFAULT_LIST
            currency = str(given.get("currency", "EUR")).upper()
            self._lists[key] = PriceList(code=code, name=text, currency=currency)
        return self._lists[key]


def _differs(rule: PriceRule, values: dict[str, Any]) -> bool:
    return any(getattr(rule, name) != value for name, value in values.items())


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
