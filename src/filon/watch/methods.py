"""The grids of market analysis: which cells each has, and what fills them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.watch.models import Analysis, MarketInsight

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

K = MarketInsight.Kind
M = Analysis.Method


@dataclass(frozen=True, slots=True)
class CellKind:
    """A cell of a grid.

    :param drawn: kinds of insights that fill it by themselves; without any, people
        type its lines.
    :param tone: tone of its heading.
    """

    code: str
    label: _StrPromise
    drawn: tuple[str, ...] = ()
    tone: str = "info"


CELLS: dict[str, tuple[CellKind, ...]] = {
    M.SWOT: (
        CellKind("strengths", pgettext_lazy("SWOT", "Strengths"), tone="good"),
        CellKind("weaknesses", pgettext_lazy("SWOT", "Weaknesses"), tone="warn"),
        CellKind(
            "opportunities",
            pgettext_lazy("SWOT", "Opportunities"),
            drawn=(K.OPPORTUNITY,),
            tone="good",
        ),
        CellKind(
            "threats",
            pgettext_lazy("SWOT", "Threats and constraints"),
            drawn=(K.THREAT, K.CONSTRAINT),
            tone="bad",
        ),
    ),
    M.PESTEL: (
        CellKind("political", pgettext_lazy("PESTEL", "Political")),
        CellKind("economic", pgettext_lazy("PESTEL", "Economic")),
        CellKind("social", pgettext_lazy("PESTEL", "Social")),
        CellKind("technological", pgettext_lazy("PESTEL", "Technological")),
        CellKind("environmental", pgettext_lazy("PESTEL", "Environmental")),
        CellKind("legal", pgettext_lazy("PESTEL", "Legal")),
    ),
    M.FIVE_FORCES: (
        CellKind("rivalry", _("Rivalry between competitors")),
        CellKind("entrants", _("New entrants")),
        CellKind("substitutes", _("Substitutes")),
        CellKind("suppliers", _("Power of suppliers")),
        CellKind("customers", _("Power of customers")),
    ),
    M.ATTRACTIVENESS: (
        CellKind("attractiveness", _("What makes the market attractive")),
        CellKind("assets", _("Our assets on it"), tone="good"),
        CellKind("obstacles", _("What stands in the way"), tone="warn"),
    ),
}


def cells_of(method: str) -> tuple[CellKind, ...]:
    """Return the cells of a method."""
    return CELLS[method]


def typed_cells(method: str) -> tuple[CellKind, ...]:
    """Return the cells that people fill."""
    return tuple(cell for cell in CELLS[method] if not cell.drawn)
