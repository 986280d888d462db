"""The pages of indicators: who sees them, in how many queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from filon.accounts.models import User
from tests.measure.test_figures import make_plan

SignIn = Callable[[User], Client]
PAGES = ("/indicators/", "/indicators/history/", "/reports/", "/reports/new/")


@pytest.mark.parametrize("address", PAGES)
def test_salesperson_opens_the_page(
    address: str, alice: User, signed_in: SignIn
) -> None:
    assert signed_in(alice).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_officer_finds_nothing(address: str, oscar: User, signed_in: SignIn) -> None:
    assert signed_in(oscar).get(address).status_code == 404


def test_plan_of_another_team_is_not_found(
    alice: User, carol: User, now: datetime, signed_in: SignIn
) -> None:
    plan = make_plan(alice, now)

    assert signed_in(carol).get(f"/indicators/plans/{plan.pk}/").status_code == 404


def test_history_is_exported(alice: User, signed_in: SignIn) -> None:
    client = signed_in(alice)

    for wanted in ("csv", "xlsx"):
        answer = client.get("/indicators/history/", {"format": wanted})
        assert answer.status_code == 200
        assert f'history.{wanted}"' in answer["Content-Disposition"]
