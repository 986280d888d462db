"""Reading the rows of a pasted table."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f'"))

_CELLS = re.compile(r"\t|;|\s{2,}")
_LAST_SPACE = re.compile(r"\s+(?=\S+$)")


def split_row(row: str) -> tuple[str, str]:
    """Return the reference and the typed quantity of a row; "1" where none is."""
    cells = [cell.strip() for cell in _CELLS.split(row.strip()) if cell.strip()]
    if len(cells) == 1:
        cells = _LAST_SPACE.split(cells[0], maxsplit=1)
    return cells[0], cells[1] if len(cells) > 1 else "1"


def quantity_of(text: str) -> Decimal | None:
    """Return a typed quantity above zero with at most four decimals, or None."""
    try:
        value = Decimal(text.translate(_SPACES).replace(",", "."))
    except InvalidOperation:
        return None
    if not value.is_finite() or value <= 0 or value != round(value, 4):
        return None
    return value
