from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from filon.accounts.models import Role, User
from filon.coordination.models import Approval, Signal
from filon.coordination.services import ContentChanged, approval_decide
from filon.directory.models import Territory
from filon.documents.services import NumberOutOfOrder
from filon.jobs.models import Job
from filon.journal.models import Entry
from filon.kernel.lifecycle import TransitionRefused
from filon.plans import services, tasks
from filon.plans.models import ActionPlan, PlanObjective
from tests import people
from tests.plans.builders import (
    approve,
    make_complete_plan,
    make_plan,
    make_running_plan,
)
from tests.watch.builders import make_insight, make_potential


def test_plan_is_numbered_in_its_year(alice: User, now: datetime) -> None:
    first, second = make_plan(alice, now), make_plan(alice, now)

    assert (first.ref, second.ref) == ("PLAN-2026-00001", "PLAN-2026-00002")
    assert first.team == alice.team


def test_plan_of_an_earlier_day_is_refused(alice: User, now: datetime) -> None:
    make_plan(alice, now)

    with pytest.raises(NumberOutOfOrder):
        make_plan(alice, now - timedelta(days=3))

    assert ActionPlan.objects.count() == 1


def test_insight_remembers_the_plan_that_rests_on_it(
    alice: User, now: datetime
) -> None:
    insight = make_insight(alice, now)

    plan = make_plan(alice, now, insights=[insight])

    entry = Entry.objects.filter(target_kind="watch.marketinsight").latest("pk")
    assert (entry.target_id, entry.params) == (insight.pk, {"ref": plan.ref})


def test_plan_that_ends_before_it_starts_is_refused(alice: User, now: datetime) -> None:
    with pytest.raises(services.DatesReversed):
        make_plan(alice, now, end_on=date(2026, 1, 1))

    assert not ActionPlan.objects.exists()
    assert not Entry.objects.exists()


def test_related_plans_and_none_contradict_each_other(
    alice: User, now: datetime
) -> None:
    other = make_plan(alice, now)

    with pytest.raises(services.RelatedContradicted):
        make_plan(alice, now, related_plans=[other], has_no_related_plan=True)


def test_reader_makes_no_plan(rene: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        make_plan(rene, now)


def test_colleague_changes_no_plan_of_others(
    alice: User, bob: User, denis: User, now: datetime
) -> None:
    plan = make_plan(alice, now)

    with pytest.raises(PermissionDenied):
        services.plan_update(plan=plan, values={"title": "B"}, actor=bob, now=now)
    services.plan_update(plan=plan, values={"title": "C"}, actor=denis, now=now)

    plan.refresh_from_db()
    assert plan.title == "C"


def test_incomplete_plan_says_everything_that_is_missing(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_plan(alice, now)

    with pytest.raises(services.PlanIncomplete) as refusal:
        services.plan_submit(plan=plan, actor=alice, now=now)

    assert len(refusal.value.missing) == 15
    plan.refresh_from_db()
    assert plan.status == "DRAFT"
    assert not Approval.objects.exists()


def test_complete_plan_goes_to_the_superior_with_its_budget(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_complete_plan(alice, now)

    approval = services.plan_submit(plan=plan, actor=alice, now=now)

    assert approval.approver == denis
    assert approval.amount == Decimal("1200.50")
    assert (plan.status, plan.submitted_at) == ("SUBMITTED", now)


def test_plan_without_a_superior_needs_a_chosen_approver(
    diane: User, now: datetime
) -> None:
    lone = people.person("Lone", Role.SALESPERSON)
    plan = make_complete_plan(lone, now)

    with pytest.raises(services.NobodyApproves):
        services.plan_submit(plan=plan, actor=lone, now=now)
    plan.refresh_from_db()
    assert plan.status == "DRAFT"

    services.plan_submit(plan=plan, approver=diane, actor=lone, now=now)
    assert plan.status == "SUBMITTED"


def test_plan_runs_once_it_is_approved(alice: User, denis: User, now: datetime) -> None:
    plan = make_complete_plan(alice, now)
    approval = services.plan_submit(plan=plan, actor=alice, now=now)

    with pytest.raises(services.NotApproved):
        services.plan_start(plan=plan, actor=alice, now=now)
    plan.refresh_from_db()
    assert plan.status == "SUBMITTED"

    approve(approval, denis, now)
    plan.refresh_from_db()
    assert (plan.status, plan.approved_at) == ("APPROVED", now)
    services.plan_start(plan=plan, actor=alice, now=now)
    assert (plan.status, plan.started_at) == ("RUNNING", now)


def test_draft_cannot_run(alice: User, now: datetime) -> None:
    plan = make_complete_plan(alice, now)

    with pytest.raises(services.NotApproved):
        services.plan_start(plan=plan, actor=alice, now=now)

    plan.refresh_from_db()
    assert plan.status == "DRAFT"


def test_unapproved_plan_is_refused_by_the_database(alice: User, now: datetime) -> None:
    plan = make_plan(alice, now)
    running = ActionPlan.Status.RUNNING

    with pytest.raises(IntegrityError), transaction.atomic():
        ActionPlan.objects.filter(pk=plan.pk).update(status=running)


def test_refused_plan_is_a_draft_again(alice: User, denis: User, now: datetime) -> None:
    plan = make_complete_plan(alice, now)
    approval = services.plan_submit(plan=plan, actor=alice, now=now)

    approval_decide(
        approval=approval, is_approved=False, comment="Too dear.", actor=denis, now=now
    )

    plan.refresh_from_db()
    assert (plan.status, plan.approved_at) == ("DRAFT", None)
    services.plan_submit(plan=plan, actor=alice, now=now)
    assert plan.status == "SUBMITTED"


def test_content_changed_behind_the_approver_is_not_approved(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    approval = services.plan_submit(plan=plan, actor=alice, now=now)
    PlanObjective.objects.filter(plan=plan, metric="REVENUE").update(target=1)

    with pytest.raises(ContentChanged):
        approve(approval, denis, now)

    plan.refresh_from_db()
    assert plan.status == "SUBMITTED"


def test_submitted_plan_is_not_changed_but_taken_back(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    approval = services.plan_submit(plan=plan, actor=alice, now=now)
    with pytest.raises(PermissionDenied):
        services.plan_update(plan=plan, values={"title": "B"}, actor=alice, now=now)

    services.plan_withdraw(plan=plan, actor=alice, now=now)

    approval.refresh_from_db()
    assert (plan.status, approval.status) == ("DRAFT", "VOID")
    services.plan_update(plan=plan, values={"title": "B"}, actor=alice, now=now)


def test_approval_dies_with_the_plan_that_is_taken_back(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    approve(services.plan_submit(plan=plan, actor=alice, now=now), denis, now)
    plan.refresh_from_db()
    services.plan_withdraw(plan=plan, actor=alice, now=now)

    with pytest.raises(services.NotApproved):
        services.plan_start(plan=plan, actor=alice, now=now)

    assert plan.approved_at is None


def test_running_plan_is_not_taken_back(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_running_plan(alice, denis, now)

    with pytest.raises(TransitionRefused):
        services.plan_withdraw(plan=plan, actor=alice, now=now)

    assert plan.status == "RUNNING"
    assert Approval.objects.get().status == "APPROVED"


def test_plan_is_closed_in_figures_and_in_words(
    alice: User, denis: User, now: datetime
) -> None:
    plan = make_running_plan(alice, denis, now)

    with pytest.raises(services.ResultMissing):
        services.plan_close(
            plan=plan,
            quantitative_result="80 %",
            qualitative_result="",
            actor=alice,
            now=now,
        )
    plan.refresh_from_db()
    assert plan.status == "RUNNING"

    services.plan_close(
        plan=plan,
        quantitative_result="80 %",
        qualitative_result="Good.",
        actor=alice,
        now=now,
    )
    assert (plan.status, plan.closed_at) == ("CLOSED", now)


def test_only_drafts_go_to_the_trash(alice: User, denis: User, now: datetime) -> None:
    plan = make_running_plan(alice, denis, now)

    with pytest.raises(PermissionDenied):
        services.plan_trash(plan=plan, actor=alice, now=now)

    plan.refresh_from_db()
    assert plan.deleted_at is None


def test_running_plan_is_not_thrown_away_by_the_general_trash(
    alice: User, denis: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    running = make_running_plan(alice, denis, now)
    draft = make_plan(alice, now)
    client = signed_in(alice)

    for plan, status in ((running, 403), (draft, 302)):
        url = reverse("desk:throw", args=["plans.actionplan", plan.pk])
        assert client.post(url).status_code == status

    running.refresh_from_db()
    draft.refresh_from_db()
    assert running.deleted_at is None
    assert draft.deleted_at is not None
    services.plan_restore(plan=draft, actor=alice, now=now)
    assert draft.deleted_at is None


def test_late_plan_is_signalled_once_to_the_superior(
    alice: User, denis: User, now: datetime
) -> None:
    make_running_plan(alice, denis, now)
    late = now + timedelta(days=60)

    for plan in ActionPlan.objects.all():
        assert services.delay_signal(plan=plan, now=now) is None
        assert services.delay_signal(plan=plan, now=late) is not None
        assert services.delay_signal(plan=plan, now=late) is None

    signal = Signal.objects.get()
    assert (signal.addressee, signal.kind) == (denis, "DELAY")
    assert "1 checkpoint was not held in time." in signal.message


def test_job_goes_through_all_plans(alice: User, denis: User, now: datetime) -> None:
    make_plan(alice, now, start_on=date(2026, 1, 1))
    make_plan(alice, now, start_on=date(2999, 1, 1), end_on=date(2999, 2, 1))

    result = tasks.signal_delays(Job(kind="plans.signal-delays"), lambda **_: None)

    assert result == {"signalled": 1}


def test_insight_carries_over_to_the_plan_form(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    territory = Territory.objects.create(code="R", name="Rhône", departments=["69"])
    insight = make_insight(
        alice, now, statement="Foundries invest", analysis="Why.", territory=territory
    )
    potential = make_potential(alice, now, insight=insight)
    client = signed_in(alice)

    form = client.get(f"/plans/new/?insight={insight.pk}").context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {k: v for k, v in values.items() if v not in (None, False)}
    answer = client.post(
        "/plans/new/", {**sent, "start_on": "2026-03-09", "end_on": "2026-06-26"}
    )
    assert answer.status_code == 302, answer.context["form"].errors

    plan = ActionPlan.objects.get()
    assert (plan.title, plan.scope) == ("Foundries invest", "Why.")
    assert plan.territory == territory
    assert plan.given_by == alice.reports_to
    assert list(plan.insights.all()) == [insight]
    assert list(plan.potentials.all()) == [potential]


def test_mission_letter_is_kept_and_a_false_one_refused(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    sent = {
        "title": "P",
        "start_on": "2026-03-09",
        "end_on": "2026-06-26",
        "currency": "EUR",
        "feasibility": "UNKNOWN",
    }

    false = SimpleUploadedFile("letter.pdf", b"MZ, a program")
    answer = client.post("/plans/new/", {**sent, "mission_file": false})
    assert answer.status_code == 422
    assert not ActionPlan.objects.exists()

    letter = SimpleUploadedFile("letter.txt", b"Win foundries.")
    client.post("/plans/new/", {**sent, "mission_file": letter})
    plan = ActionPlan.objects.get()
    answer = client.get(f"/plans/{plan.pk}/mission/")
    assert b"".join(answer) == b"Win foundries."
