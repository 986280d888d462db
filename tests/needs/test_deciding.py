"""A need is weighed on the company's grid; the grid advises, people decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.directory.models import MarketSegment
from filon.needs import services
from filon.needs.crossing import Check
from filon.needs.gonogo import DEFAULT
from filon.needs.models import GoNoGo, GoNoGoGrid, Need
from filon.needs.selectors import grid_in_force, win_history
from filon.needs.selectors.crossing import proposed_checks
from tests.conftest import NOW
from tests.deals import makers as deals
from tests.needs import makers

SignIn = Callable[[User], Client]
D = Decimal
CODES = [row.code for row in DEFAULT.criteria]


def notes(*values: int, **more: Any) -> services.Notes:
    """Return notes in the order of the default criteria."""
    return services.Notes(dict(zip(CODES, values, strict=True)), **more)


EXAMPLE = (4, 3, 2, 4, 3, 5, 2)
GOOD, BAD = (4,) * 7, (2,) * 7


def assess(need: Need, actor: User, given: services.Notes, **kwargs: Any) -> GoNoGo:
    """Weigh a need."""
    return services.need_assess(need=need, given=given, actor=actor, now=NOW, **kwargs)


def decide(need: Need, actor: User) -> None:
    """Decide go."""
    services.need_decide(
        need=need, decision="GO", reason="Worth it", actor=actor, now=NOW
    )


def test_example_of_the_specification_is_conditional(alice: User) -> None:
    made = assess(makers.need(alice), alice, notes(*EXAMPLE, comments={"fit": "Range"}))

    assert (made.score, made.advice) == (D("66.0"), "CONDITIONAL")
    assert made.rows[0] == {
        "code": "fit",
        "label": "Adequacy to our offer",
        "weight": 20,
        "note": 4,
        "comment": "Range",
    }


def test_missing_note_is_refused(alice: User) -> None:
    with pytest.raises(services.AssessmentRefused):
        assess(makers.need(alice), alice, services.Notes({"fit": 3}))

    assert not GoNoGo.objects.exists()


def test_expected_loss_knocks_out(alice: User) -> None:
    made = assess(
        makers.need(alice),
        alice,
        notes(*GOOD),
        prospects=services.Prospects(D(50), "History", D(-1), D(0)),
    )

    assert [row["code"] for row in made.knocked_out] == ["margin"]
    assert made.advice == "NO_GO"


@pytest.mark.parametrize(
    ("values", "more", "by_alice", "by_her_manager"),
    [
        (GOOD, {}, True, True),
        (EXAMPLE, {"conditions": "Deposit"}, False, True),
        (EXAMPLE, {}, False, False),
        (BAD, {}, False, True),
        (GOOD, {"knocked_out": ["export"]}, False, False),
    ],
)
def test_grid_says_who_may_go(
    alice: User,
    denis: User,
    values: tuple[int, ...],
    more: dict[str, Any],
    by_alice: bool,
    by_her_manager: bool,
) -> None:
    for actor, may in ((alice, by_alice), (denis, by_her_manager)):
        need = makers.need(alice)
        assess(need, alice, notes(*values, **more))
        if may:
            decide(need, actor)
            assert need.decision == "GO"
        else:
            with pytest.raises(services.GoRefused):
                decide(need, actor)
            need.refresh_from_db()
            assert need.decision == "OPEN"


def test_latest_assessment_counts(alice: User) -> None:
    need = makers.need(alice)
    assess(need, alice, notes(*BAD))
    assess(need, alice, notes(*GOOD))

    decide(need, alice)

    assert need.assessments.count() == 2


def test_company_changes_its_grid_and_old_assessments_stay(
    alice: User, denis: User, now: datetime
) -> None:
    need = makers.need(alice)
    old = assess(need, alice, notes(*EXAMPLE))
    rows = [replace(row, weight=0) for row in DEFAULT.criteria[1:]]
    edition = replace(
        DEFAULT, criteria=(replace(DEFAULT.criteria[0], weight=100), *rows), go_from=80
    )

    services.grid_save(grid=edition, actor=denis, now=now)

    new = assess(need, alice, notes(*EXAMPLE))
    old.refresh_from_db()
    assert (old.score, new.score, new.advice) == (D("66.0"), D("80.0"), "GO")
    assert grid_in_force()[1] == 1


@pytest.mark.parametrize(
    "change",
    [
        {"criteria": DEFAULT.criteria[1:]},
        {"go_from": 40},
        {"knock_outs": DEFAULT.knock_outs * 2},
    ],
)
def test_grid_that_does_not_hold_is_refused(
    denis: User, now: datetime, change: dict[str, Any]
) -> None:
    with pytest.raises(services.GridRefused):
        services.grid_save(grid=replace(DEFAULT, **change), actor=denis, now=now)

    assert not GoNoGoGrid.objects.exists()


def test_salesperson_does_not_change_the_grid(alice: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        services.grid_save(grid=DEFAULT, actor=alice, now=now)


def test_chance_comes_from_ten_closed_deals_at_least(alice: User) -> None:
    segment = MarketSegment.objects.create(name="Chemistry")
    firm = deals.company(alice, segment=segment)
    open_one = deals.deal(alice, organization=firm, amount=D(1000))

    def close(count: int, amount: int, **values: Any) -> None:
        for _number in range(count):
            made = deals.deal(alice, organization=firm, amount=D(amount))
            Deal.objects.filter(pk=made.pk).update(**values)

    close(9, 1500, stage="WON")
    few = win_history(user=alice, deal=open_one)
    close(1, 600, stage="LOST", lost_reason="PRICE")
    close(5, 9000, stage="LOST", lost_reason="PRICE")
    enough = win_history(user=alice, deal=open_one)

    assert (few.closed, few.percent) == (9, None)
    assert (enough.like, enough.won, enough.closed) == ("amount", 9, 10)
    assert enough.percent == 90


@pytest.mark.parametrize(
    ("verdict", "checks"),
    [
        ("GREEN", {"credit": Check("AMBER", "Limit near")}),
        ("AMBER", {"export": Check("RED", "Embargo")}),
        ("RED", {"export": Check("RED", " ")}),
        ("GREEN", {"weather": Check("GREEN", "")}),
    ],
)
def test_whole_is_no_better_than_its_worst_point(
    alice: User, now: datetime, verdict: str, checks: dict[str, Check]
) -> None:
    need = makers.need(alice)

    with pytest.raises(services.VerdictRefused):
        services.need_policy(
            need=need,
            verdict=verdict,
            note="n",
            checks=checks,
            actor=alice,
            now=now,
        )

    need.refresh_from_db()
    assert (need.policy_verdict, need.policy_checks) == ("OPEN", {})


def test_points_of_the_policy_are_kept_with_their_reasons(
    alice: User, now: datetime
) -> None:
    need = makers.need(alice)

    services.need_policy(
        need=need,
        verdict="AMBER",
        note="Deposit asked",
        checks={"credit": Check("AMBER", "Limit near"), "range": Check("GREEN")},
        actor=alice,
        now=now,
    )

    assert need.policy_checks == {
        "credit": {"verdict": "AMBER", "reason": "Limit near"},
        "range": {"verdict": "GREEN", "reason": ""},
    }


def test_records_propose_what_they_know(alice: User) -> None:
    firm = deals.company(alice, credit_limit=D(10_000), country="US")
    deal = deals.deal(alice, organization=firm, amount=D(12_000))

    found = proposed_checks(makers.need(alice, deal=deal))

    assert found["credit"].verdict == "AMBER"
    assert found["export"].verdict == "AMBER"
    assert found["targets"].verdict == "AMBER"
    assert "margin" not in found
    assert "capacity" not in found


def test_need_is_weighed_and_crossed_on_its_pages(
    signed_in: SignIn, alice: User, rene: User, carol: User
) -> None:
    need = makers.need(alice)
    client = signed_in(alice)
    page = reverse("needs:decision", args=[need.pk])
    form = {f"note-{code}": n for code, n in zip(CODES, EXAMPLE, strict=True)}
    money = {
        "win_percent": "35",
        "expected_margin": "11378,58",
        "answer_cost": "3 200",
        "conditions": "Deposit",
    }
    with time_machine.travel(NOW, tick=False):
        assert client.get(page).status_code == 200
        url = reverse("needs:assess", args=[need.pk])
        assert client.post(url, money).status_code == 422
        assert client.post(url, {**form, **money}).status_code == 302
        crossing = client.post(
            reverse("needs:policy", args=[need.pk]),
            {"verdict": "GREEN", "check-range": "GREEN", "check-export": "GREEN"},
        )
        assert crossing.status_code == 302
    shown = client.get(page).content.decode()
    assert "66" in shown
    assert "782" in shown
    for_reader = signed_in(rene).get(page).content.decode()
    assert "66" in for_reader
    assert "11378" not in for_reader.replace("\u202f", "").replace(",", "")
    assert "782" not in for_reader
    assert signed_in(carol).get(page).status_code == 404


def test_manager_changes_the_grid_on_its_page(
    signed_in: SignIn, alice: User, denis: User
) -> None:
    url = reverse("needs:grid-settings")
    assert signed_in(alice).get(url).status_code == 404
    client = signed_in(denis)
    form: dict[str, Any] = {
        **{f"weight-{code}": "10" for code in CODES},
        "own-1": "Strategic account",
        "own-weight-1": "30",
        "own-stop": "No visit allowed",
        "knock_outs": ["export"],
        "go_from": "75",
        "conditional_from": "50",
    }

    assert client.post(url, {**form, "own-weight-1": "29"}).status_code == 422
    assert client.post(url, form).status_code == 302

    grid, version = grid_in_force()
    assert (version, grid.go_from) == (1, 75)
    assert grid.criteria[-1].label == "Strategic account"
    assert [row.code for row in grid.knock_outs] == ["export", "stop1"]
    assert client.get(url).status_code == 200
