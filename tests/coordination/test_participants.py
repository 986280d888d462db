"""Who must be informed, identified beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client

from filon.accounts.models import CompanyProfile, User
from filon.coordination import services
from filon.coordination.informed import INFORMED
from filon.coordination.models import Participant
from filon.coordination.services import Addressee
from filon.directory.models import Organization
from tests import people
from tests.coordination.builders import KIND, OUTSIDE, make_target


@pytest.fixture
def target(alice: User, now: datetime) -> Organization:
    return make_target(alice, now)


@pytest.fixture
def informed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engineering and quality must be informed of a company."""
    monkeypatch.setitem(INFORMED, KIND, ("ENGINEERING", "QUALITY"))


def test_person_department_and_outsider_are_identified(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    for who in (
        Addressee(user=ines),
        Addressee(department=ines.department),
        OUTSIDE,
    ):
        services.participant_add(target=target, who=who, actor=alice, now=now)

    assert sorted(map(str, Participant.objects.all())) == [
        "Engineering",
        "Ines Test",
        "Zoé Martin",
    ]


def test_nobody_is_identified_twice(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    who = Addressee(user=ines)
    services.participant_add(target=target, who=who, actor=alice, now=now)

    with pytest.raises(services.AlreadyParticipant):
        services.participant_add(target=target, who=who, actor=alice, now=now)

    assert Participant.objects.count() == 1


def test_rule_adds_departments_and_the_superior_once(
    informed: None, target: Organization, alice: User, denis: User, now: datetime
) -> None:
    people.department("QUALITY")
    people.department("FINANCE")

    first = services.participants_prefill(target=target, actor=alice, now=now)
    second = services.participants_prefill(target=target, actor=alice, now=now)

    assert sorted(map(str, first)) == ["Denis Test", "Quality"]
    assert second == []


def test_rule_keeps_to_the_departments_of_the_company(
    informed: None, target: Organization, alice: User, now: datetime
) -> None:
    people.department("QUALITY")
    profile = CompanyProfile.objects.create(pk=1)
    profile.departments.set([people.department("ENGINEERING")])

    added = services.participants_prefill(target=target, actor=alice, now=now)

    assert "Engineering" in map(str, added)
    assert "Quality" not in map(str, added)


def test_participant_of_another_record_is_not_removed(
    target: Organization, alice: User, now: datetime
) -> None:
    other = make_target(alice, now, "Beta")
    row = services.participant_add(target=other, who=OUTSIDE, actor=alice, now=now)

    with pytest.raises(PermissionDenied):
        services.participant_remove(
            target=target, participant=row, actor=alice, now=now
        )

    assert Participant.objects.count() == 1


def test_pages(
    informed: None,
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    ines: User,
    carol: User,
) -> None:
    client = signed_in(alice)
    url = f"/coordination/{KIND}/{target.pk}/participants/"

    assert client.post(url, {"person": ines.pk, "role": "Foundry"}).status_code == 302
    assert "Foundry" in client.get(url).text
    assert client.post(url, {"person": ines.pk}).status_code == 422
    assert client.post(f"{url}prefill/").status_code == 302
    row = Participant.objects.get(user=ines)
    assert signed_in(carol).post(f"{url}{row.pk}/remove/").status_code == 404
    assert client.post(f"{url}{row.pk}/remove/").status_code == 302
    assert not Participant.objects.filter(pk=row.pk).exists()


def test_rule_names_kinds_of_records_that_exist() -> None:
    assert all(apps.get_model(code) for code in INFORMED)
