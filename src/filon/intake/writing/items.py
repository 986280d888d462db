"""Writes items: known by their reference; a price or cost of zero is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop

from filon.catalog.models import Item, ProductFamily
from filon.catalog.services import index_row
from filon.directory.derivation import name_key
from filon.intake.reading import Parsed
from filon.intake.writing import plan as planning
from filon.intake.writing.plan import CREATED, UPDATED, Context, Planned
from filon.journal.services import record_all
from filon.kernel.bulk import insert_all
from filon.kernel.text import fold, words
from filon.kernel.units import UNITS
from filon.search import services as search

_FIELDS = (
    "reference",
    "name_fr",
    "name_en",
    "description_fr",
    "description_en",
    "price",
    "price_base",
    "cost",
    "vat_rate",
    "lead_time_days",
    "minimum_quantity",
    "warranty_months",
    "weight_kg",
    "hs_code",
    "origin",
    "external_ref",
)
_UNITS = {
    "piece": "H87",
    "pieces": "H87",
    "pce": "H87",
    "pc": "H87",
    "u": "C62",
    "unite": "C62",
    "unit": "C62",
    "each": "EA",
    "kg": "KGM",
    "g": "GRM",
    "t": "TNE",
    "tonne": "TNE",
    "m": "MTR",
    "metre": "MTR",
    "mm": "MMT",
    "m2": "MTK",
    "m3": "MTQ",
    "l": "LTR",
    "litre": "LTR",
    "h": "HUR",
    "heure": "HUR",
    "jour": "DAY",
    "j": "DAY",
    "day": "DAY",
    "mois": "MON",
    "forfait": "LS",
    "lot": "SET",
    "boite": "XBX",
    "palette": "XPX",
    "rouleau": "XRO",
}


class ItemWriter:
    """Plans and writes one chunk of a file of items."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._items: dict[str, Item] = {}
        self._families: dict[str, ProductFamily] = {}

    def key_of(self, row: Parsed) -> str:
        """Return the reference."""
        return str(row.values.get("reference", ""))

    def plan(self, rows: Sequence[Parsed]) -> list[Planned]:
        """Return what becomes of the rows; the catalogue is read once for all."""
        references = {self.key_of(row) for row in rows if not row.is_refused}
        items = Item._base_manager.select_related("family").filter(
            reference__in=references
        )
        self._items = {item.reference: item for item in items}
        for family in ProductFamily.objects.order_by("-pk"):
            for text in (family.name, family.code):
                self._families[name_key(text)] = family
        return [self._planned(row) for row in rows]

    def write(self, planned: Sequence[Planned]) -> None:
        """Write items, new families, history and search index."""
        done = [p for p in planned if p.record is not None and p.action != "UNCHANGED"]
        for family in {id(f): f for f in self._families.values() if not f.pk}.values():
            family.save(force_insert=True)
        new = [p for p in done if p.record.pk is None]
        insert_all([p.record for p in new])
        created = {id(p.record) for p in new}
        for p in done:
            if id(p.record) not in created:
                names = sorted(p.fields)
                planning.save_versioned(p.record, names, self._context.now)
        file = self._context.source.file.name
        record_all(
            targets=[(p.record, {"file": file, "row": p.row.number}) for p in done],
            message=planning.IMPORTED,
            actor=self._context.actor,
            now=self._context.now,
        )
        search.index(index_row(p.record) for p in done)

    def _planned(self, row: Parsed) -> Planned:
        values = self._values(row) if not row.is_refused else {}
        label = f"{values.get('reference', '')} {values.get('name_fr', '')}".strip()
        if not row.is_refused and not values.get("reference"):
            row.refuse("reference", gettext_noop("The item has no reference."))
        if row.is_refused:
            return planning.refused(row, label)
        found = self._items.get(values["reference"])
        if found is None and not values.get("name_fr"):
            row.refuse("name_fr", gettext_noop("The item has no name."))
            return planning.refused(row, label)
        earlier = planning.repeated(self._context, row, values["reference"])
        if found is not None and earlier and _differs(found, values):
            planning.refuse_repetition(row, earlier)
            return planning.refused(row, label)
        planned = Planned(row, planning.Outcome.UNCHANGED, label[:200])
        if found is None:
            dated = self._context.now.date() if values.get("cost") else None
            found = Item(**self._context.ownership(), cost_on=dated, **values)
            self._items[found.reference] = found
            planned.action = CREATED
        else:
            planned.fields = self._changed(found, values)
            was_trashed = "deleted_at" in planned.fields
            has_changed = UPDATED if planned.fields else planned.action
            planned.action = CREATED if was_trashed else has_changed
        planned.record = found
        planned.settle()
        return planned

    def _changed(self, item: Item, values: dict[str, Any]) -> planning.Changes:
        """Set the values that differ; an item in the trash comes back."""
        changes = planning.assign(item, values)
        if "cost" in changes:
            dated = {"cost_on": self._context.now.date()}
            changes |= planning.assign(item, dated)
        if item.deleted_at is not None:
            changes["deleted_at"] = [item.deleted_at.isoformat(), None]
            item.deleted_at = None
        return changes

    def _values(self, row: Parsed) -> dict[str, Any]:
        given = row.values
        values = {name: given[name] for name in _FIELDS if name in given}
        if "name_fr" not in values and "name_en" in values:
            values["name_fr"] = values["name_en"]
        if "name_fr" in values:
            values["name_key"] = fold(values["name_fr"])[:200]
        for name in ("price", "cost"):
            if name in values and values[name] == 0:
                values[name] = None
                row.warn(name, gettext_noop("Zero was read as “unknown”."))
        if values.get("price_base", 1) not in Item.PriceBase.values:
            row.refuse("price_base", gettext_noop("A price is for 1, 100 or 1000."))
        self._set_codes(row, values)
        return values

    def _set_codes(self, row: Parsed, values: dict[str, Any]) -> None:
        if currency := row.values.get("currency"):
            values["currency"] = currency.upper()
        if unit := row.values.get("unit"):
            code = unit.upper() if unit.upper() in UNITS else _UNITS.get(fold(unit))
            if code is None:
                row.refuse(
                    "unit", gettext_noop("“%(value)s” is not a unit."), value=unit
                )
            else:
                values["unit"] = code
        if {"service", "services", "prestation"} & set(
            words(row.values.get("kind", ""))
        ):
            values["kind"] = Item.Kind.SERVICE
        if family := row.values.get("family"):
            values["family"] = self._family(family)

    def _family(self, text: str) -> ProductFamily:
        """Return the family of this name or code; a new one is written later."""
        key = name_key(text)
        if key not in self._families:
            code = "-".join(words(text)).upper()[:20] or "FAMILY"
            taken = {family.code for family in self._families.values()}
            number = 2
            while code in taken:
                code = f"{code[:17]}-{number}"
                number += 1
            self._families[key] = ProductFamily(code=code, name=text)
        return self._families[key]


def _differs(item: Item, values: dict[str, Any]) -> bool:
    return any(getattr(item, name) != value for name, value in values.items())
