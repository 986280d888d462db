"""The dashboard: the month, the year, the plans, satisfaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import formats
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.contracts.models import Order
from filon.kernel.money import round_half_up
from filon.loyalty.selectors import Satisfaction, satisfaction
from filon.measure.selectors.thread import Progress, progress_of, start_of
from filon.offers.models import Offer, OfferRevision
from filon.plans.models import ActionPlan
from filon.prospecting.models import Activity

PLANS = 3
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """Revenue and margin of one month, in the company's currency."""

    start: date
    revenue: Decimal
    margin: Decimal | None
    orders: int


@dataclass(frozen=True, slots=True)
class PlanState:
    """A running plan with its objectives."""

    plan: ActionPlan
    rows: Sequence[Progress]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the page of indicators shows."""

    months: Sequence[Month]
    this_month: Month
    margin_rate: Decimal | None
    pending_count: int
    pending_amount: Decimal
    overdue: int
    plans: Sequence[PlanState]
    satisfaction: Satisfaction


def dashboard(*, user: User, on: date) -> Dashboard:
    """Return the dashboard of what this person may read."""
    months = revenue_by_month(user=user, on=on)
    known = [m for m in months if m.margin is not None and m.revenue]
    revenue = sum((m.revenue for m in known), Decimal(0))
    margin = sum((m.margin or Decimal(0) for m in known), Decimal(0))
    pending = OfferRevision.objects.filter(
        status=OfferRevision.Status.SENT,
        is_current=True,
        offer__in=Offer.objects.visible_to(user),
    ).aggregate(count=Count("pk"), amount=Sum("total_net_company"))
    overdue = (
        Activity.objects.visible_to(user)
        .filter(status=Activity.Status.PLANNED, starts_at__lt=start_of(on))
        .count()
    )
    return Dashboard(
        months=months,
        this_month=months[-1],
        margin_rate=round_half_up(margin * 100 / revenue, 1) if revenue else None,
        pending_count=pending["count"],
        pending_amount=pending["amount"] or Decimal(0),
        overdue=overdue,
        plans=_plans(user, on),
        satisfaction=satisfaction(user, since=on - timedelta(days=365)),
    )


def revenue_by_month(*, user: User, on: date) -> list[Month]:
    """Return the last twelve months, the present one last, empty ones included."""
    starts = _month_starts(on)
    rows = (
        Order.objects.visible_to(user)
        .filter(ordered_on__range=(starts[0], on), is_counted=True)
        .exclude(status=Order.Status.CANCELLED)
        .order_by()
        .annotate(month=TruncMonth("ordered_on"))
        .values("month")
        .annotate(
            revenue=Sum("total_net_company"), margin=Sum("margin"), orders=Count("pk")
        )
    )
    found = {row["month"]: row for row in rows}
    return [_month(start, found.get(start)) for start in starts]


def _month(start: date, row: dict[str, Any] | None) -> Month:
    if row is None:
        return Month(start, Decimal(0), None, 0)
    return Month(start, row["revenue"] or Decimal(0), row["margin"], row["orders"])


def _month_starts(on: date) -> list[date]:
    starts = [on.replace(day=1)]
    while len(starts) < MONTHS:
        starts.append((starts[-1] - timedelta(days=1)).replace(day=1))
    return list(reversed(starts))


def _plans(user: User, on: date) -> list[PlanState]:
    rows = ActionPlan.objects.visible_to(user).filter(status=ActionPlan.Status.RUNNING)
    plans = list(rows.order_by("end_on", "pk")[:PLANS])
    figures = progress_of(plans, until=on)
    return [PlanState(plan, figures[plan.pk]) for plan in plans]


def revenue_chart(months: Sequence[Month]) -> dict[str, Any]:
    """Return the chart of revenue by month, with its table (Vega-Lite)."""
    values = [
        {"month": formats.date_format(m.start, "M"), "revenue": float(m.revenue)}
        for m in months
    ]
    return {
        "id": "revenue-by-month",
        "title": _("Revenue by month"),
        "summary": _("Orders before VAT, by month of order."),
        "columns": [_("Month"), _("Revenue"), _("Orders")],
        "rows": [
            [
                formats.date_format(m.start, "F Y"),
                formats.number_format(m.revenue, 2, use_l10n=True, force_grouping=True),
                m.orders,
            ]
            for m in months
        ],
        "spec": {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "data": {"values": values},
            "mark": {"type": "bar", "cornerRadiusEnd": 3},
            "encoding": {
                "x": {"field": "month", "type": "ordinal", "sort": None, "title": None},
                "y": {"field": "revenue", "type": "quantitative", "title": None},
            },
        },
    }
