"""A purchase order in a spreadsheet, as what an electronic one says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from filon.files.tables import Cell, read_table
from filon.offers.exchange.comparing import folded
from filon.offers.exchange.document import ExchangedDocument, Line, Syntax, TypeCode
from filon.offers.exchange.elements import DocumentRefused

MAX_LINES = 5_000
# What buyers call the columns; the longest name that fits decides.
_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "line_id": ("ligne", "line", "poste", "pos", "n ligne", "item no"),
    "seller_reference": (
        "reference fournisseur",
        "ref fournisseur",
        "supplier reference",
        "supplier part",
        "votre reference",
        "your reference",
        "reference",
        "ref",
        "article",
        "code article",
    ),
    "buyer_reference": (
        "notre reference",
        "our reference",
        "reference client",
        "code client",
        "customer reference",
        "buyer part",
    ),
    "name": ("designation", "libelle", "description", "produit", "product", "name"),
    "quantity": ("quantite", "qte", "quantity", "qty"),
    "unit": ("unite", "unit", "uom"),
    "net_price": (
        "prix unitaire net",
        "prix unitaire ht",
        "prix unitaire",
        "pu ht",
        "pu",
        "prix net",
        "prix",
        "unit price",
        "net price",
        "price",
    ),
    "net_amount": ("montant ht", "montant", "total ht", "total", "amount"),
    "delivery_on": (
        "date de livraison",
        "livraison",
        "delai",
        "delivery date",
        "delivery",
        "date",
    ),
}
_NOT_NUMBER = re.compile(r"[^\d.,+-]")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_UNITS = {
    "": "",
    "u": "C62",
    "unite": "C62",
    "pc": "H87",
    "pcs": "H87",
    "piece": "H87",
    "pieces": "H87",
    "kg": "KGM",
    "m": "MTR",
    "m2": "MTK",
    "m3": "MTQ",
    "l": "LTR",
    "h": "HUR",
    "j": "DAY",
}


def order_of_table(content: bytes, *, number: str = "") -> ExchangedDocument:
    """Read a purchase order from CSV, XLSX, XLS or ODS: one line for each row.

    Columns are found by their names, French or English. Rows without quantity are
    titles or totals and are left out.

    :raises TableRefused, ArchiveRefused: if the file holds no table.
    :raises DocumentRefused: without a column of quantities and one that names what is
        ordered, or without any row.
    """
    table = read_table(content, max_rows=MAX_LINES)
    try:
        columns = _columns(table.header)
        if "quantity" not in columns or not columns.keys() & {
            "seller_reference",
            "buyer_reference",
            "name",
        }:
            raise DocumentRefused(
                _("The table needs a column of quantities and one of references.")
            )
        rows = [{key: row[at] for key, at in columns.items()} for row in table.rows]
    finally:
        table.close()
    lines = [_line(row, index) for index, row in enumerate(rows, start=1)]
    kept = tuple(line for line in lines if line.quantity is not None)
    if not kept:
        raise DocumentRefused(_("No row of the table orders anything."))
    return ExchangedDocument(
        syntax=Syntax.UBL,
        kind="Table",
        number=number,
        order_number=number,
        type_code=TypeCode.ORDER,
        lines=kept,
    )


def _columns(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, tuple[int, int]] = {}
    for at, title in enumerate(header):
        words = re.sub(r"[^a-z0-9]+", " ", folded(title)).strip()
        best = max(
            (
                (len(name), key)
                for key, names in _COLUMNS.items()
                for name in names
                if words == name or words.startswith(f"{name} ")
            ),
            default=None,
        )
        if best and best[0] > found.get(best[1], (0, 0))[0]:
            found[best[1]] = (best[0], at)
    return {key: at for key, (_length, at) in found.items()}


def _line(row: Mapping[str, Cell], index: int) -> Line:
    def text(name: str) -> str:
        return " ".join(str(row.get(name, "")).split())[:300]

    unit = folded(text("unit"))
    return Line(
        line_id=text("line_id") or str(index),
        seller_reference=text("seller_reference"),
        buyer_reference=text("buyer_reference"),
        name=text("name"),
        quantity=_number(row.get("quantity", "")),
        unit=_UNITS.get(unit, unit.upper()[:3]),
        net_price=_number(row.get("net_price", "")),
        net_amount=_number(row.get("net_amount", "")),
        delivery_on=_day(row.get("delivery_on", "")),
    )


def _number(cell: Cell) -> Decimal | None:
    """Return a number as it is typed in either language; None for anything else."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float | Decimal):
        return Decimal(str(cell))
    text = _NOT_NUMBER.sub("", str(cell))
    mark = max(text.rfind(","), text.rfind("."))
    if mark >= 0:
        whole = text[:mark].replace(",", "").replace(".", "")
        text = f"{whole}.{text[mark + 1 :]}"
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if abs(number) < Decimal("1e15") else None


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    try:
        if found := _DAY.fullmatch(text):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
