"""Who reads which sales records."""

from __future__ import annotations

from datetime import datetime

import pytest

from filon.accounts.models import Role, User, ownership
from filon.directory.models import Organization
from tests import people


def make_company(owner: User, now: datetime, name: str) -> Organization:
    return Organization.objects.create(
        name=name, name_key=name.lower(), **ownership(owner, now)
    )


def names(user: User) -> set[str]:
    return set(Organization.objects.visible_to(user).values_list("name", flat=True))


@pytest.fixture
def three_companies(alice: User, bob: User, carol: User, now: datetime) -> None:
    make_company(alice, now, "of Alice")
    make_company(bob, now, "of Bob")
    make_company(carol, now, "of Carol")


@pytest.mark.usefixtures("three_companies")
def test_salesperson_reads_the_own_team(alice: User) -> None:
    assert names(alice) == {"of Alice", "of Bob"}


@pytest.mark.usefixtures("three_companies")
def test_manager_reads_the_teams_they_lead(denis: User) -> None:
    assert names(denis) == {"of Alice", "of Bob"}


@pytest.mark.usefixtures("three_companies")
@pytest.mark.parametrize(
    "role", [Role.DIRECTOR, Role.SALES_ADMIN, Role.READ_ONLY, Role.ADMINISTRATOR]
)
def test_house_roles_read_all(role: str) -> None:
    assert names(people.person("Somebody", role)) == {
        "of Alice",
        "of Bob",
        "of Carol",
    }


@pytest.mark.usefixtures("three_companies")
@pytest.mark.parametrize(
    "role", [Role.EXPERT, Role.CANDIDATE, Role.TUTOR, Role.EVALUATOR, Role.OFFICER]
)
def test_others_read_no_sales_record(role: str) -> None:
    assert names(people.person("Somebody", role)) == set()


def test_salesperson_without_a_team_reads_own_and_reports(
    db: None, now: datetime
) -> None:
    lead = people.person("Lena", Role.SALESPERSON)
    report = people.person("Rob", Role.SALESPERSON, reports_to=lead)
    other = people.person("Olga", Role.SALESPERSON)
    for owner in (lead, report, other):
        make_company(owner, now, owner.first_name)

    assert names(lead) == {"Lena", "Rob"}
    assert names(report) == {"Rob"}


@pytest.mark.usefixtures("three_companies")
def test_closed_account_reads_nothing(diane: User) -> None:
    User.objects.filter(pk=diane.pk).update(is_active=False)
    diane.refresh_from_db()

    assert names(diane) == set()


@pytest.mark.usefixtures("three_companies")
def test_what_lies_in_the_trash_is_not_visible(alice: User, now: datetime) -> None:
    Organization.objects.filter(name="of Bob").update(deleted_at=now)

    assert names(alice) == {"of Alice"}
