from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.kernel.lifecycle import TransitionRefused
from filon.plans import services
from filon.plans.models import (
    BudgetLine,
    Checkpoint,
    FunnelAssumption,
    PlanAction,
    PlanObjective,
)
from filon.plans.selectors.sheets import aims, budget, calendar
from tests.plans.builders import (
    add_parts,
    make_complete_plan,
    make_plan,
    make_running_plan,
)
from tests.watch.builders import make_potential


def test_given_stands_beside_proposed(alice: User, now: datetime) -> None:
    plan = make_plan(alice, now)

    services.objective_add(
        plan=plan,
        values={"metric": "REVENUE", "given": Decimal(80), "target": Decimal(90)},
        actor=alice,
        now=now,
    )

    row = PlanObjective.objects.get()
    assert (row.given, row.target) == (Decimal(80), Decimal(90))


def test_objectives_of_a_submitted_plan_stay(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    services.plan_submit(plan=plan, actor=alice, now=now)
    row = PlanObjective.objects.select_related("plan").order_by("pk")[0]
    values = {"metric": "ORDERS", "target": Decimal(5)}

    with pytest.raises(PermissionDenied):
        services.objective_add(plan=plan, values=values, actor=alice, now=now)
    with pytest.raises(PermissionDenied):
        services.objective_update(objective=row, values=values, actor=alice, now=now)
    with pytest.raises(PermissionDenied):
        services.objective_remove(objective=row, actor=alice, now=now)

    assert PlanObjective.objects.count() == 3


def test_objective_is_changed_and_taken_out(alice: User, now: datetime) -> None:
    plan = make_plan(alice, now)
    row = services.objective_add(
        plan=plan,
        values={"metric": "ORDERS", "target": Decimal(5)},
        actor=alice,
        now=now,
    )

    services.objective_update(
        objective=row, values={"target": Decimal(6)}, actor=alice, now=now
    )
    assert row.target == 6
    services.objective_remove(objective=row, actor=alice, now=now)
    assert not PlanObjective.objects.exists()


def test_margin_objectives_are_for_those_who_see_margins(
    alice: User, rene: User, ada: User, denis: User, now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    today = date(2026, 3, 2)

    metrics = {row.metric for row in aims(rene, plan, today).objectives}
    assert metrics == {"REVENUE", "VOLUME"}
    assert len(aims(alice, plan, today).objectives) == 3


def test_contacts_are_computed_back_from_the_revenue(
    alice: User, now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    stage = FunnelAssumption.Stage

    services.assumptions_set(
        plan=plan,
        rates={
            stage.OFFER_TO_ORDER: Decimal(25),
            stage.APPOINTMENT_TO_OFFER: Decimal(40),
            stage.CONTACT_TO_APPOINTMENT: Decimal("12.5"),
        },
        average_deal=Decimal(18_000),
        actor=alice,
        now=now,
    )

    found = aims(alice, plan, date(2026, 3, 2))
    assert [step.needed for step in found.steps] == [5, 20, 50, 400]


def test_rate_is_taken_out(alice: User, now: datetime) -> None:
    plan = make_complete_plan(alice, now)
    stage = FunnelAssumption.Stage.OFFER_TO_ORDER
    for rate in (Decimal(25), None):
        services.assumptions_set(
            plan=plan, rates={stage: rate}, average_deal=None, actor=alice, now=now
        )

    assert not FunnelAssumption.objects.exists()


def test_plan_knows_its_share_of_the_potential(alice: User, now: datetime) -> None:
    fresh = make_potential(alice, now)
    plan = make_complete_plan(alice, now, potentials=[fresh])

    found = aims(alice, plan, date(2026, 3, 2))
    assert found.potential == Decimal("106375.00")
    assert found.share is not None
    assert round(found.share, 1) == Decimal("84.6")
    assert not found.is_potential_old
    assert aims(alice, plan, date(2027, 6, 1)).is_potential_old


def test_action_that_ends_before_it_starts_is_refused(
    alice: User, now: datetime
) -> None:
    plan = make_plan(alice, now)

    with pytest.raises(services.ActionDatesReversed):
        services.action_save(
            plan=plan,
            values={
                "channel": "PHONE",
                "title": "T",
                "start_on": date(2026, 3, 9),
                "end_on": date(2026, 3, 8),
            },
            actor=alice,
            now=now,
        )

    assert not PlanAction.objects.exists()


def test_calendar_marks_the_weeks_of_each_action(alice: User, now: datetime) -> None:
    plan = make_complete_plan(alice, now)
    found = calendar(plan, list(plan.actions.all()))

    assert found.mondays[0] == date(2026, 3, 9)
    assert len(found.mondays) == 16
    assert found.waves[0].weeks[:4] == [True, True, True, False]


def test_estimate_is_fixed_once_submitted_but_costs_are_written_down(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_running_plan(alice, denis, now)
    line = BudgetLine.objects.select_related("plan").get()

    with pytest.raises(PermissionDenied):
        services.budget_line_save(
            plan=plan,
            values={"planned": Decimal(9)},
            line=line,
            actor=alice,
            now=now,
        )
    with pytest.raises(PermissionDenied):
        services.part_remove(part=line, actor=alice, now=now)
    services.budget_line_save(
        plan=plan,
        values={"actual": Decimal("1300.10")},
        line=line,
        actor=alice,
        now=now,
    )

    found = budget(plan)
    assert (found.planned, found.actual) == (Decimal("1200.50"), Decimal("1300.10"))


def test_checkpoint_asks_three_questions(alice: User, now: datetime) -> None:
    plan = make_complete_plan(alice, now)
    row = Checkpoint.objects.select_related("plan").get()

    with pytest.raises(services.AnswersMissing):
        services.checkpoint_hold(
            checkpoint=row,
            done_well="A",
            deviation=" ",
            decision="C",
            actor=alice,
            now=now,
        )
    row.refresh_from_db()
    assert row.status == "PLANNED"

    services.checkpoint_hold(
        checkpoint=row, done_well="A", deviation="B", decision="C", actor=alice, now=now
    )
    assert (row.status, row.held_by, row.decision) == ("HELD", alice, "C")
    with pytest.raises(services.AlreadyHeld):
        services.checkpoint_save(
            plan=plan,
            values={"due_on": date(2026, 5, 1)},
            checkpoint=row,
            actor=alice,
            now=now,
        )
    with pytest.raises(services.AlreadyHeld):
        services.part_remove(part=row, actor=alice, now=now)


def test_checkpoint_is_held_once(alice: User, bob: User, now: datetime) -> None:
    make_complete_plan(alice, now)
    first, second = (
        Checkpoint.objects.select_related("plan").get() for _reader in range(2)
    )
    answers = {"done_well": "A", "deviation": "B", "decision": "C"}
    services.checkpoint_hold(checkpoint=first, **answers, actor=alice, now=now)

    with pytest.raises(TransitionRefused):
        services.checkpoint_hold(checkpoint=second, **answers, actor=alice, now=now)


def test_colleague_touches_no_part_of_others(
    alice: User, bob: User, now: datetime
) -> None:
    plan = make_plan(alice, now)

    with pytest.raises(PermissionDenied):
        add_parts(plan, bob, now)

    assert not plan.actions.exists()


def test_parts_are_taken_out_of_a_draft(alice: User, now: datetime) -> None:
    plan = make_complete_plan(alice, now)

    for part in (
        plan.actions.get(),
        plan.budget_lines.get(),
        plan.checkpoints.get(),
        plan.reminder_rules.get(),
    ):
        services.part_remove(part=part, actor=alice, now=now)

    assert not plan.actions.exists()
    assert not plan.budget_lines.exists()
