"""Plans with everything that an approver must see."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from filon.accounts.models import User
from filon.coordination.models import Approval
from filon.coordination.services import approval_decide
from filon.directory.models import Territory
from filon.plans import services
from filon.plans.models import ActionPlan
from filon.watch.market import MarketCut
from tests.watch.builders import make_company, make_finding, make_insight


def make_plan(actor: User, now: datetime, **values: Any) -> ActionPlan:
    """Create a plan with a title and dates alone."""
    given = {
        "title": "Foundries of the Rhône",
        "start_on": date(2026, 3, 9),
        "end_on": date(2026, 6, 26),
    }
    return services.plan_create(values={**given, **values}, actor=actor, now=now)


def make_complete_plan(actor: User, now: datetime, **values: Any) -> ActionPlan:
    """Create a plan that lacks nothing."""
    territory, _ = Territory.objects.get_or_create(
        code="RH", name="Rhône", departments=["69"]
    )
    finding = make_finding(actor, now)
    plan = make_plan(
        actor,
        now,
        **{
            "mandate": "Win foundries.",
            "given_by": actor.reports_to or actor,
            "scope": "Foundries of more than 20 people.",
            "territory": territory,
            "feasibility": "YES",
            "quality_constraints": "ISO 9001.",
            "has_no_related_plan": True,
            "insights": [make_insight(actor, now, finding)],
            **values,
        },
    )
    for metric, target in (("REVENUE", 90_000), ("VOLUME", 400), ("MARGIN", 26_000)):
        services.objective_add(
            plan=plan,
            values={"metric": metric, "target": Decimal(target)},
            actor=actor,
            now=now,
        )
    make_company(actor, now, "Forge", department_code="69", is_prospect=True)
    services.targets_add(
        plan=plan, cut=MarketCut(departments=("69",)), actor=actor, now=now
    )
    add_parts(plan, actor, now)
    return plan


def add_parts(plan: ActionPlan, actor: User, now: datetime) -> None:
    """Give a plan an action, a cost, a checkpoint and a reminder rule."""
    services.action_save(
        plan=plan,
        values={
            "channel": "PHONE",
            "title": "First calls",
            "start_on": date(2026, 3, 9),
            "end_on": date(2026, 3, 27),
            "quota": 40,
        },
        actor=actor,
        now=now,
    )
    services.budget_line_save(
        plan=plan,
        values={"category": "TRAVEL", "label": "Trips", "planned": Decimal("1200.50")},
        actor=actor,
        now=now,
    )
    services.checkpoint_save(
        plan=plan, values={"due_on": date(2026, 4, 10)}, actor=actor, now=now
    )
    services.reminder_rule_save(
        plan=plan,
        values={"trigger": "OFFER_SENT", "delay_days": 10, "channel": "PHONE"},
        actor=actor,
        now=now,
    )


def approve(approval: Approval, approver: User, now: datetime) -> None:
    """Approve what was submitted."""
    approval_decide(
        approval=approval, is_approved=True, comment="Good.", actor=approver, now=now
    )


def make_running_plan(actor: User, approver: User, now: datetime) -> ActionPlan:
    """Create a plan that was approved and runs."""
    plan = make_complete_plan(actor, now)
    approval = services.plan_submit(plan=plan, approver=approver, actor=actor, now=now)
    approve(approval, approver, now)
    plan.refresh_from_db()
    services.plan_start(plan=plan, actor=actor, now=now)
    return plan
