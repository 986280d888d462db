"""The technical characteristics of what is offered, item by item."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filon.catalog.models import ItemCharacteristic
from filon.documents import formats
from filon.documents.content import Block, Column, Heading, Row, Table
from filon.documents.typography import NO_BREAK
from filon.offers.models import OfferLine


def characteristics_of(lines: Sequence[OfferLine]) -> list[ItemCharacteristic]:
    """Return the characteristics of the items of some lines; one query."""
    ids = {line.item_id for line in lines if line.item_id is not None}
    rows = ItemCharacteristic.objects.filter(item__in=ids)
    return list(rows.order_by("item_id", "position", "pk"))


def characteristic_blocks(
    lines: Sequence[OfferLine], characteristics: Sequence[ItemCharacteristic]
) -> list[Block]:
    """Return one table: each item that has characteristics, once, in their order."""
    rows: list[Row] = []
    seen: set[int] = set()
    for line in lines:
        own = [row for row in characteristics if row.item_id == line.item_id]
        if line.item_id is None or line.item_id in seen or not own:
            continue
        seen.add(line.item_id)
        name = " – ".join(filter(None, [line.reference, line.designation]))
        rows.append(Row([name], kind="group"))
        rows += [Row([_name(row), _value(row)]) for row in own]
    if not rows:
        return []
    columns = [Column(_("Characteristic"), width=1), Column(_("Value"), width=1)]
    return [Heading(_("Characteristics")), Table(columns, rows)]


def _name(row: ItemCharacteristic) -> str:
    is_english = (get_language() or "").startswith("en")
    return row.name_en if is_english and row.name_en else row.name_fr


def _value(row: ItemCharacteristic) -> str:
    if row.number is None:
        return " ".join(filter(None, [row.text, row.unit]))
    return NO_BREAK.join(filter(None, [formats.number(row.number), row.unit]))
