"""Reading a buyer's sheet: which column is what, which row is which; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rapidfuzz import fuzz

from filon.files.tables.filling import Grid
from filon.kernel.text import fold, words

Columns = Mapping[str, int]
_HEADER_ROWS = 40
_ALIKE = 90
# role: words that its header has; the first role that fits takes the column.
MATRIX_ROLES: Final[dict[str, Sequence[str]]] = {
    "ref": ("ref", "reference", "no", "n", "id", "repere", "numero", "code"),
    "verdict": ("conformite", "conforme", "compliance", "statut", "status", "c/nc"),
    "offered": ("propose", "proposee", "offered", "niveau", "valeur", "level"),
    "proof": ("preuve", "justificatif", "proof", "evidence", "document"),
    "place": ("page",),
    "answer": (
        *("reponse", "answer", "commentaire", "commentaires", "comment", "comments"),
        *("observation", "observations", "remarque", "justification"),
    ),
    "text": ("exigence", "requirement", "designation", "libelle", "description"),
}
PRICE_ROLES: Final[dict[str, Sequence[str]]] = {
    "ref": ("ref", "reference", "no", "n", "code", "numero", "poste", "repere"),
    "quantity": ("quantite", "quantites", "qte", "quantity", "qty"),
    "unit": ("unite", "u", "unit"),
    "total": ("total", "montant", "amount"),
    "price": ("prix", "pu", "price"),
    "text": ("designation", "libelle", "description", "article", "prestation"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the header is, and which column has which role."""

    header_row: int
    columns: dict[str, int]


def guess_layout(grid: Grid, roles: Mapping[str, Sequence[str]]) -> Layout:
    """Return the row whose cells name most roles, with the columns they name."""
    best = Layout(0, {})
    for row in range(min(grid.height, _HEADER_ROWS)):
        columns = _named(grid, row, roles)
        if len(columns) > len(best.columns):
            best = Layout(row, columns)
    return best


def _named(grid: Grid, row: int, roles: Mapping[str, Sequence[str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column in range(grid.width):
        said = set(words(grid.text(row, column)))
        if not said or len(said) > 8:
            continue
        for role, names in roles.items():
            if role not in columns and said & set(names):
                columns[role] = column
                break
    return columns


def match_rows(
    grid: Grid,
    layout: Layout,
    wanted: Mapping[int, tuple[Sequence[str], str]],
) -> dict[int, int]:
    """Return which of our records each row of the buyer is about.

    The reference decides; where there is none, words that are alike to 90 %.

    :param wanted: by record: its references, and its words.
    :returns: row -> record; a record is found once.
    """
    by_ref = {
        fold(ref.strip()): key
        for key, (refs, _words) in wanted.items()
        for ref in refs
        if ref.strip()
    }
    found: dict[int, int] = {}
    left = dict(wanted)
    rows = list(range(layout.header_row + 1, grid.height))
    for row in rows:
        key = by_ref.get(fold(grid.text(row, layout.columns.get("ref")).strip()))
        if key in left:
            found[row] = key
            del left[key]
    for row in rows:
        text = fold(grid.text(row, layout.columns.get("text")).strip())
        if row in found or not text:
            continue
        scored = [(fuzz.ratio(text, fold(w)), k) for k, (_refs, w) in left.items()]
        score, key = max(scored, default=(0, None), key=lambda pair: pair[0])
        if key is not None and score >= _ALIKE:
            found[row] = key
            del left[key]
    return found


def total_row(grid: Grid, layout: Layout) -> int | None:
    """Return the last row that is called a total, before taxes."""
    found = None
    for row in range(layout.header_row + 1, grid.height):
        said = [
            fold(grid.text(row, column)).strip()
            for column in range(grid.width)
            if column != layout.columns.get("total")
        ]
        is_total = any(text.startswith("total") for text in said)
        if is_total and not any("ttc" in t or "tva" in t or "vat" in t for t in said):
            found = row
    return found


def is_product(price: Decimal, quantity: Decimal, total: Decimal) -> bool:
    """Whether unit price × quantity is the total, to the cent."""
    return abs(price * quantity - total) <= Decimal("0.005")
