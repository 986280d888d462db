"""What a page draws by the hundred, drawn in one go: cells and options.

As template nodes they were two thirds of the time of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from filon.web.listing import Cell, PageColumn, PageRow
from filon.web.templatetags.filon import ABSENT

register = template.Library()

# A number such as OFF-2026-00210 A is read in one piece.
REFERENCE = re.compile(r"[A-Z]{2,5}-\d{4}-\d+(?: [A-Z])?")


@register.simple_tag
def table_rows(columns: Sequence[PageColumn], rows: Sequence[PageRow]) -> SafeString:
    """Draw the rows of a table; the first cell of a row with an address is its link."""
    labels = [escape(column.label) for column in columns]
    classes = [column.classes.split() for column in columns]
    drawn = [_row(row, labels, classes) for row in rows]
    # Every text was escaped where it was put in.
    return mark_safe("".join(drawn))  # noqa: S308


def _row(row: PageRow, labels: Sequence[str], classes: Sequence[list[str]]) -> str:
    heads = _heads(row, labels, classes)
    cells = [
        f"{head}{_text(row, place, cell)}{_sub(cell)}</td>"
        for place, (head, cell) in enumerate(zip(heads, row.cells, strict=True))
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _heads(
    row: PageRow, labels: Sequence[str], classes: Sequence[list[str]]
) -> Iterator[str]:
    for label, shared, cell in zip(labels, classes, row.cells, strict=True):
        names = _classes(cell, shared)
        yield f'<td data-label="{label}"{names}>'


def _classes(cell: Cell, shared: Sequence[str]) -> str:
    """Return the classes of a cell: `void` leaves it out of a card on a phone."""
    names = list(shared)
    if cell.align == "end" and "end" not in names:
        names.append("end")
    if cell.text in {"", ABSENT}:
        names.append("void")
    elif len(cell.text) < 22 and REFERENCE.fullmatch(cell.text):
        names.append("reference")
    return f' class="{" ".join(names)}"' if names else ""


def _text(row: PageRow, place: int, cell: Cell) -> str:
    text = escape(cell.text or ABSENT)
    if place == 0 and row.url:
        return f'<a class="row-link" href="{escape(row.url)}">{text}</a>'
    if cell.badge:
        tone = escape(cell.badge)
        return f'<span class="badge badge-{tone}">{escape(cell.text)}</span>'
    if cell.url:
        return f'<a class="link" href="{escape(cell.url)}">{text}</a>'
    return text


def _sub(cell: Cell) -> str:
    return f'<span class="cell-sub">{escape(cell.sub)}</span>' if cell.sub else ""


@register.simple_tag
def select_options(groups: Iterable[tuple[str | None, Any, int]]) -> SafeString:
    """Draw the options of a select, as Django's own template does."""
    drawn = []
    for name, options, _index in groups:
        inside = "".join(_option(option) for option in options)
        label = "" if name is None else escape(name)
        drawn.append(
            f'<optgroup label="{label}">{inside}</optgroup>' if name else inside
        )
    # Every text was escaped where it was put in.
    return mark_safe("".join(drawn))  # noqa: S308


def _option(option: Mapping[str, Any]) -> str:
    attributes = "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in option["attrs"].items()
        if value is not False and value is not None
    )
    value = escape(option["value"])
    return f'<option value="{value}"{attributes}>{escape(option["label"])}</option>'
