"""The administrator creates, changes and closes accounts."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from filon.accounts import services
from filon.accounts.models import CompanyProfile, Role, User
from filon.accounts.services import EmailTaken, LastAdministrator


def test_second_account_with_an_address_is_refused(alice: User) -> None:
    with pytest.raises(EmailTaken):
        services.user_create(
            email="Alice@Example.com",
            first_name="A",
            last_name="B",
            role=Role.SALESPERSON,
        )

    assert User.objects.filter(last_name="B").count() == 0


def test_last_administrator_cannot_be_closed(ada: User, now: datetime) -> None:
    with pytest.raises(LastAdministrator):
        services.user_set_active(user=ada, is_active=False, actor=ada, now=now)

    ada.refresh_from_db()
    assert ada.is_active


def test_users_page_is_the_administrators(ada: User, denis: User) -> None:
    client = Client()
    client.force_login(denis)
    assert client.get("/users/").status_code == 404

    client.force_login(ada)
    assert client.get("/users/").status_code == 200


def test_new_user_gets_a_link_shown_once(ada: User) -> None:
    client = Client()
    client.force_login(ada)

    page = client.post(
        "/users/new/",
        {
            "email": "new@example.com",
            "first_name": "New",
            "last_name": "Person",
            "role": "SALESPERSON",
            "work_mode": "ITINERANT",
            "language": "fr",
        },
    )

    assert b"/sign-in/" in page.content
    assert not User.objects.get(email="new@example.com").has_usable_password()


def test_company_is_set_up_on_one_page(ada: User) -> None:
    client = Client()
    client.force_login(ada)
    form = {
        "name": "Ateliers Roche",
        "country": "FR",
        "activity": "BOTH",
        "currency": "EUR",
        "margin_floor_percent": "24,5",
        "margin_target_percent": "30",
        "free_discount_percent": "10",
        "acceptance_proof": "CLICK",
        "departments": ["ENGINEERING", "PRODUCTION"],
    }

    answer = client.post("/settings/", form)

    assert answer.status_code == 302
    profile = CompanyProfile.objects.get()
    assert profile.is_set_up
    assert str(profile.margin_floor_percent) == "24.50"
    assert profile.acceptance_proof == "CLICK"
    assert profile.departments.count() == 2
