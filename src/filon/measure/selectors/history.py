"""Histories by sector, segment, product, customer and contract (C7-MOY-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.accounts.models import User
from filon.contracts.models import Order, OrderLine

LIMIT = 500


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a history, amounts in the company's currency."""

    label: str
    orders: int
    revenue: Decimal
    margin: Decimal | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to cut the history: its name, and the columns that name a line."""

    code: str
    label: Any
    group: tuple[str, ...]
    of_lines: bool = False


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("customer", gettext_lazy("Customer"), ("organization__name",)),
    Dimension(
        "territory", gettext_lazy("Territory"), ("organization__territory__name",)
    ),
    Dimension(
        "segment", gettext_lazy("Market segment"), ("organization__segment__name",)
    ),
    Dimension("family", gettext_lazy("Family"), ("item__family__name",), of_lines=True),
    Dimension(
        "item",
        gettext_lazy("Item"),
        ("item__reference", "item__name_fr"),
        of_lines=True,
    ),
    Dimension(
        "contract", gettext_lazy("Contract"), ("contracts__number", "contracts__title")
    ),
    Dimension(
        "salesperson",
        gettext_lazy("Salesperson"),
        ("owner__first_name", "owner__last_name"),
    ),
    Dimension("plan", gettext_lazy("Action plan"), ("plan__ref", "plan__title")),
)
BY_CODE = {dimension.code: dimension for dimension in DIMENSIONS}


def history(
    *, user: User, dimension: Dimension, since: date, until: date
) -> list[HistoryRow]:
    """Return the orders of a period cut by a dimension, greatest revenue first.

    One query with SQL sums; orders that were cancelled are left out. Both bounds are
    inclusive.
    """
    orders = (
        Order.objects.visible_to(user)
        .filter(ordered_on__range=(since, until), is_counted=True)
        .exclude(status=Order.Status.CANCELLED)
    )
    if dimension.of_lines:
        lines = OrderLine.objects.filter(order__in=orders)
        return _rows(
            lines,
            dimension,
            orders=Count("order", distinct=True),
            revenue=Sum("net_amount_company"),
            last_on=Max("order__ordered_on"),
        )
    return _rows(
        orders,
        dimension,
        orders=Count("pk"),
        revenue=Sum("total_net_company"),
        margin=Sum("margin"),
        last_on=Max("ordered_on"),
    )


def _rows(rows: QuerySet[Any], dimension: Dimension, **sums: Any) -> list[HistoryRow]:
    grouped = rows.order_by().values(*dimension.group).annotate(**sums)
    return [
        HistoryRow(
            label=_label(row, dimension.group),
            orders=row["orders"],
            revenue=row["revenue"] or Decimal(0),
            margin=row.get("margin"),
            last_on=row["last_on"],
        )
        for row in grouped.order_by("-revenue", *dimension.group)[:LIMIT]
    ]


def _label(row: dict[str, Any], group: Sequence[str]) -> str:
    words = " ".join(str(row[name]) for name in group if row[name])
    return words or _("Not assigned")
