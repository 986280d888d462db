"""Telling the right person in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from filon.accounts.models import User
from filon.coordination import services
from filon.coordination.models import Signal
from filon.directory.models import Organization
from filon.kernel.lifecycle import TransitionRefused
from filon.mail.models import OutboxMessage
from tests.coordination.builders import KIND, make_target, raise_signal


@pytest.fixture
def target(alice: User, now: datetime) -> Organization:
    return make_target(alice, now)


def test_superior_is_told_by_default(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    signal = raise_signal(target, alice, now)

    assert signal.addressee == denis
    assert OutboxMessage.objects.get().to == ["denis@example.com"]


def test_manager_of_the_team_is_told_when_no_superior_is_set(
    denis: User, alice: User, now: datetime
) -> None:
    alice.reports_to = None
    alice.save()
    target = make_target(alice, now)

    assert raise_signal(target, alice, now).addressee == denis


def test_without_anybody_to_tell_it_is_refused(carol: User, now: datetime) -> None:
    target = make_target(carol, now)

    with pytest.raises(services.NobodyToTell):
        raise_signal(target, carol, now)

    assert not Signal.objects.exists()


@pytest.mark.parametrize("message", ["", "  \n"])
def test_empty_signal_is_refused(
    message: str, target: Organization, alice: User, now: datetime
) -> None:
    with pytest.raises(services.AnswerMissing):
        raise_signal(target, alice, now, message=message)

    assert not Signal.objects.exists()


def test_addressee_handles_and_the_raiser_is_told(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    signal = raise_signal(target, alice, now)

    services.signal_handle(signal=signal, answer="One week more.", actor=denis, now=now)

    assert (signal.status, signal.answer) == ("HANDLED", "One week more.")
    assert OutboxMessage.objects.latest("pk").to == ["alice@example.com"]


def test_nobody_else_handles(
    target: Organization, alice: User, bob: User, now: datetime
) -> None:
    signal = raise_signal(target, alice, now)

    with pytest.raises(PermissionDenied):
        services.signal_handle(signal=signal, answer="No.", actor=bob, now=now)

    signal.refresh_from_db()
    assert (signal.status, signal.answer) == ("OPEN", "")


def test_of_two_answers_at_once_the_first_stands(
    target: Organization, alice: User, denis: User, diane: User, now: datetime
) -> None:
    signal = raise_signal(target, alice, now)
    same = Signal.objects.get(pk=signal.pk)

    services.signal_handle(signal=signal, answer="Yes.", actor=denis, now=now)
    with pytest.raises(TransitionRefused):
        services.signal_handle(signal=same, answer="No.", actor=diane, now=now)

    signal.refresh_from_db()
    assert signal.answer == "Yes."


def test_pages(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    denis: User,
    carol: User,
) -> None:
    form: dict[str, Any] = {"kind": "DELAY", "message": "Late.", "addressee": denis.pk}
    done = signed_in(alice).post(f"/coordination/{KIND}/{target.pk}/signal/", form)
    assert done.status_code == 302
    url = f"/coordination/signals/{Signal.objects.get().pk}/"

    assert signed_in(carol).get(url).status_code == 404
    assert signed_in(carol).post(f"{url}handle/", {"answer": "x"}).status_code == 404
    assert signed_in(denis).post(f"{url}handle/", {}).status_code == 422
    assert signed_in(denis).post(f"{url}handle/", {"answer": "Go."}).status_code == 302
    assert "Go." in signed_in(alice).get(url).text
