"""A buyer's sheet with our answers: what goes where, and what does not add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from filon.files.services import read_bytes
from filon.files.tables.filling import (
    Grid,
    Place,
    Value,
    column_letters,
    fill_cells,
    read_grid,
)
from filon.kernel.money import round_amount
from filon.offers.models import AdequacyCheck, BuyerSheet, OfferLine, OfferRevision
from filon.offers.selectors import adequacy
from filon.offers.selectors.snapshot import lines_of
from filon.offers.selectors.vocabularies import letters
from filon.offers.sheets import (
    MATRIX_ROLES,
    PRICE_ROLES,
    Layout,
    is_product,
    match_rows,
    total_row,
)
from filon.web.templatetags.filon import money, quantity

K = BuyerSheet.Kind


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the buyer with what is put into it."""

    number: int
    ref: str
    text: str
    ours: str
    filled: Sequence[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """The sheet as it would be handed back.

    :ivar problems: what does not add up, as sentences.
    :ivar missing: our answers that no row of the buyer asks for.
    """

    grid: Grid
    rows: Sequence[SheetRow]
    values: Mapping[Place, Value]
    matched: Mapping[int, int]
    problems: Sequence[str]
    missing: Sequence[str]

    @property
    def matched_count(self) -> int:
        """How many rows are ours to answer."""
        return len(self.matched)


def buyer_sheets(revision: OfferRevision) -> list[BuyerSheet]:
    """Return the workbooks of the buyer of an offer; one query."""
    rows = BuyerSheet.objects.filter(offer=revision.offer_id).select_related("file")
    return list(rows.order_by("pk"))


def roles_of(kind: str) -> list[str]:
    """Return what the columns of a kind of sheet can be."""
    return list(MATRIX_ROLES if kind == K.MATRIX else PRICE_ROLES)


def filled_sheet(sheet: BuyerSheet, revision: OfferRevision) -> Filled:
    """Return a buyer's sheet filled from a revision; at most three queries.

    :raises DomainError: if the file cannot be read any more.
    """
    grid = read_grid(read_bytes(sheet.file), sheet=sheet.sheet)
    layout = Layout(sheet.header_row, dict(sheet.columns))
    if sheet.kind == K.MATRIX:
        return _matrix(grid, layout, revision)
    return _prices(grid, layout, revision)


def workbook_of(sheet: BuyerSheet, revision: OfferRevision) -> bytes:
    """Return the buyer's file with our answers in its cells."""
    filled = filled_sheet(sheet, revision)
    content = read_bytes(sheet.file)
    return fill_cells(content, sheet=sheet.sheet, values=filled.values)


def matrix_rows(
    grid: Grid, layout: Layout, rows: Sequence[AdequacyCheck]
) -> dict[int, int]:
    """Return which row of the buyer is about which row of the matrix."""
    wanted = {row.pk: ([row.requirement.ref], row.requirement.text) for row in rows}
    return match_rows(grid, layout, wanted)


def _matrix(grid: Grid, layout: Layout, revision: OfferRevision) -> Filled:
    rows = {row.pk: row for row in adequacy.rows_of(revision)}
    matched = matrix_rows(grid, layout, list(rows.values()))
    short = letters(revision)
    values: dict[Place, Value] = {}
    shown = []
    for number, key in sorted(matched.items()):
        row = rows[key]
        said = {
            "verdict": short[row.verdict],
            "offered": adequacy.offered_words(row),
            "answer": row.comment,
            "proof": row.proof,
            "place": row.proof_page,
        }
        for role, value in said.items():
            if role in layout.columns:
                values[number, layout.columns[role]] = value
        shown.append(
            SheetRow(
                number + 1,
                grid.text(number, layout.columns.get("ref")),
                grid.text(number, layout.columns.get("text")),
                f"{row.requirement.ref} {row.requirement.text}",
                [value for value in (said["verdict"], said["offered"]) if value],
            )
        )
    left = set(rows) - set(matched.values())
    return Filled(
        grid=grid,
        rows=shown,
        values=values,
        matched=matched,
        problems=[],
        missing=[
            f"{row.requirement.ref} {row.requirement.text}"
            for key, row in rows.items()
            if key in left
        ],
    )


def _prices(grid: Grid, layout: Layout, revision: OfferRevision) -> Filled:
    lines = {
        line.pk: line
        for line in lines_of(revision)
        if line.kind == OfferLine.Kind.ITEM and line.net_price is not None
    }
    wanted = {
        key: ([line.customer_part_number, line.reference], line.designation)
        for key, line in lines.items()
    }
    matched = match_rows(grid, layout, wanted)
    values: dict[Place, Value] = {}
    problems: list[str] = []
    shown = []
    total = Decimal(0)
    for number, key in sorted(matched.items()):
        line = lines[key]
        price = _unit_price(line)
        asked = grid.number(number, layout.columns.get("quantity"))
        counted = line.quantity if asked is None else asked
        amount = round_amount(price * counted, revision.currency)
        total += amount
        _put(values, number, layout, "price", price)
        if "quantity" in layout.columns:
            _put(values, number, layout, "total", amount)
        problems += _problems(grid, layout, number, line, asked, price)
        shown.append(
            SheetRow(
                number + 1,
                grid.text(number, layout.columns.get("ref")),
                grid.text(number, layout.columns.get("text")),
                f"{line.reference} {line.designation}".strip(),
                [money(price, revision.currency), money(amount, revision.currency)],
            )
        )
    last = total_row(grid, layout)
    if last is not None and last not in matched and matched:
        _put(values, last, layout, "total", total)
    left = set(lines) - set(matched.values())
    return Filled(
        grid=grid,
        rows=shown,
        values=values,
        matched=matched,
        problems=problems,
        missing=[
            f"{line.reference} {line.designation}".strip()
            for key, line in lines.items()
            if key in left
        ],
    )


def _unit_price(line: OfferLine) -> Decimal:
    """Return the price of one unit; lists may give it for 100 or 1000."""
    return (line.net_price or Decimal(0)) / line.price_base


def _put(
    values: dict[Place, Value],
    row: int,
    layout: Layout,
    role: str,
    value: Decimal,
) -> None:
    if role in layout.columns:
        values[row, layout.columns[role]] = value


def _problems(
    grid: Grid,
    layout: Layout,
    row: int,
    line: OfferLine,
    asked: Decimal | None,
    price: Decimal,
) -> list[str]:
    """Return what does not add up in a row of the buyer."""
    found = []
    where = {"row": row + 1, "line": line.designation}
    if asked is not None and asked != line.quantity:
        found.append(
            _(
                "Row %(row)s, %(line)s: the buyer counts %(asked)s, our line"
                " %(ours)s; the price is that of our line."
            )
            % {**where, "asked": quantity(asked), "ours": quantity(line.quantity)}
        )
    place = (row, layout.columns.get("total", -1))
    cell = grid.cells.get(place)
    total = cell.value if cell is not None and not cell.is_formula else None
    if isinstance(total, Decimal) and asked and not is_product(price, asked, total):
        found.append(
            _("Row %(row)s, %(line)s: the total of the file is not price × quantity.")
            % where
        )
    return found


def columns_of(sheet: BuyerSheet, grid: Grid) -> list[tuple[int, str]]:
    """Return the columns of a sheet as people call them: `B – Designation`."""
    return [
        (
            column,
            " – ".join(
                filter(
                    None,
                    [column_letters(column), grid.text(sheet.header_row, column)[:60]],
                )
            ),
        )
        for column in range(grid.width)
    ]
