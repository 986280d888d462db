from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from filon.accounts.models import User
from filon.directory.models import Organization, Site
from filon.kernel.lifecycle import TransitionRefused
from filon.plans import services
from filon.plans.models import ActionPlan, PlanTarget
from filon.plans.services import targets as module
from filon.watch.market import MarketCut
from tests.plans.builders import make_plan
from tests.watch.builders import make_company


def two_works(actor: User, now: datetime, name: str = "Forge") -> Organization:
    """Make a company with two works in the Rhône department and one beyond."""
    company = make_company(actor, now, name, naf_rev2="70.10Z", department_code="75")
    for department, naf in (("69", "25.50A"), ("69", "28.41Z"), ("42", "25.50A")):
        Site.objects.create(
            organization=company, department_code=department, naf_rev2=naf
        )
    return company


RHONE = MarketCut(by_site=True, departments=("69",), naf=("25", "28"))


def test_sites_of_the_rhone_with_naf_25_and_28_become_targets(
    alice: User, now: datetime
) -> None:
    plan = make_plan(alice, now)
    two_works(alice, now)
    two_works(alice, now, "Foundry")

    found = services.targets_add(plan=plan, cut=RHONE, actor=alice, now=now)

    assert (found.added, found.present) == (4, 0)
    assert plan.targets.values("organization").distinct().count() == 2
    assert plan.target_filter == {
        "by_site": True,
        "departments": ["69"],
        "naf": ["25", "28"],
        "nomenclature": "REV2",
    }
    assert set(plan.targets.values_list("assignee", flat=True)) == {alice.pk}


def test_same_filter_again_adds_only_what_is_new(alice: User, now: datetime) -> None:
    plan = make_plan(alice, now)
    two_works(alice, now)
    services.targets_add(plan=plan, cut=RHONE, actor=alice, now=now)
    two_works(alice, now, "Foundry")

    found = services.targets_add(plan=plan, cut=RHONE, actor=alice, now=now)

    assert (found.added, found.present) == (2, 2)
    assert plan.targets.count() == 4


def test_company_is_not_a_target_as_a_whole_and_by_its_sites(
    alice: User, now: datetime
) -> None:
    plan = make_plan(alice, now)
    company = two_works(alice, now)
    services.target_add(plan=plan, organization=company, actor=alice, now=now)

    assert services.targets_add(plan=plan, cut=RHONE, actor=alice, now=now).added == 0

    other = make_plan(alice, now)
    services.targets_add(plan=other, cut=RHONE, actor=alice, now=now)
    whole = MarketCut(departments=("75",))
    assert services.targets_add(plan=other, cut=whole, actor=alice, now=now).added == 0


def test_companies_of_another_team_are_no_targets(
    alice: User, carol: User, now: datetime
) -> None:
    plan = make_plan(alice, now)
    two_works(carol, now)

    assert services.targets_add(plan=plan, cut=RHONE, actor=alice, now=now).added == 0


def test_too_many_targets_are_refused_and_none_is_added(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_TARGETS", 1)
    plan = make_plan(alice, now)
    two_works(alice, now)

    with pytest.raises(services.TooManyTargets):
        services.targets_add(plan=plan, cut=RHONE, actor=alice, now=now)

    plan.refresh_from_db()
    assert not plan.targets.exists()
    assert plan.target_filter == {}


def test_colleague_adds_no_target(alice: User, bob: User, now: datetime) -> None:
    plan = make_plan(alice, now)
    two_works(alice, now)

    with pytest.raises(PermissionDenied):
        services.targets_add(plan=plan, cut=RHONE, actor=bob, now=now)

    assert not plan.targets.exists()


def test_same_company_twice_is_refused(alice: User, now: datetime) -> None:
    plan = make_plan(alice, now)
    company = make_company(alice, now, "Forge")
    services.target_add(plan=plan, organization=company, actor=alice, now=now)

    with pytest.raises(services.TargetExists):
        services.target_add(plan=plan, organization=company, actor=alice, now=now)

    assert plan.targets.count() == 1


def make_target(actor: User, now: datetime) -> PlanTarget:
    """Make a plan with one target."""
    plan = make_plan(actor, now)
    company = make_company(actor, now, "Forge")
    return services.target_add(plan=plan, organization=company, actor=actor, now=now)


def test_target_is_closed_with_its_reason(alice: User, now: datetime) -> None:
    target = make_target(alice, now)

    with pytest.raises(services.CloseReasonMissing):
        services.target_move(target=target, to="CLOSED", actor=alice, now=now)
    target.refresh_from_db()
    assert target.status == "TO_CONTACT"

    services.target_move(
        target=target, to="CLOSED", reason="Has closed", actor=alice, now=now
    )
    assert (target.status, target.closed_reason) == ("CLOSED", "Has closed")
    with pytest.raises(TransitionRefused):
        services.target_move(target=target, to="WON", actor=alice, now=now)


def test_target_that_was_contacted_stays(alice: User, now: datetime) -> None:
    target = make_target(alice, now)
    PlanTarget.objects.filter(pk=target.pk).update(last_activity_on=date(2026, 3, 1))
    target.refresh_from_db()

    with pytest.raises(services.TargetInUse):
        services.target_remove(target=target, actor=alice, now=now)

    assert PlanTarget.objects.exists()


def test_untouched_target_is_taken_out(alice: User, now: datetime) -> None:
    target = make_target(alice, now)

    services.target_remove(target=target, actor=alice, now=now)

    assert not PlanTarget.objects.exists()


def test_target_says_whom_to_see_and_what_for(
    alice: User, bob: User, now: datetime
) -> None:
    target = make_target(alice, now)

    services.target_update(
        target=target,
        values={"aim": "Show the new valve", "assignee": bob, "priority": 1},
        actor=alice,
        now=now,
    )

    assert (target.aim, target.assignee, target.priority) == (
        "Show the new valve",
        bob,
        1,
    )


def test_filter_page_counts_before_it_adds(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_plan(alice, now)
    two_works(alice, now)
    client = signed_in(alice)
    url = f"/plans/{plan.pk}/targets/find/?by_site=on&departments=69&naf=25,+28"

    page = client.get(url)
    assert page.context["count"].sites == 2
    assert page.context["count"].organizations == 1
    assert "2 sites, 1 company" in " ".join(page.content.decode().split())
    assert not plan.targets.exists()

    sent = {"by_site": "on", "departments": "69", "naf": "25, 28", "priority": "1"}
    client.post(url, sent)
    assert plan.targets.count() == 2
    assert ActionPlan.objects.get().targets.filter(priority=1).count() == 2


def test_unknown_department_is_refused_at_its_field(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_plan(alice, now)

    page = signed_in(alice).get(f"/plans/{plan.pk}/targets/find/?departments=69,+00")

    assert "no department 00" in page.content.decode()
    assert page.context["count"] is None
