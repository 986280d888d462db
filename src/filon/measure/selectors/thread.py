"""A plan's figures, computed from its activities, offers and orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from filon.contracts.models import Order, OrderLine
from filon.kernel.money import round_half_up
from filon.measure.selectors.counting import (
    CONTACTS,
    LINES,
    OFFERS,
    Measured,
    Question,
    answer,
    question,
)
from filon.offers.models import OfferRevision
from filon.plans.models import ActionPlan, PlanObjective
from filon.prospecting.models import Activity


@dataclass(frozen=True, slots=True)
class Progress:
    """An objective beside what was reached."""

    objective: PlanObjective
    measured: Measured
    percent: int | None


def progress(plan: ActionPlan, *, until: date) -> list[Progress]:
    """Return every objective of a plan with its figure up to a day, inclusive."""
    return progress_of([plan], until=until)[plan.pk]


def progress_of(
    plans: Sequence[ActionPlan], *, until: date
) -> dict[int, list[Progress]]:
    """Return, for each plan, its objectives with their figures up to a day, inclusive.

    Amounts are exact sums in the company's currency; a rate is rounded half up to two
    decimals. One query for the objectives and at most one for each kind of rows,
    however many objectives there are. Source: referential C6-RES-1, C7-RES-3.
    """
    by_pk = {plan.pk: plan for plan in plans}
    rows = PlanObjective.objects.filter(plan__in=by_pk)
    objectives = list(
        rows.select_related("family", "item", "person", "territory").order_by("pk")
    )
    asked = {o.pk: question(by_pk[o.plan_id], o) for o in objectives}
    found = _found(asked, plans, until)
    result: dict[int, list[Progress]] = {plan.pk: [] for plan in plans}
    for objective in objectives:
        mine = asked[objective.pk]
        answers = {name: found[f"o{objective.pk}_{name}"] for name in mine.sums}
        measured = answer(objective, mine, answers)
        result[objective.plan_id].append(_beside(objective, measured))
    return result


def _found(
    asked: dict[int, Question], plans: Iterable[ActionPlan], until: date
) -> dict[str, Any]:
    """Ask all questions about one kind of rows at once."""
    sums: dict[str, dict[str, Any]] = defaultdict(dict)
    for pk, one in asked.items():
        for name, aggregate in one.sums.items():
            sums[one.source][f"o{pk}_{name}"] = aggregate
    found: dict[str, Any] = {}
    for source, aggregates in sums.items():
        found |= _rows(source, plans, until).aggregate(**aggregates)
    return found


def _rows(source: str, plans: Iterable[ActionPlan], until: date) -> QuerySet[Any]:
    """Return the rows of the plans that count up to a day."""
    plans = list(plans)
    if source == OFFERS:
        sent = OfferRevision.objects.filter(sent_at__lt=end_of(until))
        return sent.filter(offer__deal__plan__in=plans)
    if source == CONTACTS:
        done = Activity.objects.alive().filter(
            plan__in=plans, status=Activity.Status.DONE, done_at__lt=end_of(until)
        )
        return done.exclude(outcome=Activity.Outcome.NOT_REACHED)
    orders = Order.objects.alive().filter(plan__in=plans, ordered_on__lte=until)
    orders = orders.exclude(status=Order.Status.CANCELLED)
    is_about_lines = source == LINES
    return OrderLine.objects.filter(order__in=orders) if is_about_lines else orders


def _beside(objective: PlanObjective, measured: Measured) -> Progress:
    percent = None
    if measured.value is not None and objective.target:
        percent = int(round_half_up(measured.value * 100 / objective.target, 0))
    return Progress(objective, measured, percent)


def end_of(day: date) -> datetime:
    """Return the first moment after a day, in the company's time zone."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def start_of(day: date) -> datetime:
    """Return the first moment of a day, in the company's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
