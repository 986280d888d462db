"""Signing in: links once, tries limited before any hashing, nothing by default."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from filon.accounts import services
from filon.accounts.limits import PER_ADDRESS, take
from filon.accounts.models import RateBucket, SignInLink, User
from filon.accounts.services import SignInLinkSpent
from filon.kernel import clock
from tests.people import PASSWORD


def test_link_signs_in_once(alice: User, now: datetime) -> None:
    token = services.sign_in_link_create(user=alice, now=now)

    assert services.sign_in_link_use(token=token, now=now) == alice
    with pytest.raises(SignInLinkSpent):
        services.sign_in_link_use(token=token, now=now)


def test_link_dies_after_three_days(alice: User, now: datetime) -> None:
    token = services.sign_in_link_create(user=alice, now=now)

    with pytest.raises(SignInLinkSpent):
        services.sign_in_link_use(token=token, now=now + timedelta(days=3, seconds=1))

    assert SignInLink.objects.get().used_at is None


def test_token_is_not_stored(alice: User, now: datetime) -> None:
    token = services.sign_in_link_create(user=alice, now=now)

    assert token not in str(SignInLink.objects.values().get())


def test_first_start_gives_a_link_and_no_password(db: None, now: datetime) -> None:
    link = services.first_sign_in_link(base_url="http://127.0.0.1:8000", now=now)

    assert link is not None
    assert link.startswith("http://127.0.0.1:8000/sign-in/")
    assert not User.objects.get().has_usable_password()


def test_no_link_once_the_administrator_has_signed_in(ada: User, now: datetime) -> None:
    assert services.first_sign_in_link(base_url="http://x", now=now) is None


def test_opening_the_link_page_spends_nothing(alice: User) -> None:
    token = services.sign_in_link_create(user=alice, now=clock.now())
    client = Client()

    for _ in range(3):
        assert client.get(f"/sign-in/{token}/").status_code == 200

    assert SignInLink.objects.get().used_at is None
    assert client.post(f"/sign-in/{token}/").status_code == 302
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_password_signs_in(alice: User) -> None:
    client = Client()

    answer = client.post(
        "/accounts/login/", {"login": "alice@example.com", "password": PASSWORD}
    )

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_twenty_first_try_is_refused_even_with_the_right_password(
    alice: User,
) -> None:
    client = Client()
    for _ in range(PER_ADDRESS[0]):
        client.post(
            "/accounts/login/", {"login": "alice@example.com", "password": "wrong"}
        )

    client.post(
        "/accounts/login/", {"login": "alice@example.com", "password": PASSWORD}
    )

    assert "_auth_user_id" not in client.session


def test_spoofed_header_does_not_refill_the_tries(alice: User) -> None:
    client = Client()
    for n in range(PER_ADDRESS[0] + 1):
        client.post(
            "/accounts/login/",
            {"login": f"nobody{n}@example.com", "password": "x"},
            headers={"X-Forwarded-For": f"203.0.113.{n}"},
        )

    client.post(
        "/accounts/login/", {"login": "alice@example.com", "password": PASSWORD}
    )

    assert "_auth_user_id" not in client.session


def test_nth_try_passes_and_the_next_does_not(db: None, now: datetime) -> None:
    hour = timedelta(hours=1)

    passed = [take("k", limit=3, period=hour, now=now) for _ in range(5)]

    assert passed == [True, True, True, False, False]
    assert take("k", limit=3, period=hour, now=now + hour)


def test_clock_going_back_does_not_refill(db: None, now: datetime) -> None:
    hour = timedelta(hours=1)
    for _ in range(3):
        take("k", limit=3, period=hour, now=now)

    assert not take("k", limit=3, period=hour, now=now - timedelta(hours=5))
    assert RateBucket.objects.get().count == 3


def test_disabled_user_loses_the_session_at_once(ada: User, alice: User) -> None:
    client = Client()
    client.force_login(alice)
    assert client.get("/profile/").status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert client.get("/profile/").status_code == 302
