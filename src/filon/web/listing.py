"""Lists that stay fast at any length: keyset pages, filters, sort, CSV and XLSX.

A view describes its list once (`ListSpec`); the page, the export and the phone cards
come from it. A page costs one query for the rows (plus the prefetches of the view's
queryset) and one bounded count.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils.http import urlencode

PAGE_SIZE = 50
COUNT_LIMIT = 10_000
EXPORT_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row as text; `badge` is a tone, `sub` a muted second line."""

    text: str
    url: str | None = None
    badge: str | None = None
    align: str = "start"
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, how a row gives its cell and its exported value.

    :param cell: row -> Cell or text, for the page.
    :param value: row -> str, number, date or None, for exports; None: the cell's text.
    :param sort: name of the indexed field that sorts by this column, or empty.
    :param visible: False hides the column from this reader, in exports too.
    :param on_page: False leaves the column to the exports.
    :param is_minor: it gives way where a screen is too narrow for all columns; a card
        on a phone has room for it again.
    """

    label: str
    cell: Callable[[Any], Cell | str]
    value: Callable[[Any], Any] | None = None
    sort: str = ""
    align: str = "start"
    visible: bool = True
    on_page: bool = True
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class ListSpec:
    """All that a list page and its exports need.

    :param rows: queryset already restricted to what the reader may see.
    :param default_sort: field name, "-" before it for descending; `pk` breaks ties.
    :param search: text -> Q, or None when the list has no search box.
    :param is_joined: another table restricts the rows, and no index gives their order:
        the keys of a page are then sorted before its rows are read whole.
    """

    title: str
    rows: QuerySet[Any]
    columns: Sequence[Column]
    url: Callable[[Any], str] | None = None
    default_sort: str = "-pk"
    subtitle: str = ""
    search: Callable[[str], Q] | None = None
    filters: Form | None = None
    actions: Sequence[tuple[str, str, str, bool]] = ()
    empty: tuple[str, str, str, str] | None = None
    file_name: str = "filon"
    page_size: int = PAGE_SIZE
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A column head as the template shows it."""

    label: str
    align: str
    sort_url: str | None
    sorted: str
    is_minor: bool = False

    @property
    def classes(self) -> str:
        """The classes of its cells; `minor` gives way where not all columns fit."""
        end, minor = self.align == "end", self.is_minor
        return " ".join(["end"] * end + ["minor"] * minor)


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row as the template shows it."""

    url: str | None
    cells: list[Cell]
    record: Any = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, ready for `web/list.html`."""

    title: str
    subtitle: str
    q: str
    has_search: bool
    filters: Form | None
    columns: list[PageColumn]
    rows: list[PageRow]
    total: int | None
    next_url: str | None
    previous_url: str | None
    exports: list[tuple[str, str]] = field(default_factory=list)
    actions: Sequence[tuple[str, str, str, bool]] = ()
    empty: tuple[str, str, str, str] | None = None


def build_page(request: HttpRequest, spec: ListSpec) -> ListPage:
    """Return the page of `spec` that the query string asks for.

    Parameters read: q, sort, after, before. An unknown sort or a broken cursor falls
    back to the first page. `total` is None above COUNT_LIMIT rows: counting them all
    would cost more than the page.
    """
    q = request.GET.get("q", "").strip()
    matching = _searched(spec, q)
    order = _order(request, spec)
    rows, has_before, has_after = _window(request, spec, matching, order)
    columns = [c for c in spec.columns if c.visible and c.on_page]
    return ListPage(
        title=spec.title,
        subtitle=spec.subtitle,
        q=q,
        has_search=spec.search is not None,
        filters=spec.filters,
        columns=[_head(request, column, order) for column in columns],
        rows=[_row(spec, columns, row) for row in rows],
        total=_bounded_count(matching, rows, is_all=not (has_before or has_after)),
        next_url=_link(request, after=_cursor(rows[-1], order)) if has_after else None,
        previous_url=_link(request, before=_cursor(rows[0], order))
        if has_before
        else None,
        exports=[
            ("CSV", _link(request, format="csv")),
            ("XLSX", _link(request, format="xlsx")),
        ],
        actions=spec.actions,
        empty=spec.empty,
    )


def export_rows(
    request: HttpRequest, spec: ListSpec
) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the head and the rows of an export, in the order of the page.

    At most EXPORT_LIMIT rows; the columns hidden from the reader are left out.
    """
    matching = _searched(spec, request.GET.get("q", "").strip())
    columns = [c for c in spec.columns if c.visible]
    ordered = matching.order_by(*_ordering(_order(request, spec)))[:EXPORT_LIMIT]

    def lines() -> Iterator[list[Any]]:
        for row in ordered.iterator(chunk_size=2000):
            yield [_exported(column, row) for column in columns]

    return [str(c.label) for c in columns], lines()


def _searched(spec: ListSpec, q: str) -> QuerySet[Any]:
    return spec.rows.filter(spec.search(q)) if q and spec.search else spec.rows


def _order(request: HttpRequest, spec: ListSpec) -> str:
    """Return the sort that was asked for, if a visible column offers it."""
    asked = request.GET.get("sort", "")
    offered = {c.sort for c in spec.columns if c.sort and c.visible}
    return asked if asked.lstrip("-") in offered else spec.default_sort


def _ordering(order: str) -> list[str]:
    if order.lstrip("-") == "pk":
        return [order]
    return [order, "-pk" if order.startswith("-") else "pk"]


def _window(
    request: HttpRequest, spec: ListSpec, rows: QuerySet[Any], order: str
) -> tuple[list[Any], bool, bool]:
    """Return one page of rows, and whether there are rows before and after it."""
    size = spec.page_size
    after = _read_cursor(request.GET.get("after", ""))
    before = _read_cursor(request.GET.get("before", ""))
    if before is not None and after is None:
        flipped = order[1:] if order.startswith("-") else f"-{order}"
        earlier = rows.filter(_beyond(flipped, *before))
        page = _first(spec, earlier, _ordering(flipped))
        if page:
            return list(reversed(page[:size])), len(page) > size, True
    if after is not None:
        rows = rows.filter(_beyond(order, *after))
    page = _first(spec, rows, _ordering(order))
    return page[:size], after is not None and bool(page), len(page) > size


def _first(spec: ListSpec, rows: QuerySet[Any], ordering: list[str]) -> list[Any]:
    """Return the rows of a page, and one more that tells whether another follows."""
    ordered = rows.order_by(*ordering)
    if not spec.is_joined:
        return list(ordered[: spec.page_size + 1])
    keys = ordered.values("pk")[: spec.page_size + 1]
    return list(rows.filter(pk__in=keys).order_by(*ordering))


def _beyond(order: str, value: Any, pk: int) -> Q:
    """Return the filter of the rows that come after (value, pk) in this order.

    NULLs come first on SQLite and last on PostgreSQL; sortable fields are therefore
    declared without NULL, or the NULL rows are reached by filtering.
    """
    name, sign = order.lstrip("-"), "lt" if order.startswith("-") else "gt"
    if name == "pk":
        return Q(**{f"pk__{sign}": pk})
    # One range first: with two that are joined by OR, SQLite walks the index from its
    # start.
    edge = Q(**{f"{name}__{sign}": value}) | Q(**{f"pk__{sign}": pk})
    return Q(**{f"{name}__{sign}e": value}) & edge


def _cursor(row: Model, order: str) -> str:
    value: Any = row
    for part in order.lstrip("-").split("__"):
        value = getattr(value, part)
    if isinstance(value, datetime | date):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = str(value)
    packed = json.dumps([value, row.pk]).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[Any, int] | None:
    if not text:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        value, pk = json.loads(base64.urlsafe_b64decode(padded))
        return (value, int(pk)) if isinstance(value, str | int) else None
    except (ValueError, TypeError):
        return None


def _bounded_count(
    matching: QuerySet[Any], rows: Sequence[Any], *, is_all: bool
) -> int | None:
    if is_all:
        return len(rows)
    counted = matching.order_by().values("pk")[: COUNT_LIMIT + 1].count()
    return counted if counted <= COUNT_LIMIT else None


def _head(request: HttpRequest, column: Column, order: str) -> PageColumn:
    label, align, is_minor = str(column.label), column.align, column.is_minor
    if not column.sort:
        return PageColumn(label, align, None, "", is_minor)
    ascending = order == column.sort
    state = "asc" if ascending else "desc" if order == f"-{column.sort}" else ""
    target = f"-{column.sort}" if ascending else column.sort
    return PageColumn(label, align, _link(request, sort=target), state, is_minor)


def _row(spec: ListSpec, columns: Sequence[Column], row: Any) -> PageRow:
    cells = []
    for column in columns:
        cell = column.cell(row)
        if not isinstance(cell, Cell):
            cell = Cell(str(cell), align=column.align)
        cells.append(cell)
    return PageRow(spec.url(row) if spec.url else None, cells, row)


def _exported(column: Column, row: Any) -> Any:
    if column.value is not None:
        return column.value(row)
    cell = column.cell(row)
    return cell.text if isinstance(cell, Cell) else str(cell)


def _link(request: HttpRequest, **changes: str) -> str:
    """Return the same list with other parameters; the cursor never survives a sort."""
    kept = {
        name: values
        for name, values in request.GET.lists()
        if name not in {"after", "before", "format", *changes}
    }
    return "?" + urlencode({**kept, **changes}, doseq=True)
