"""The customer accepts through their link, in a browser without an account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from filon.accounts.models import User
from filon.contracts.models import Order
from filon.mail.models import OutboxMessage
from filon.offers.models import Acceptance, OfferRevision
from tests.conftest import NOW
from tests.offers import make as offers

pytestmark = pytest.mark.django_db
ANSWER = {"name": "Claire Morel", "has_authority": "on", "customer_reference": "PO-7"}


@pytest.fixture(autouse=True)
def at_the_time_of_the_offer() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def opened(revision: OfferRevision) -> tuple[Client, str, str]:
    """Open the link of the mail; return browser, address of the page and nonce."""
    mail = OutboxMessage.objects.filter(target_id=revision.pk).order_by("pk")[0]
    found = re.search(r"https?://[^/]+(/\S+)", mail.full_body)
    assert found is not None
    client = Client(headers={"user-agent": "Firefox"})
    page = client.get(found.group(1), follow=True)
    nonce = re.search(r'name="nonce" value="([^"]+)"', page.content.decode())
    assert nonce is not None
    return client, page.redirect_chain[-1][0], nonce.group(1)


def test_opening_changes_nothing_and_accepting_makes_the_order(alice: User) -> None:
    revision = offers.sent(alice, options=1)
    option = revision.lines.get(inclusion="OPTION")
    client, address, nonce = opened(revision)
    assert not Order.objects.exists()

    answer = client.post(
        f"{address}accept/", {**ANSWER, "nonce": nonce, "options": [option.pk]}
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    order = Order.objects.get()
    assert order.lines.count() == 2
    acceptance = Acceptance.objects.get()
    assert acceptance.signatory_email == "claire.morel@example.com"
    assert "CMD-" not in client.get(address).content.decode()


def test_typed_email_is_kept_with_the_evidence_and_shown_to_us(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    revision = offers.sent(alice)
    client, address, nonce = opened(revision)
    email = "achats@example.com"

    client.post(f"{address}accept/", {**ANSWER, "nonce": nonce, "email": email})

    acceptance = Acceptance.objects.get()
    assert acceptance.signatory_email == email
    assert acceptance.evidence["signatory"] == {
        "name": "Claire Morel",
        "function": "",
        "email": email,
        "has_authority": True,
    }
    ours = signed_in(alice)
    order = Order.objects.get()
    history = f"/offer-revisions/{revision.pk}/?tab=history"
    for page in (f"/orders/{order.pk}/", history):
        assert f"mailto:{email}" in ours.get(page).content.decode(), page


def test_email_that_is_none_is_refused(alice: User) -> None:
    revision = offers.sent(alice)
    client, address, nonce = opened(revision)

    page = client.post(
        f"{address}accept/", {**ANSWER, "nonce": nonce, "email": "claire"}
    )

    assert page.status_code == 422
    assert not Order.objects.exists()


def test_second_acceptance_is_told_and_makes_no_order(alice: User) -> None:
    revision = offers.sent(alice)
    client, address, nonce = opened(revision)
    client.post(f"{address}accept/", {**ANSWER, "nonce": nonce})

    again = client.post(f"{address}accept/", {**ANSWER, "nonce": nonce})

    assert again.status_code == 409
    assert Order.objects.count() == 1


def test_acceptance_after_the_validity_is_too_late(alice: User) -> None:
    revision = offers.sent(alice)
    with time_machine.travel(offers.later(days=31), tick=False):
        client, address, nonce = opened(revision)

        page = client.post(f"{address}accept/", {**ANSWER, "nonce": nonce})

    assert page.status_code == 409
    assert not Order.objects.exists()


@pytest.mark.parametrize("missing", ["name", "has_authority"])
def test_acceptance_without_name_or_authority_is_refused(
    alice: User, missing: str
) -> None:
    revision = offers.sent(alice)
    client, address, nonce = opened(revision)
    answer = {key: value for key, value in ANSWER.items() if key != missing}

    page = client.post(f"{address}accept/", {**answer, "nonce": nonce})

    assert page.status_code == 422
    assert not Order.objects.exists()


def test_acceptance_without_the_nonce_of_the_page_is_refused(alice: User) -> None:
    revision = offers.sent(alice)
    client, address, _nonce = opened(revision)

    assert client.post(f"{address}accept/", ANSWER).status_code == 403
    assert not Order.objects.exists()


def test_browser_without_the_link_finds_nothing(alice: User) -> None:
    revision = offers.sent(alice)
    _client, address, nonce = opened(revision)

    page = Client().post(f"{address}accept/", {**ANSWER, "nonce": nonce})

    assert page.status_code == 404
    assert not Order.objects.exists()


def test_reading_the_address_of_acceptance_is_no_acceptance(alice: User) -> None:
    revision = offers.sent(alice)
    client, address, _nonce = opened(revision)

    assert client.get(f"{address}accept/").status_code == 405
    assert not Order.objects.exists()
