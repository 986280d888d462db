"""A plan's figures, computed from its activities, offers and orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from filon.contracts.models import Order, OrderLine
from filon.kernel.money import round_half_up
from filon.measure.definitions import BY_CODE, Metric
from filon.offers.models import OfferRevision
from filon.plans.models import ActionPlan, PlanObjective
from filon.prospecting.models import Activity

MEETINGS = (Activity.Kind.VISIT, Activity.Kind.MEETING, Activity.Kind.DEMO)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with what it was counted from.

    `value` is None where nothing allows a figure (a rate of nothing).
    """

    value: Decimal | None
    trace: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """An objective beside what was reached."""

    objective: PlanObjective
    measured: Measured
    percent: int | None


def progress(plan: ActionPlan, *, until: date) -> list[Progress]:
    """Return every objective of a plan with its figure up to a day, inclusive."""
    rows = plan.objectives.select_related("family", "item", "person", "territory")
    return [
        _beside(objective, measure(plan, objective, until=until))
        for objective in rows.order_by("pk")
    ]


def measure(plan: ActionPlan, objective: PlanObjective, *, until: date) -> Measured:
    """Return the figure of one objective, restricted to its family, item and person.

    Amounts are exact sums in the company's currency; a rate is rounded half up to two
    decimals. Source: referential C6-RES-1, C7-RES-3.
    """
    metric = Metric(objective.metric)
    unit = BY_CODE[metric].unit
    if metric in {Metric.REVENUE, Metric.VOLUME} and _is_narrow(objective):
        return _of_lines(plan, objective, metric, until, unit)
    if metric in _OF_ORDERS:
        return _OF_ORDERS[metric](_orders(plan, objective, until), plan, unit)
    if metric == Metric.OFFERS:
        return _offers(plan, objective, until)
    return _contacts(plan, objective, metric, until)


def _beside(objective: PlanObjective, measured: Measured) -> Progress:
    percent = None
    if measured.value is not None and objective.target:
        percent = int(round_half_up(measured.value * 100 / objective.target, 0))
    return Progress(objective, measured, percent)


def _is_narrow(objective: PlanObjective) -> bool:
    return objective.family_id is not None or objective.item_id is not None


def _orders(plan: ActionPlan, objective: PlanObjective, until: date) -> QuerySet[Order]:
    rows = Order.objects.alive().filter(plan=plan, ordered_on__lte=until)
    rows = rows.exclude(status=Order.Status.CANCELLED)
    if objective.person_id:
        rows = rows.filter(owner_id=objective.person_id)
    if objective.territory_id:
        rows = rows.filter(organization__territory_id=objective.territory_id)
    if objective.item_id:
        rows = rows.filter(
            pk__in=OrderLine.objects.filter(item_id=objective.item_id).values("order")
        )
    elif objective.family_id:
        lines = OrderLine.objects.filter(item__family_id=objective.family_id)
        rows = rows.filter(pk__in=lines.values("order"))
    return rows


def _of_lines(
    plan: ActionPlan, objective: PlanObjective, metric: str, until: date, unit: str
) -> Measured:
    lines = OrderLine.objects.filter(order__in=_orders(plan, objective, until))
    if objective.item_id:
        lines = lines.filter(item_id=objective.item_id)
    else:
        lines = lines.filter(item__family_id=objective.family_id)
    column = "net_amount_company" if metric == Metric.REVENUE else "quantity"
    found = lines.aggregate(total=Sum(column), count=Count("pk"))
    return Measured(found["total"] or ZERO, (f"lines={found['count']}",), unit)


def _revenue(rows: QuerySet[Order], _plan: ActionPlan, unit: str) -> Measured:
    found = rows.aggregate(total=Sum("total_net_company"), count=Count("pk"))
    return Measured(found["total"] or ZERO, (f"orders={found['count']}",), unit)


def _volume(rows: QuerySet[Order], _plan: ActionPlan, unit: str) -> Measured:
    lines = OrderLine.objects.filter(order__in=rows)
    found = lines.aggregate(total=Sum("quantity"), count=Count("pk"))
    return Measured(found["total"] or ZERO, (f"lines={found['count']}",), unit)


def _margin(rows: QuerySet[Order], _plan: ActionPlan, unit: str) -> Measured:
    known = Q(margin__isnull=False)
    found = rows.aggregate(
        total=Sum("margin"),
        known=Count("pk", filter=known),
        unknown=Count("pk", filter=~known),
    )
    trace = (f"orders={found['known']}", f"unknown={found['unknown']}")
    return Measured(found["total"] or ZERO, trace, unit)


def _margin_rate(rows: QuerySet[Order], _plan: ActionPlan, unit: str) -> Measured:
    known = rows.filter(margin__isnull=False)
    found = known.aggregate(margin=Sum("margin"), revenue=Sum("total_net_company"))
    if not found["revenue"]:
        return Measured(None, ("orders=0",), unit)
    rate = round_half_up(found["margin"] * 100 / found["revenue"], 2)
    trace = (f"margin={found['margin']}", f"revenue={found['revenue']}")
    return Measured(rate, trace, unit)


def _new_customers(rows: QuerySet[Order], _plan: ActionPlan, unit: str) -> Measured:
    """Count the companies whose first order of all is one of the plan's."""
    companies = rows.values("organization")
    first = (
        Order.objects.alive()
        .exclude(status=Order.Status.CANCELLED)
        .filter(organization__in=companies)
        .values("organization")
        .annotate(first=Min("pk"))
    )
    count = rows.filter(pk__in=first.values("first")).count()
    return Measured(Decimal(count), (f"customers={count}",), unit)


def _retained(rows: QuerySet[Order], plan: ActionPlan, unit: str) -> Measured:
    before = (
        Order.objects.alive()
        .exclude(status=Order.Status.CANCELLED)
        .filter(ordered_on__lt=plan.start_on)
    )
    companies = rows.filter(organization__in=before.values("organization"))
    count = companies.values("organization").distinct().count()
    return Measured(Decimal(count), (f"customers={count}",), unit)


def _count(rows: QuerySet[Order], _plan: ActionPlan, unit: str) -> Measured:
    count = rows.count()
    return Measured(Decimal(count), (f"orders={count}",), unit)


_OF_ORDERS: dict[str, Callable[[QuerySet[Order], ActionPlan, str], Measured]] = {
    Metric.REVENUE: _revenue,
    Metric.VOLUME: _volume,
    Metric.MARGIN: _margin,
    Metric.MARGIN_RATE: _margin_rate,
    Metric.NEW_CUSTOMERS: _new_customers,
    Metric.RETAINED: _retained,
    Metric.ORDERS: _count,
}


def _offers(plan: ActionPlan, objective: PlanObjective, until: date) -> Measured:
    rows = OfferRevision.objects.filter(
        offer__deal__plan=plan, sent_at__lt=end_of(until)
    )
    if objective.person_id:
        rows = rows.filter(offer__owner_id=objective.person_id)
    count = rows.values("offer").distinct().count()
    return Measured(Decimal(count), (f"offers={count}",))


def _contacts(
    plan: ActionPlan, objective: PlanObjective, metric: str, until: date
) -> Measured:
    rows = (
        Activity.objects.alive()
        .filter(plan=plan, status=Activity.Status.DONE, done_at__lt=end_of(until))
        .exclude(outcome=Activity.Outcome.NOT_REACHED)
    )
    if metric == Metric.APPOINTMENTS:
        rows = rows.filter(kind__in=MEETINGS)
    if objective.person_id:
        rows = rows.filter(owner_id=objective.person_id)
    count = rows.count()
    return Measured(Decimal(count), (f"activities={count}",))


def end_of(day: date) -> datetime:
    """Return the first moment after a day, in the company's time zone."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def start_of(day: date) -> datetime:
    """Return the first moment of a day, in the company's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def percents(rows: Sequence[Progress]) -> list[int]:
    """Return the progress of the objectives that have one."""
    return [row.percent for row in rows if row.percent is not None]
