"""What each metric counts: in which rows, under which conditions, with which result.

A question is an aggregate over one kind of rows; the questions of all objectives are
asked together, so that a page costs the same with one objective and with a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, Min, Q, Sum

from filon.contracts.models import Order, OrderLine
from filon.kernel.money import round_half_up
from filon.measure.definitions import BY_CODE, Metric
from filon.plans.models import ActionPlan, PlanObjective
from filon.prospecting.models import Activity

MEETINGS = (Activity.Kind.VISIT, Activity.Kind.MEETING, Activity.Kind.DEMO)
ZERO = Decimal(0)
ORDERS, LINES, OFFERS, CONTACTS = "orders", "lines", "offers", "contacts"

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with what it was counted from.

    `value` is None where nothing allows a figure (a rate of nothing).
    """

    value: Decimal | None
    trace: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the rows of `source`, and how the answer is read."""

    source: str
    sums: dict[str, Aggregate]
    read: Callable[[Found], tuple[Decimal | None, tuple[str, ...]]]


def question(plan: ActionPlan, objective: PlanObjective) -> Question:
    """Return what must be asked for the figure of an objective."""
    metric = Metric(objective.metric)
    is_narrow = objective.family_id is not None or objective.item_id is not None
    if metric == Metric.VOLUME or (metric == Metric.REVENUE and is_narrow):
        return _of_lines(metric, _lines(plan, objective))
    if metric == Metric.OFFERS:
        mine = _mine(objective, "offer__owner_id", Q(offer__deal__plan=plan))
        return _counted(OFFERS, "offers", Count("offer", distinct=True, filter=mine))
    if metric in {Metric.CONTACTS, Metric.APPOINTMENTS}:
        mine = _mine(objective, "owner_id", Q(plan=plan))
        if metric == Metric.APPOINTMENTS:
            mine &= Q(kind__in=MEETINGS)
        return _counted(CONTACTS, "activities", Count("pk", filter=mine))
    return _OF_ORDERS[metric](_orders(plan, objective), plan)


def answer(objective: PlanObjective, asked: Question, found: Found) -> Measured:
    """Return the figure of an objective from what was found."""
    value, trace = asked.read(found)
    unit = BY_CODE[objective.metric].unit if asked.source in {ORDERS, LINES} else ""
    return Measured(value, trace, unit)


def _mine(objective: PlanObjective, owner: str, rows: Q) -> Q:
    return rows & Q(**{owner: objective.person_id}) if objective.person_id else rows


def _orders(plan: ActionPlan, objective: PlanObjective) -> Q:
    """Return the orders of an objective; those with such a line, where it is narrow."""
    rows = _mine(objective, "owner_id", Q(plan=plan))
    if objective.territory_id:
        rows &= Q(organization__territory_id=objective.territory_id)
    if objective.item_id:
        lines = OrderLine.objects.filter(item_id=objective.item_id)
        rows &= Q(pk__in=lines.values("order"))
    elif objective.family_id:
        lines = OrderLine.objects.filter(item__family_id=objective.family_id)
        rows &= Q(pk__in=lines.values("order"))
    return rows


def _lines(plan: ActionPlan, objective: PlanObjective) -> Q:
    rows = _mine(objective, "order__owner_id", Q(order__plan=plan))
    if objective.territory_id:
        rows &= Q(order__organization__territory_id=objective.territory_id)
    if objective.item_id:
        rows &= Q(item_id=objective.item_id)
    elif objective.family_id:
        rows &= Q(item__family_id=objective.family_id)
    return rows


def _of_lines(metric: str, rows: Q) -> Question:
    column = "net_amount_company" if metric == Metric.REVENUE else "quantity"
    return Question(
        LINES,
        {"total": Sum(column, filter=rows), "count": Count("pk", filter=rows)},
        lambda found: (found["total"] or ZERO, (f"lines={found['count']}",)),
    )


def _counted(source: str, name: str, count: Aggregate) -> Question:
    return Question(
        source,
        {"count": count},
        lambda found: (Decimal(found["count"]), (f"{name}={found['count']}",)),
    )


def _revenue(rows: Q, _plan: ActionPlan) -> Question:
    total = Sum("total_net_company", filter=rows)
    return Question(
        ORDERS,
        {"total": total, "count": Count("pk", filter=rows)},
        lambda found: (found["total"] or ZERO, (f"orders={found['count']}",)),
    )


def _margin(rows: Q, _plan: ActionPlan) -> Question:
    return Question(
        ORDERS,
        {
            "total": Sum("margin", filter=rows),
            "known": Count("pk", filter=rows & Q(margin__isnull=False)),
            "unknown": Count("pk", filter=rows & Q(margin=None)),
        },
        lambda found: (
            found["total"] or ZERO,
            (f"orders={found['known']}", f"unknown={found['unknown']}"),
        ),
    )


def _margin_rate(rows: Q, _plan: ActionPlan) -> Question:
    known = rows & Q(margin__isnull=False)

    def read(found: Found) -> tuple[Decimal | None, tuple[str, ...]]:
        margin, revenue = found["margin"], found["revenue"]
        if not revenue:
            return None, ("orders=0",)
        trace = (f"margin={margin}", f"revenue={revenue}")
        return round_half_up(margin * 100 / revenue, 2), trace

    sums: dict[str, Aggregate] = {
        "margin": Sum("margin", filter=known),
        "revenue": Sum("total_net_company", filter=known),
    }
    return Question(ORDERS, sums, read)


def _new_customers(rows: Q, plan: ActionPlan) -> Question:
    """Count the companies whose first order of all is one of the objective's."""
    companies = Order.objects.filter(plan=plan).values("organization")
    first = (
        _standing(Order)
        .filter(organization__in=companies)
        .values("organization")
        .annotate(first=Min("pk"))
    )
    mine = rows & Q(pk__in=first.values("first"))
    return _counted(ORDERS, "customers", Count("pk", filter=mine))


def _retained(rows: Q, plan: ActionPlan) -> Question:
    """Count the companies that had ordered before the plan began."""
    before = _standing(Order).filter(ordered_on__lt=plan.start_on)
    mine = rows & Q(organization__in=before.values("organization"))
    count = Count("organization", distinct=True, filter=mine)
    return _counted(ORDERS, "customers", count)


def _count(rows: Q, _plan: ActionPlan) -> Question:
    return _counted(ORDERS, "orders", Count("pk", filter=rows))


def _standing(model: Any) -> Any:
    return model.objects.alive().exclude(status=Order.Status.CANCELLED).order_by()


_OF_ORDERS: dict[str, Callable[[Q, ActionPlan], Question]] = {
    Metric.REVENUE: _revenue,
    Metric.MARGIN: _margin,
    Metric.MARGIN_RATE: _margin_rate,
    Metric.NEW_CUSTOMERS: _new_customers,
    Metric.RETAINED: _retained,
    Metric.ORDERS: _count,
}
