"""The panel, the inbox, the lists: what is seen, by whom, at which cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from filon.accounts.models import User
from filon.coordination import selectors, services
from filon.coordination.models import Approval, Consultation, Signal, Transmission
from filon.coordination.services import Addressee
from tests.coordination.builders import (
    DUE,
    KIND,
    OUTSIDE,
    ask,
    make_target,
    plan,
    put_in_force,
    raise_signal,
    submit,
)

LISTS = ("consultations", "approvals", "transmissions", "signals")


def busy(
    alice: User, denis: User, ines: User, nadia: User, now: datetime, times: int
) -> Any:
    """Return a record with `times` gestures of each sort."""
    target = make_target(alice, now)
    for number in range(times):
        ask(target, alice, now, Addressee(user=ines))
        submit(target, alice, denis, now, step=f"STEP{number}", due_on=DUE)
        row = plan(target, alice, now, Addressee(user=denis))
        services.transmission_send(transmission=row, actor=alice, now=now)
        raise_signal(target, alice, now)
        plan(target, alice, now)
        who = Addressee(name=f"Person {number}")
        services.participant_add(target=target, who=who, actor=alice, now=now)
        policy = put_in_force(nadia, now, edition=str(number), valid_until=DUE)
        services.policy_cite(
            target=target, policy=policy, how="Respected.", actor=alice, now=now
        )
    return target


@pytest.mark.parametrize("times", [1, 12])
def test_panel_costs_six_queries(
    times: int,
    alice: User,
    denis: User,
    ines: User,
    nadia: User,
    now: datetime,
    django_assert_num_queries: Any,
) -> None:
    target = busy(alice, denis, ines, nadia, now, times)

    with django_assert_num_queries(6), override("en"):
        panel = selectors.gestures_of(
            alice, target, title=str(target), today=now.date()
        )
        page = render_to_string("coordination/panel.html", {"panel": panel})

    lengths = [len(section.lines) for section in panel.sections]
    assert lengths == [times, times, 2 * times, times, times, times]
    assert panel.waiting == 4 * times
    assert f"/coordination/{KIND}/{target.pk}/consult/" in page
    assert "Can it be cast?" in page


def test_reader_sees_the_gestures_without_the_forms(
    alice: User, rene: User, now: datetime
) -> None:
    target = make_target(alice, now)
    ask(target, alice, now)

    panel = selectors.gestures_of(rene, target, title="", today=now.date())

    assert not panel.can_start
    assert [section.add_url for section in panel.sections] == [""] * 6
    assert len(panel.sections[0].lines) == 1


def test_inbox_holds_what_awaits_each_person(
    alice: User,
    bob: User,
    denis: User,
    ines: User,
    nadia: User,
    now: datetime,
    django_assert_num_queries: Any,
) -> None:
    busy(alice, denis, ines, nadia, now, 2)

    with django_assert_num_queries(6):
        box = selectors.inbox(denis, now)
    assert (len(box.approvals), len(box.signals), len(box.to_read)) == (2, 2, 2)
    assert len(box.policies) == 2
    assert [line.who for line in box.approvals] == ["Alice Test"] * 2
    with django_assert_num_queries(1):
        assert selectors.inbox_count(denis, now) == box.total == 8

    assert len(selectors.inbox(ines, now).consultations) == 2
    assert len(selectors.inbox(alice, now).to_send) == 2
    assert selectors.inbox(bob, now).total == 2


def test_question_to_a_department_awaits_each_of_its_members(
    alice: User, ines: User, denis: User, now: datetime
) -> None:
    ask(make_target(alice, now), alice, now, Addressee(department=ines.department))

    assert len(selectors.inbox(ines, now).consultations) == 1
    assert selectors.inbox(denis, now).consultations == []


def test_late_approval_awaits_the_superior_of_the_approver(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    denis.reports_to = diane
    denis.save()
    submit(make_target(alice, now), alice, denis, now, due_on=date(2026, 3, 10))

    assert selectors.inbox(diane, now).approvals == []
    later = selectors.inbox(diane, now + timedelta(days=9))
    assert [line.is_late for line in later.approvals] == [True]
    assert later.late == 1


def test_gestures_follow_their_deliverable_to_another_team(
    alice: User, bob: User, carol: User, now: datetime
) -> None:
    target = make_target(alice, now)
    ask(target, alice, now)
    assert not Consultation.objects.visible_to(carol)
    target.owner, target.team = carol, carol.team
    target.save()

    moved = services.gestures_follow(target=target)

    assert moved == 1
    assert Consultation.objects.visible_to(carol).count() == 1
    assert not Consultation.objects.visible_to(bob)


@pytest.mark.parametrize("who", ["oscar", "farid", "eva", "tara"])
def test_exam_centre_sees_no_gesture_of_sales(
    who: str, request: pytest.FixtureRequest, alice: User, now: datetime
) -> None:
    target = make_target(alice, now)
    row = ask(target, alice, now)

    user = request.getfixturevalue(who)

    assert not Consultation.objects.visible_to(user)
    assert selectors.fetch_gesture(Consultation, user, row.pk) is None


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("times", [3, 30])
def test_list_costs_six_queries(
    name: str,
    times: int,
    signed_in: Callable[[User], Client],
    alice: User,
    denis: User,
    ines: User,
    nadia: User,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    busy(alice, denis, ines, nadia, now, times)
    client = signed_in(alice)

    with django_assert_max_num_queries(6):
        page = client.get(f"/coordination/{name}/")
    assert "Alpha Forge" in page.text
    for form in ("csv", "xlsx"):
        assert client.get(f"/coordination/{name}/?format={form}").status_code == 200


@pytest.mark.parametrize("times", [3, 30])
def test_framework_costs_six_queries(
    times: int,
    signed_in: Callable[[User], Client],
    alice: User,
    denis: User,
    ines: User,
    nadia: User,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    busy(alice, denis, ines, nadia, now, times)
    client = signed_in(alice)

    with django_assert_max_num_queries(6):
        client.get("/framework/")
    with django_assert_max_num_queries(12):
        client.get("/coordination/")


def test_details_cost_twelve_queries(
    signed_in: Callable[[User], Client],
    alice: User,
    denis: User,
    ines: User,
    nadia: User,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    target = busy(alice, denis, ines, nadia, now, 3)
    client = signed_in(alice)
    models = (Consultation, Approval, Transmission, Signal)
    addresses = [
        f"/coordination/{name}/{model.objects.latest('pk').pk}/"
        for name, model in zip(LISTS, models, strict=True)
    ]
    forms = ("consult", "approve", "transmit", "signal", "cite", "participants")
    addresses += [f"/coordination/{KIND}/{target.pk}/{form}/" for form in forms]
    policy = put_in_force(nadia, now, edition="last")

    for url in [*addresses, f"/framework/{policy.pk}/"]:
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200, url


def test_gestures_of_another_team_are_nowhere(
    signed_in: Callable[[User], Client],
    alice: User,
    carol: User,
    denis: User,
    ines: User,
    nadia: User,
    now: datetime,
) -> None:
    busy(alice, denis, ines, nadia, now, 1)
    client = signed_in(carol)

    for name in LISTS:
        for query in ("", "?q=Alpha", "?format=csv"):
            response = client.get(f"/coordination/{name}/{query}")
            assert b"Alpha Forge" not in response.getvalue()
    assert "Alpha Forge" not in client.get("/coordination/").text


def test_mails_and_pages_in_english_hold_no_french(
    signed_in: Callable[[User], Client],
    alice: User,
    denis: User,
    ines: User,
    nadia: User,
    now: datetime,
) -> None:
    target = busy(alice, denis, ines, nadia, now, 1)
    ask(target, alice, now, OUTSIDE)
    client = signed_in(alice)

    for path in ("", *(f"{name}/" for name in LISTS)):
        text = client.get(f"/coordination/{path}").text
        for french in ("Avis", "Diffusion", "Signalement", "Validation", "vous"):
            assert french not in text, path
