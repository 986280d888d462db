"""The facts of a report: contacts, offers, orders, money of a period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Sum

from filon.accounts.models import User
from filon.contracts.models import Order
from filon.loyalty.models import Claim
from filon.loyalty.selectors import satisfaction
from filon.measure.models import Snapshot
from filon.measure.selectors.thread import end_of, progress, start_of
from filon.offers.models import Offer, OfferRevision
from filon.plans.models import ActionPlan, Checkpoint
from filon.prospecting.models import Activity

LISTED = 40


def activity_facts(*, user: User, since: date, until: date) -> dict[str, Any]:
    """Return what a person's scope did in a period, JSON-able; both days inclusive."""
    period = (start_of(since), end_of(until))
    done = Activity.objects.visible_to(user).filter(
        status=Activity.Status.DONE, done_at__gte=period[0], done_at__lt=period[1]
    )
    sent = OfferRevision.objects.filter(
        offer__in=Offer.objects.visible_to(user),
        sent_at__gte=period[0],
        sent_at__lt=period[1],
    )
    orders = (
        Order.objects.visible_to(user)
        .filter(ordered_on__range=(since, until), is_counted=True)
        .exclude(status=Order.Status.CANCELLED)
    )
    return {
        "contacts": _counted(done, "kind"),
        "outcomes": _counted(done.exclude(outcome=""), "outcome"),
        "offers": _amounts(sent),
        "orders": _amounts(orders),
        "order_rows": _order_rows(orders),
        "claims": Claim.objects.visible_to(user)
        .filter(opened_on__range=(since, until))
        .count(),
        "satisfaction": _satisfaction(user, since, until),
    }


def _counted(rows: Any, column: str) -> dict[str, int]:
    counted = rows.order_by().values(column).annotate(count=Count("pk"))
    return {row[column]: row["count"] for row in counted}


def _amounts(rows: Any) -> dict[str, Any]:
    found = rows.aggregate(count=Count("pk"), total=Sum("total_net_company"))
    return {"count": found["count"], "total": str(found["total"] or 0)}


def _order_rows(orders: Any) -> list[list[str]]:
    newest = orders.select_related("organization").order_by("-ordered_on", "-pk")
    return [
        [
            order.number,
            str(order.organization),
            order.ordered_on.isoformat(),
            str(order.total_net_company),
        ]
        for order in newest[:LISTED]
    ]


def _satisfaction(user: User, since: date, until: date) -> dict[str, Any]:
    found = satisfaction(user, since=since, until=until)
    mean = None if found.mean is None else f"{found.mean:.1f}"
    return {"answers": found.answers, "mean": mean, "net": found.net_score}


def review_facts(*, plan: ActionPlan, until: date) -> dict[str, Any]:
    """Return what a plan reached, with its checkpoints and comments, JSON-able."""
    checkpoints = plan.checkpoints.filter(status=Checkpoint.Status.HELD)
    snapshots = (
        Snapshot.objects.filter(plan=plan)
        .select_related("indicator")
        .prefetch_related("comments")
        .order_by("as_of", "pk")
    )
    return {
        "plan": str(plan),
        "period": [plan.start_on.isoformat(), plan.end_on.isoformat()],
        "objectives": [
            {
                "metric": row.objective.metric,
                "given": _text(row.objective.given),
                "target": _text(row.objective.target),
                "value": _text(row.measured.value),
                "unit": row.measured.unit,
                "percent": row.percent,
            }
            for row in progress(plan, until=until)
        ],
        "checkpoints": [
            {
                "on": checkpoint.due_on.isoformat(),
                "done_well": checkpoint.done_well,
                "deviation": checkpoint.deviation,
                "decision": checkpoint.decision,
            }
            for checkpoint in checkpoints.order_by("due_on", "pk")
        ],
        "comments": [
            {
                "indicator": snapshot.indicator.name,
                "on": snapshot.as_of.isoformat(),
                "text": comment.text,
                "cause": comment.cause,
                "action": comment.action,
            }
            for snapshot in snapshots
            for comment in snapshot.comments.all()
        ],
        "quantitative": plan.quantitative_result,
        "qualitative": plan.qualitative_result,
    }


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:f}"
