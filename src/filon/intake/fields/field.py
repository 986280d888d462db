"""What a column may fill, and how such columns are called.

Names are folded words: `Numero_SIRET` and "N° SIRET" are `numero siret` and `n siret`.
The first field that a name fits wins, exact names before names that only begin so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from filon.files.tables import Cell
from filon.intake import values

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Reader = Callable[[Cell], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an import.

    :param names: headers that mean it, folded, separated by commas.
    :param read: cell → value, raising `CellRefused`.
    :param limit: longest text, 0 for other values.
    :param is_soft: a cell that cannot be read is left out with a warning.
    """

    code: str
    label: _StrPromise
    names: str = ""
    read: Reader = values.one_line
    limit: int = 200
    is_soft: bool = False

    @property
    def headers(self) -> list[str]:
        """The names one by one."""
        return [name.strip() for name in self.names.split(",") if name.strip()]


@dataclass(frozen=True, slots=True)
class Spec:
    """The fields of a kind, and which of them a file must have (one of each group)."""

    fields: tuple[Field, ...]
    required: tuple[tuple[str, ...], ...]

    def field(self, code: str) -> Field | None:
        """Return a field by its code."""
        return next((f for f in self.fields if f.code == code), None)


def number_field(code: str, label: Any, names: str, places: int) -> Field:
    return Field(code, label, names, partial(values.decimal_of, places=places), 0)


def text_field(code: str, label: Any, names: str) -> Field:
    return Field(code, label, names, values.text_of, 10_000)
