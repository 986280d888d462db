"""A plan's figures come from what happened, and a frozen one never changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from filon.accounts.models import User, ownership
from filon.contracts.models import Order, OrderLine
from filon.directory.models import Organization
from filon.kernel.lifecycle import TransitionRefused
from filon.measure.models import Report, Snapshot
from filon.measure.selectors.history import BY_CODE, history
from filon.measure.selectors.home import dashboard
from filon.measure.selectors.thread import progress
from filon.measure.services.checkpoints import Answers, checkpoint_freeze
from filon.measure.services.reports import (
    PlanMissing,
    ReportFrozen,
    report_create,
    report_freeze,
    report_update,
)
from filon.measure.services.snapshots import (
    NothingToMeasure,
    snapshot_comment,
    snapshot_take,
)
from filon.plans.models import ActionPlan, Checkpoint, PlanObjective

DAY = date(2026, 3, 2)


def make_plan(owner: User, now: datetime, ref: str = "PLAN-1") -> ActionPlan:
    return ActionPlan.objects.create(
        ref=ref,
        title="Chemistry",
        start_on=date(2026, 1, 1),
        end_on=date(2026, 12, 31),
        status=ActionPlan.Status.RUNNING,
        approved_at=now,
        started_at=now,
        **ownership(owner, now),
    )


def make_company(owner: User, now: datetime, name: str) -> Organization:
    return Organization.objects.create(
        name=name, name_key=name.lower(), is_customer=True, **ownership(owner, now)
    )


def make_order(
    owner: User,
    now: datetime,
    *,
    plan: ActionPlan | None,
    company: Organization,
    number: str,
    net: str,
    margin: str | None,
    on: date = DAY,
    status: str = Order.Status.RECEIVED,
) -> Order:
    order = Order.objects.create(
        number=number,
        organization=company,
        plan=plan,
        status=status,
        ordered_on=on,
        total_net=Decimal(net),
        total_tax=Decimal(0),
        total_gross=Decimal(net),
        total_net_company=Decimal(net),
        margin=None if margin is None else Decimal(margin),
        **ownership(owner, now),
    )
    OrderLine.objects.create(
        order=order,
        position=1,
        designation="Valve",
        quantity=Decimal("2.5"),
        net_amount=Decimal(net),
        net_amount_company=Decimal(net),
    )
    return order


@pytest.fixture
def plan(alice: User, now: datetime) -> ActionPlan:
    plan = make_plan(alice, now)
    for metric in PlanObjective.Metric.values:
        PlanObjective.objects.create(plan=plan, metric=metric, target=Decimal(100))
    return plan


def figures(plan: ActionPlan, until: date = DAY) -> dict[str, Decimal | None]:
    return {
        row.objective.metric: row.measured.value for row in progress(plan, until=until)
    }


def test_figures_are_sums_of_the_orders_that_stand(
    plan: ActionPlan, alice: User, now: datetime
) -> None:
    roche = make_company(alice, now, "Roche")
    faure = make_company(alice, now, "Faure")
    make_order(
        alice, now, plan=None, company=faure, number="0", net="1", margin="1",
        on=date(2025, 5, 1),
    )  # fmt: skip
    for number, company, net, margin in (
        ("1", roche, "0.10", "0.04"),
        ("2", roche, "0.20", None),
        ("3", faure, "1000.01", "250.00"),
    ):
        make_order(
            alice, now, plan=plan, company=company, number=number, net=net,
            margin=margin,
        )  # fmt: skip
    make_order(
        alice, now, plan=plan, company=roche, number="4", net="5000", margin="1",
        status=Order.Status.CANCELLED,
    )  # fmt: skip

    found = figures(plan)

    assert found["REVENUE"] == Decimal("1000.31")
    assert found["MARGIN"] == Decimal("250.04")
    assert found["MARGIN_RATE"] == Decimal("25.00")
    assert found["VOLUME"] == Decimal("7.5")
    assert found["ORDERS"] == 3
    assert found["NEW_CUSTOMERS"] == 1
    assert found["RETAINED"] == 1


def test_order_of_tomorrow_does_not_count_today(
    plan: ActionPlan, alice: User, now: datetime
) -> None:
    company = make_company(alice, now, "Roche")
    make_order(
        alice, now, plan=plan, company=company, number="1", net="10", margin="1",
        on=DAY + timedelta(days=1),
    )  # fmt: skip

    assert figures(plan)["REVENUE"] == 0
    assert figures(plan, DAY + timedelta(days=1))["REVENUE"] == 10


def test_rate_of_nothing_is_no_figure(plan: ActionPlan) -> None:
    assert figures(plan)["MARGIN_RATE"] is None


def test_hundred_thousand_cents_are_exact(
    plan: ActionPlan, alice: User, now: datetime
) -> None:
    company = make_company(alice, now, "Roche")
    Order.objects.bulk_create(
        Order(
            number=str(n),
            organization=company,
            plan=plan,
            ordered_on=DAY,
            total_net=Decimal("0.10"),
            total_tax=Decimal(0),
            total_gross=Decimal("0.10"),
            total_net_company=Decimal("0.10"),
            **ownership(alice, now),
        )
        for n in range(3000)
    )

    assert figures(plan)["REVENUE"] == Decimal("300.00")


def test_frozen_figure_stays_when_orders_change(
    plan: ActionPlan, alice: User, now: datetime
) -> None:
    company = make_company(alice, now, "Roche")
    order = make_order(
        alice, now, plan=plan, company=company, number="1", net="10", margin="1"
    )
    snapshot_take(plan=plan, as_of=DAY, actor=alice, now=now)
    Order.objects.filter(pk=order.pk).update(status=Order.Status.CANCELLED)

    frozen = Snapshot.objects.get(indicator__code="REVENUE")
    assert frozen.value == 10
    assert figures(plan)["REVENUE"] == 0


@pytest.mark.parametrize(
    "verb", ["UPDATE measure_snapshot SET value = 1", "DELETE FROM measure_snapshot"]
)
def test_raw_sql_cannot_change_a_snapshot(
    verb: str, plan: ActionPlan, alice: User, now: datetime
) -> None:
    snapshot_take(plan=plan, as_of=DAY, actor=alice, now=now)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


def test_plan_without_objective_has_nothing_to_freeze(
    alice: User, now: datetime
) -> None:
    with pytest.raises(NothingToMeasure):
        snapshot_take(plan=make_plan(alice, now), as_of=DAY, actor=alice, now=now)

    assert not Snapshot.objects.exists()


def test_comment_is_appended(plan: ActionPlan, alice: User, now: datetime) -> None:
    taken = snapshot_take(plan=plan, as_of=DAY, actor=alice, now=now)

    snapshot_comment(snapshot=taken[0], text="Low", actor=alice, now=now)

    assert [c.text for c in taken[0].comments.all()] == ["Low"]


def test_checkpoint_freezes_figures_and_answers_at_once(
    plan: ActionPlan, alice: User, now: datetime
) -> None:
    point = Checkpoint.objects.create(plan=plan, due_on=DAY)
    answers = Answers("Calls", "Orders", "Push")

    checkpoint_freeze(checkpoint=point, answers=answers, actor=alice, now=now)

    point.refresh_from_db()
    assert point.decision == "Push"
    assert point.snapshots.count() == len(PlanObjective.Metric.values)
    with pytest.raises(TransitionRefused):
        checkpoint_freeze(checkpoint=point, answers=answers, actor=alice, now=now)
    assert point.snapshots.count() == len(PlanObjective.Metric.values)


def test_history_is_cut_by_each_dimension_in_one_query(
    plan: ActionPlan,
    alice: User,
    carol: User,
    now: datetime,
    django_assert_num_queries: object,
) -> None:
    company = make_company(alice, now, "Roche")
    make_order(alice, now, plan=plan, company=company, number="1", net="10", margin="1")
    period = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}

    for dimension in BY_CODE.values():
        with django_assert_num_queries(1):  # type: ignore[operator]
            rows = history(user=alice, dimension=dimension, **period)
        assert rows[0].revenue == 10, dimension.code
        assert history(user=carol, dimension=dimension, **period) == []


def test_dashboard_of_a_stranger_is_empty(
    plan: ActionPlan, alice: User, carol: User, now: datetime
) -> None:
    company = make_company(alice, now, "Roche")
    make_order(alice, now, plan=plan, company=company, number="1", net="10", margin="1")

    assert dashboard(user=alice, on=DAY).this_month.revenue == 10
    assert dashboard(user=carol, on=DAY).this_month.revenue == 0
    assert dashboard(user=carol, on=DAY).plans == []


def make_report(owner: User, now: datetime, **values: object) -> Report:
    return report_create(
        values={
            "kind": Report.Kind.ACTIVITY,
            "title": "March",
            "period_start": date(2026, 3, 1),
            "period_end": date(2026, 3, 31),
            "language": "en",
            **values,
        },
        actor=owner,
        now=now,
    )


def test_published_report_has_its_files_and_no_longer_changes(
    alice: User, now: datetime
) -> None:
    report = make_report(alice, now)

    report_freeze(report=report, actor=alice, now=now)

    report.refresh_from_db()
    assert report.document is not None
    assert report.workbook is not None
    with pytest.raises(ReportFrozen):
        report_update(report=report, values={"comment": "x"}, actor=alice, now=now)
    with pytest.raises(TransitionRefused):
        report_freeze(report=report, actor=alice, now=now)


def test_review_needs_its_plan(alice: User, now: datetime) -> None:
    with pytest.raises(PlanMissing):
        make_report(alice, now, kind=Report.Kind.REVIEW)

    assert not Report.objects.exists()


def test_review_tells_objectives_and_results(
    plan: ActionPlan, alice: User, now: datetime
) -> None:
    report = make_report(alice, now, kind=Report.Kind.REVIEW, plan=plan)

    report_freeze(report=report, actor=alice, now=now)

    report.refresh_from_db()
    metrics = [row["metric"] for row in report.frozen["objectives"]]
    assert set(metrics) == set(PlanObjective.Metric.values)
