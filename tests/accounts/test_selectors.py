"""Whom a form offers as owner, superior or expert: people whose role can be it."""

from __future__ import annotations

import pytest

from filon.accounts.forms import UserForm
from filon.accounts.models import Role, User
from filon.accounts.selectors import sales_people, superiors
from filon.accounts.services import first_administrator
from filon.coordination.selectors import experts
from filon.directory.forms import AssignForm
from filon.directory.selectors.organizations import filter_choices
from filon.plans.forms.parts import ActionForm
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def everybody() -> dict[str, User]:
    """One active person of each role, and the administrator of the first start."""
    found = {role.value: people.person(role.name.title(), role) for role in Role}
    User.objects.filter(role=Role.ADMINISTRATOR).delete()
    return {**found, Role.ADMINISTRATOR.value: first_administrator()}


def roles_of(rows: object) -> set[str]:
    """Return the roles of the people offered."""
    return {one.role for one in rows}  # type: ignore[attr-defined]


def test_records_are_owned_by_who_writes_them(everybody: dict[str, User]) -> None:
    writers = {"SALESPERSON", "MANAGER", "DIRECTOR", "SALES_ADMIN"}

    assert roles_of(sales_people()) == writers
    for form, field in ((AssignForm(), "owner"), (ActionForm(), "assignee")):
        assert roles_of(form.fields[field].queryset) == writers  # type: ignore[attr-defined]
    director = everybody["DIRECTOR"]
    owners = {int(pk) for pk, _label in filter_choices(director).owners}
    assert owners == {everybody[role].pk for role in writers}


def test_people_report_to_who_decides(everybody: dict[str, User]) -> None:
    assert roles_of(superiors()) == {
        "MANAGER",
        "DIRECTOR",
        "SALES_ADMIN",
        "EXPERT",
        "OFFICER",
    }
    field = UserForm().fields["reports_to"]
    assert everybody["ADMINISTRATOR"] not in field.queryset  # type: ignore[attr-defined]


def test_administrator_is_asked_no_opinion(everybody: dict[str, User]) -> None:
    asked = roles_of(experts(everybody["SALESPERSON"]))

    assert "EXPERT" in asked
    assert "ADMINISTRATOR" not in asked


def test_closed_account_is_offered_nowhere(everybody: dict[str, User]) -> None:
    User.objects.update(is_active=False)

    assert not sales_people().exists()
    assert not superiors().exists()
