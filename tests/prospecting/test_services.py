"""Contacts are planned, reported and followed up by rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.directory.models import Contact, Organization
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import TransitionRefused
from filon.plans.models import ActionPlan, PlanTarget, ReminderRule
from filon.prospecting import services
from filon.prospecting.models import (
    Activity,
    FindingCapture,
    GuideAnswer,
    GuideQuestion,
    SalesSupport,
    SupportUse,
)
from filon.prospecting.tasks import remind
from filon.watch.models import Finding
from tests.deals import makers as deals
from tests.prospecting import makers

A = Activity
LATER = timedelta(days=7)


def picture(activity: Activity) -> dict[str, Any]:
    """Return every column of the row as the database has it."""
    return Activity.objects.filter(pk=activity.pk).values().get()


def test_contact_of_a_target_carries_over_what_the_plan_knows(
    alice: User, now: datetime
) -> None:
    firm = deals.company(alice)
    person = deals.contact(firm, alice, language="en")
    target = makers.target(alice, organization=firm, contact=person)

    activity = makers.activity(alice, plan_target=target, subject="")

    assert (activity.organization, activity.plan) == (firm, target.plan)
    assert (activity.aim, activity.subject) == (target.aim, target.aim)
    assert list(activity.contacts.all()) == [person]
    assert activity.language == "en"
    target.refresh_from_db()
    assert target.next_activity_on == now.date()


def test_contact_of_a_deal_carries_over_company_plan_and_target(alice: User) -> None:
    target = makers.target(alice)
    deal = deals.deal(
        alice, organization=target.organization, plan=target.plan, plan_target=target
    )

    activity = makers.activity(alice, deal=deal)

    assert (activity.organization, activity.plan_target) == (
        target.organization,
        target,
    )


def test_partners_take_part(alice: User) -> None:
    partner = services.Partner(deals.company(alice, "Distributor"), "", "Distributor")
    nobody = services.Partner(None, "  ")

    activity = makers.activity(alice, partners=[partner, nobody])

    assert [row.role for row in activity.partners.all()] == ["Distributor"]


def test_contact_without_company_or_with_a_stranger_is_refused(
    alice: User, now: datetime
) -> None:
    firm = deals.company(alice)
    stranger = deals.contact(deals.company(alice, "Other"), alice)
    cases: list[dict[str, Any]] = [
        {"organization": None},
        {"organization": firm, "contacts": [stranger]},
        {"organization": firm, "ends_at": now - LATER},
    ]

    for values in cases:
        with pytest.raises(services.ActivityRefused):
            makers.activity(alice, **values)

    assert not Activity.objects.exists()


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED", "CLOSED"])
def test_plan_that_is_not_approved_makes_no_contacts(alice: User, status: str) -> None:
    target = makers.target(alice, of_plan=makers.plan(alice, status=status))

    with pytest.raises(services.PlanNotApproved):
        makers.activity(alice, plan_target=target)

    assert not Activity.objects.exists()


def test_reader_plans_nothing(alice: User, rene: User) -> None:
    firm = deals.company(alice)

    with pytest.raises(PermissionDenied):
        makers.activity(rene, organization=firm)

    assert not Activity.objects.exists()


def test_put_off_contact_keeps_its_length(alice: User, now: datetime) -> None:
    activity = makers.activity(alice, ends_at=now + timedelta(hours=2))

    services.activity_reschedule(
        activity=activity, starts_at=now + LATER, actor=alice, now=now
    )

    assert activity.ends_at == now + LATER + timedelta(hours=2)


def test_reported_contact_is_not_put_off(alice: User, now: datetime) -> None:
    activity = makers.activity(alice)
    makers.report(activity, alice)
    before = picture(activity)

    with pytest.raises(services.ActivityRefused):
        services.activity_reschedule(
            activity=activity, starts_at=now + LATER, actor=alice, now=now
        )

    assert picture(activity) == before


def test_giving_up_needs_a_reason_and_frees_the_target(
    alice: User, now: datetime
) -> None:
    target = makers.target(alice)
    activity = makers.activity(alice, plan_target=target)

    with pytest.raises(services.ReasonMissing):
        services.activity_cancel(activity=activity, reason=" ", actor=alice, now=now)
    assert activity.status == A.Status.PLANNED

    services.activity_cancel(activity=activity, reason="Closed", actor=alice, now=now)
    target.refresh_from_db()
    assert (activity.status, target.next_activity_on) == (A.Status.CANCELLED, None)


def test_report_tells_company_person_and_target(alice: User, now: datetime) -> None:
    firm = deals.company(alice)
    person = deals.contact(firm, alice)
    target = makers.target(alice, organization=firm, contact=person)
    activity = makers.activity(alice, plan_target=target)

    follower = makers.report(
        activity,
        alice,
        cost=Decimal("42.50"),
        distance_km=Decimal("120.5"),
        next_step=services.NextStep(kind="VISIT", starts_at=now + LATER),
    )

    assert (activity.status, activity.done_at) == (A.Status.DONE, now)
    assert (activity.cost, activity.distance_km) == (Decimal("42.50"), Decimal("120.5"))
    assert follower is not None
    assert (follower.kind, follower.plan_target) == ("VISIT", target)
    assert activity.next_activity == follower
    assert Organization.objects.get(pk=firm.pk).last_contact_on == now.date()
    assert Contact.objects.get(pk=person.pk).last_contacted_on == now.date()
    target.refresh_from_db()
    assert target.status == PlanTarget.Status.IN_PROGRESS
    assert target.last_activity_on == now.date()
    assert target.next_activity_on == (now + LATER).date()


def test_target_without_next_step_is_refused_and_nothing_is_written(
    alice: User,
) -> None:
    target = makers.target(alice)
    activity = makers.activity(alice, plan_target=target)
    before = picture(activity)

    with pytest.raises(services.NextStepMissing):
        makers.report(activity, alice)

    assert picture(activity) == before
    target.refresh_from_db()
    assert target.last_activity_on is None
    assert target.organization.last_contact_on is None


def test_target_is_closed_instead_of_followed(alice: User, now: datetime) -> None:
    target = makers.target(alice)
    activity = makers.activity(alice, plan_target=target)

    makers.report(
        activity, alice, next_step=services.NextStep(close_reason="No budget")
    )

    target.refresh_from_db()
    assert (target.status, target.closed_reason) == ("CLOSED", "No budget")


def test_next_contact_and_closed_target_exclude_each_other(
    alice: User, now: datetime
) -> None:
    target = makers.target(alice)
    activity = makers.activity(alice, plan_target=target)
    both = services.NextStep(starts_at=now + LATER, close_reason="No budget")

    with pytest.raises(services.NextStepMissing):
        makers.report(activity, alice, next_step=both)

    assert activity.status == A.Status.PLANNED


def test_contact_planned_already_is_the_next_one(alice: User, now: datetime) -> None:
    target = makers.target(alice)
    activity = makers.activity(alice, plan_target=target)
    known = makers.activity(alice, plan_target=target, starts_at=now + LATER)

    follower = makers.report(activity, alice)

    assert follower == known


def test_contact_outside_a_plan_needs_no_next_step(alice: User) -> None:
    activity = makers.activity(alice)

    assert makers.report(activity, alice) is None


def test_nobody_reached_is_no_contact_with_the_company(alice: User) -> None:
    activity = makers.activity(alice)

    makers.report(activity, alice, outcome=A.Outcome.NOT_REACHED, text="")

    assert activity.organization.last_contact_on is None


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": ""},
        {"text": " "},
        {"done_at": datetime.fromisoformat("2026-03-02T09:31:00+00:00")},
    ],
)
def test_report_without_outcome_words_or_in_the_future_is_refused(
    alice: User, values: dict[str, Any]
) -> None:
    activity = makers.activity(alice)
    before = picture(activity)

    with pytest.raises(services.ReportRefused):
        makers.report(activity, alice, **values)

    assert picture(activity) == before


def test_second_report_is_refused(alice: User, bob: User) -> None:
    activity = makers.activity(alice)
    stale = Activity.objects.get(pk=activity.pk)
    makers.report(activity, alice)
    before = picture(activity)

    with pytest.raises(TransitionRefused):
        makers.report(stale, bob, text="Other words")

    assert picture(activity) == before


def test_answers_supports_and_partners_are_kept(alice: User, now: datetime) -> None:
    guide = makers.guide(alice)
    question = guide.questions.get(position=1)
    activity = makers.activity(alice, guide=guide)
    sample = services.support_create(
        values={"title": "Valve", "kind": SalesSupport.Kind.SAMPLE},
        actor=alice,
        now=now,
    )

    makers.report(
        activity,
        alice,
        answers=[services.GivenAnswer(question, "12", is_implicit=True)],
        supports=[services.UsedSupport(sample, SupportUse.Way.HANDED)],
        partners=[services.Partner(name="Jean, distributor")],
    )

    answer = GuideAnswer.objects.get()
    assert (answer.answer, answer.is_implicit) == ("12", True)
    assert SupportUse.objects.get().way == "HANDED"
    assert activity.partners.get().name == "Jean, distributor"


def test_answer_to_another_guide_is_refused(alice: User) -> None:
    stranger = makers.guide(alice).questions.get(position=1)
    activity = makers.activity(alice, guide=makers.guide(alice))

    with pytest.raises(services.AnswerRefused):
        makers.report(activity, alice, answers=[services.GivenAnswer(stranger, "12")])

    assert activity.status == A.Status.PLANNED
    assert not GuideAnswer.objects.exists()


def test_what_was_heard_becomes_a_finding(alice: User, now: datetime) -> None:
    activity = makers.activity(alice)

    finding = services.finding_capture(
        activity=activity,
        values={"title": "Rival cuts prices", "heading": "COMPETITION"},
        actor=alice,
        now=now,
    )

    assert finding.observed_on == now.date()
    assert activity.organization.name in finding.source_text
    assert FindingCapture.objects.get().activity == activity


def test_reader_captures_nothing(alice: User, rene: User, now: datetime) -> None:
    activity = makers.activity(alice)

    with pytest.raises(PermissionDenied):
        services.finding_capture(
            activity=activity,
            values={"title": "X", "heading": "COMPETITION"},
            actor=rene,
            now=now,
        )

    assert not Finding.objects.exists()


def test_contact_opens_one_deal(alice: User, now: datetime) -> None:
    target = makers.target(alice)
    activity = makers.activity(alice, plan_target=target)

    deal = services.deal_from_activity(activity=activity, actor=alice, now=now)

    assert (deal.plan_target, deal.source) == (target, "PLAN")
    assert activity.deal == deal
    with pytest.raises(services.DealExists):
        services.deal_from_activity(activity=activity, actor=alice, now=now)
    assert Deal.objects.count() == 1


def test_english_guide_needs_english_questions(alice: User) -> None:
    guide = makers.guide(alice, language="en", questions=0)

    for values in ({"text_en": ""}, {"text_fr": ""}):
        with pytest.raises(services.GuideRefused):
            makers.question(guide, alice, **values)

    assert not GuideQuestion.objects.exists()


def test_answered_question_stays(alice: User, now: datetime) -> None:
    guide = makers.guide(alice)
    first, second = guide.questions.order_by("position")
    activity = makers.activity(alice, guide=guide)
    makers.report(activity, alice, answers=[services.GivenAnswer(first, "12")])

    with pytest.raises(services.GuideRefused):
        services.question_remove(question=first, actor=alice, now=now)
    services.question_remove(question=second, actor=alice, now=now)

    assert list(guide.questions.all()) == [first]


def test_data_sheet_without_file_is_refused(alice: User, now: datetime) -> None:
    with pytest.raises(services.SupportRefused):
        services.support_create(
            values={"title": "RX", "kind": "DATA_SHEET"}, actor=alice, now=now
        )

    assert not SalesSupport.objects.exists()


def test_one_key_reports_the_call_and_plans_the_next(
    alice: User, now: datetime
) -> None:
    target = makers.target(alice)

    call = services.call_log(target=target, outcome="CALL_BACK", actor=alice, now=now)

    assert (call.status, call.outcome) == (A.Status.DONE, "CALL_BACK")
    assert call.next_activity is not None
    assert call.next_activity.starts_at > now
    assert call.next_activity.starts_at.weekday() < 5


def test_one_key_reports_the_call_that_was_planned(alice: User, now: datetime) -> None:
    target = makers.target(alice)
    planned = makers.activity(alice, plan_target=target)

    call = services.call_log(target=target, outcome="NOT_REACHED", actor=alice, now=now)

    assert call == planned


def test_not_interested_closes_the_target(alice: User, now: datetime) -> None:
    target = makers.target(alice)

    services.call_log(
        target=target,
        outcome="NOT_INTERESTED",
        text="Buys abroad",
        actor=alice,
        now=now,
    )

    target.refresh_from_db()
    assert (target.status, target.closed_reason) == ("CLOSED", "Buys abroad")


def test_unknown_key_writes_nothing(alice: User, now: datetime) -> None:
    target = makers.target(alice)

    with pytest.raises(DomainError):
        services.call_log(target=target, outcome="7", actor=alice, now=now)

    assert not Activity.objects.exists()


@pytest.mark.parametrize("trigger", ["TARGET_IDLE", "CONTACT_MADE"])
def test_rule_plans_a_follow_up_once(alice: User, now: datetime, trigger: str) -> None:
    target = makers.target(alice)
    ReminderRule.objects.create(plan=target.plan, trigger=trigger, channel="VISIT")
    if trigger == "CONTACT_MADE":
        activity = makers.activity(alice, plan_target=target)
        other = makers.activity(alice, plan_target=target, starts_at=now + LATER)
        makers.report(activity, alice)
        services.activity_cancel(activity=other, reason="Ill", actor=alice, now=now)
    later = now + timedelta(days=8)

    first = services.follow_ups_create(now=later)
    second = services.follow_ups_create(now=later)

    assert (first, second) == (1, 0)
    planned = Activity.objects.get(status="PLANNED")
    assert (planned.plan_target, planned.kind) == (target, "VISIT")
    assert planned.owner == alice


def test_rule_waits_for_its_delay_and_for_the_plan_to_run(
    alice: User, now: datetime
) -> None:
    young = makers.plan(alice, started_at=now - timedelta(days=2))
    draft = makers.plan(alice, ref="PAC-2026-00002", status=ActionPlan.Status.DRAFT)
    for plan in (young, draft):
        firm = deals.company(alice, f"Firm {plan.ref}")
        makers.target(alice, of_plan=plan, organization=firm)
    ReminderRule.objects.create(trigger="TARGET_IDLE", delay_days=7)

    assert services.follow_ups_create(now=now) == 0
    assert not Activity.objects.exists()


@pytest.mark.django_db
def test_daily_task_says_how_many_it_planned() -> None:
    def report(**_values: object) -> None:
        """Note nothing: the task is short."""

    assert remind(None, report) == {"planned": 0}  # type: ignore[arg-type]
