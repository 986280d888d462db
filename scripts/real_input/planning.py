"""A plan on the metal workshops of one department, approved and started."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from filon.accounts.policies import can_maintain_base
from filon.coordination.services import approval_decide
from filon.directory.services import territory_create
from filon.kernel import clock
from filon.plans import services as plans
from filon.plans.models import ActionPlan
from filon.watch.market import MarketCut
from filon.watch.models import MarketInsight
from real_input.company import Cast
from real_input.steps import Steps

OBJECTIVES = {
    "REVENUE": 50_000,
    "VOLUME": 200,
    "MARGIN": 15_000,
    "MARGIN_RATE": 30,
    "NEW_CUSTOMERS": 2,
    "CONTACTS": 20,
    "APPOINTMENTS": 5,
    "OFFERS": 4,
    "ORDERS": 2,
}


def plan(cast: Cast, insight: MarketInsight, steps: Steps) -> ActionPlan:
    """Write the plan, choose its targets, have it approved, start it."""
    with steps.step("A plan on the Rhône, NAF 25 and 28"):
        made = _plan(cast, insight)
        _targets(made, cast, steps)
        _parts(made, cast)
    with steps.step("Submitted, approved, started"):
        _start(made, cast, steps)
    return made


def _plan(cast: Cast, insight: MarketInsight) -> ActionPlan:
    now, today = clock.now(), clock.today()
    keeper = cast.denis if can_maintain_base(cast.denis) else cast.alice
    territory = territory_create(
        values={"code": "69", "name": "Rhône", "departments": ["69"]},
        actor=keeper,
        now=now,
    )
    return plans.plan_create(
        values={
            "title": "Métallurgie et machines du Rhône",
            "mandate": "Trouver de nouveaux clients dans le travail des métaux.",
            "given_by": cast.denis,
            "given_on": today,
            "scope": "Sites de métallurgie et de construction de machines.",
            "start_on": today,
            "end_on": today + timedelta(days=90),
            "feasibility": ActionPlan.Feasibility.YES,
            "safety_constraints": "Plan de prévention à chaque visite de site.",
            "has_no_related_plan": True,
            "territory": territory,
            "insights": [insight],
            "currency": "EUR",
        },
        actor=cast.alice,
        now=now,
    )


def _targets(made: ActionPlan, cast: Cast, steps: Steps) -> None:
    cut = MarketCut(by_site=True, departments=("69",), naf=("25", "28"))
    added = plans.targets_add(plan=made, cut=cut, actor=cast.alice, now=clock.now())
    steps.same("sites as targets", added.added, 52)
    companies = made.targets.values("organization").distinct().count()
    steps.same("of so many organizations", companies, 46)
    again = plans.targets_add(plan=made, cut=cut, actor=cast.alice, now=clock.now())
    steps.same("added the second time", again.added, 0)


def _parts(made: ActionPlan, cast: Cast) -> None:
    today = clock.today()
    said: dict[str, Any] = {"actor": cast.alice, "now": clock.now(), "plan": made}
    for metric, target in OBJECTIVES.items():
        plans.objective_add(
            values={"metric": metric, "given": None, "target": Decimal(target)}, **said
        )
    plans.action_save(
        values={
            "channel": "VISIT",
            "title": "Visites de sites",
            "start_on": today,
            "end_on": today + timedelta(days=60),
            "quota": 20,
            "assignee": cast.alice,
        },
        **said,
    )
    plans.budget_line_save(
        values={
            "category": "TRAVEL",
            "label": "Déplacements",
            "planned": Decimal(1500),
            "actual": None,
        },
        **said,
    )
    plans.checkpoint_save(values={"due_on": today + timedelta(days=30)}, **said)
    plans.reminder_rule_save(
        values={"trigger": "OFFER_SENT", "delay_days": 7, "channel": "PHONE"}, **said
    )


def _start(made: ActionPlan, cast: Cast, steps: Steps) -> None:
    approval = plans.plan_submit(
        plan=made, actor=cast.alice, now=clock.now(), reason="Budget et cibles."
    )
    steps.same("approver", approval.approver, cast.denis)
    approval_decide(
        approval=approval,
        is_approved=True,
        comment="D’accord.",
        actor=cast.denis,
        now=clock.now(),
    )
    made.refresh_from_db()
    plans.plan_start(plan=made, actor=cast.alice, now=clock.now())
    made.refresh_from_db()
    steps.same("state", made.status, ActionPlan.Status.RUNNING)
