"""The tabs of a plan's page, each read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from filon.accounts.models import User, scope_of
from filon.accounts.policies import can_see_margin
from filon.catalog.models import ProductFamily
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.plans.arithmetic import (
    FunnelInputs,
    FunnelStep,
    funnel,
    share_of_potential,
)
from filon.plans.models import (
    ActionPlan,
    BudgetLine,
    Checkpoint,
    FunnelAssumption,
    PlanAction,
    PlanObjective,
    PlanTarget,
    ReminderRule,
)
from filon.plans.selectors.readiness import with_counts
from filon.watch.models import Finding, MarketInsight, MarketPotential

M = PlanObjective.Metric
MARGINS = (M.MARGIN, M.MARGIN_RATE)
POTENTIAL_LIFE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Overview:
    """Why a plan is made, with whom it interacts, what happened to it."""

    insights: Sequence[MarketInsight]
    potentials: Sequence[MarketPotential]
    related: Sequence[ActionPlan]
    families: Sequence[ProductFamily]
    history: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Aims:
    """What a plan aims at, the stages that lead there, and the potential it takes.

    `share` is the part of the potentials that the revenue aims at, in percent.
    """

    objectives: Sequence[PlanObjective]
    rates: dict[str, FunnelAssumption]
    average_deal: Decimal | None
    revenue: Decimal | None
    steps: Sequence[FunnelStep]
    potential: Decimal | None
    share: Decimal | None
    is_potential_old: bool


@dataclass(frozen=True, slots=True)
class Budget:
    """The costs of a plan and their sums."""

    lines: Sequence[BudgetLine]
    planned: Decimal
    committed: Decimal
    actual: Decimal


@dataclass(frozen=True, slots=True)
class Wave:
    """An action on the calendar: True for the weeks it covers."""

    action: PlanAction
    weeks: list[bool]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weeks of a plan, by their Monday, and its actions on them."""

    mondays: list[date]
    waves: list[Wave]


def plans(user: User, today: date) -> QuerySet[Any]:
    """Return the plans that this person reads, with their counts and delays."""
    rows = ActionPlan.objects.visible_to(user).select_related(
        "owner", "team", "territory", "segment"
    )
    return with_counts(rows, today)


def plan_row(user: User, pk: int, today: date) -> Any:
    """Return one plan with its counts.

    :raises ActionPlan.DoesNotExist: if it is absent or not visible to `user`.
    """
    rows = plans(user, today).select_related("given_by", "mission_file", "created_by")
    return rows.get(pk=pk)


def overview(user: User, plan: ActionPlan) -> Overview:
    """Return the chain back from a plan to insights and findings; seven queries."""
    scope = scope_of(user)
    findings = Finding.objects.alive().filter(scope).select_related("source")
    insights = MarketInsight.objects.alive().filter(scope, plans=plan)
    return Overview(
        insights=list(
            insights.prefetch_related(
                Prefetch("findings", findings.order_by("-observed_on", "pk"))
            ).order_by("pk")
        ),
        potentials=list(
            MarketPotential.objects.alive().filter(scope, plans=plan).order_by("pk")
        ),
        related=list(
            ActionPlan.objects.alive().filter(scope, related_plans=plan).order_by("ref")
        ),
        families=list(plan.families.order_by("name", "pk")),
        history=timeline(plan, limit=12),
    )


def aims(user: User, plan: ActionPlan, today: date) -> Aims:
    """Return objectives and the funnel computed back from the revenue; five queries.

    Margins are left out for who may not see them. The revenue is the sum of the
    objectives of the whole plan; where there are only objectives of persons, theirs.
    """
    objectives = list(visible_objectives(user, plan))
    rates = {row.stage: row for row in plan.assumptions.order_by("pk")}
    revenue = _revenue(objectives)
    orders = rates.get(FunnelAssumption.Stage.OFFER_TO_ORDER)
    average = orders.average_deal if orders else None
    inputs = FunnelInputs(
        revenue=revenue,
        average_deal=average,
        offer_to_order=_rate(rates, FunnelAssumption.Stage.OFFER_TO_ORDER),
        appointment_to_offer=_rate(rates, FunnelAssumption.Stage.APPOINTMENT_TO_OFFER),
        contact_to_appointment=_rate(
            rates, FunnelAssumption.Stage.CONTACT_TO_APPOINTMENT
        ),
    )
    rows = MarketPotential.objects.visible_to(user).filter(
        plans=plan, currency=plan.currency
    )
    potentials = list(rows.order_by("pk"))
    total = sum((row.amount for row in potentials), Decimal(0)) if potentials else None
    return Aims(
        objectives=objectives,
        rates=rates,
        average_deal=average,
        revenue=revenue,
        steps=funnel(inputs),
        potential=total,
        share=share_of_potential(revenue, total) if revenue and total else None,
        is_potential_old=any(p.as_of < today - POTENTIAL_LIFE for p in potentials),
    )


def visible_objectives(user: User, plan: ActionPlan) -> QuerySet[PlanObjective]:
    """Return the objectives of a plan, margins only for who may see them."""
    rows = plan.objectives.select_related("person", "family", "item", "territory")
    if not can_see_margin(user):
        rows = rows.exclude(metric__in=MARGINS)
    return rows.order_by("pk")


def targets(plan: ActionPlan) -> QuerySet[PlanTarget]:
    """Return the targets of a plan with whom to see there."""
    return plan.targets.select_related("organization", "site", "contact", "assignee")


def budget(plan: ActionPlan) -> Budget:
    """Return the costs of a plan; one query, sums exact."""
    lines = list(plan.budget_lines.select_related("action").order_by("category", "pk"))
    zero = Decimal(0)
    return Budget(
        lines=lines,
        planned=sum((line.planned for line in lines), zero),
        committed=sum((line.committed or zero for line in lines), zero),
        actual=sum((line.actual or zero for line in lines), zero),
    )


def calendar(plan: ActionPlan, actions: Sequence[PlanAction]) -> Calendar:
    """Return the actions on the weeks of a plan, 53 weeks at most."""
    first = plan.start_on - timedelta(days=plan.start_on.weekday())
    count = min((plan.end_on - first).days // 7 + 1, 53)
    mondays = [first + timedelta(weeks=n) for n in range(count)]
    return Calendar(
        mondays=mondays,
        waves=[
            Wave(
                action,
                [
                    action.start_on <= monday + timedelta(days=6)
                    and action.end_on >= monday
                    for monday in mondays
                ],
            )
            for action in actions
        ],
    )


def actions(plan: ActionPlan) -> list[PlanAction]:
    """Return the actions of a plan by their first day."""
    rows = plan.actions.select_related("assignee")
    return list(rows.order_by("start_on", "pk"))


def checkpoints(plan: ActionPlan) -> list[Checkpoint]:
    """Return the checkpoints of a plan by day."""
    return list(plan.checkpoints.select_related("held_by").order_by("due_on", "pk"))


def reminder_rules(plan: ActionPlan) -> list[ReminderRule]:
    """Return the reminder rules of a plan."""
    return list(plan.reminder_rules.order_by("pk"))


def _revenue(objectives: Sequence[PlanObjective]) -> Decimal | None:
    rows = [row for row in objectives if row.metric == M.REVENUE]
    whole = [row for row in rows if row.person_id is None] or rows
    return sum((row.target for row in whole), Decimal(0)) if whole else None


def _rate(rates: dict[str, FunnelAssumption], stage: str) -> Decimal | None:
    row = rates.get(stage)
    return row.rate_percent if row else None
