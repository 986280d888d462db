"""The customer's page: by link, without an account, without any cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.contracts.models import Order
from filon.coordination.models import LinkEvent
from filon.mail.models import OutboxMessage
from filon.offers import services
from filon.offers.models import OfferRevision
from tests.offers import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(make.NOW, tick=False):
        yield


def opened(revision: OfferRevision) -> tuple[Client, str]:
    """Open the link of the first recipient; return the browser and the page."""
    mail = OutboxMessage.objects.filter(
        target_kind="offers.offerrevision", target_id=revision.pk
    ).order_by("pk")[0]
    client = Client(HTTP_USER_AGENT="Firefox")
    address = re.findall(r"https?://[^/\s]+(/\S+)", mail.full_body)[0]
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return client, response.request["PATH_INFO"]


def nonce(response: Any) -> str:
    """Return the nonce that the forms of the page carry."""
    found = re.search(r'name="nonce" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found.group(1)


def test_reading_changes_nothing_however_often(alice: User) -> None:
    revision = make.sent(alice)
    client, page = opened(revision)

    for _time in range(20):
        client.get(page)
        client.head(page)

    assert not LinkEvent.objects.exists()
    revision.refresh_from_db()
    assert revision.status == "SENT"
    assert revision.recipients.get().read_at is None


def test_reading_is_proved_by_a_post(alice: User) -> None:
    revision = make.sent(alice)
    client, page = opened(revision)

    response = client.post(f"{page}read/", {"nonce": nonce(client.get(page))})

    assert response.status_code == 302
    assert revision.recipients.get().read_at == make.NOW
    assert LinkEvent.objects.get().user_agent == "Firefox"


def test_ticking_shows_the_totals_of_the_engine(alice: User) -> None:
    revision = make.sent(alice, options=2)
    option = revision.lines.filter(inclusion="OPTION").order_by("pk")[0]
    client, page = opened(revision)

    before = client.get(page).content.decode()
    after = client.get(page, {"options": [str(option.pk), "999"]}).content.decode()

    assert "240,00" in before
    assert "300,00" in after
    assert "<strong>250,00" in after.replace("\xa0", " ").replace("\u202f", " ")


def test_alternative_replaces_the_default(alice: User) -> None:
    revision = make.ready(alice)
    for reference, price in (("A1", 300), ("A2", 500)):
        thing = make.item(alice, reference, price=D(price), cost=D(100))
        make.add(revision, thing, inclusion="ALTERNATIVE", alternative_group="G")
    services.revision_send(revision=revision, actor=alice, now=make.NOW)
    other = revision.lines.get(reference="A2")
    client, page = opened(revision)

    text = client.get(page, {"alternative-G": str(other.pk)}).content.decode()

    assert "840,00" in text.replace("\u202f", " ")


def test_no_cost_no_margin_no_trace_reaches_the_customer(alice: User) -> None:
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice, price=D(1000), cost=D("613.57")))
    make.add(
        revision,
        make.item(alice, "R", cost=D("211.13")),
        manual_price=D(95),
        manual_reason="Canari interne",
    )
    make.approve(revision, alice)
    services.revision_send(revision=revision, actor=alice, now=make.NOW)
    client, page = opened(revision)
    text = client.get(page).content.decode()

    canaries = ("613", "386,43", "38,6", "211,13", "Canari", "PRICE_FOUND")
    for canary in canaries:
        assert canary not in text, canary


def test_acceptance_makes_the_order_and_shows_it(alice: User) -> None:
    revision = make.sent(alice, options=1)
    option = revision.lines.get(inclusion="OPTION")
    client, page = opened(revision)
    shown = client.get(page, {"options": str(option.pk)})

    response = client.post(
        reverse("contracts:public-accept", args=[page.split("/")[2]]),
        {
            "nonce": nonce(shown),
            "name": "Claire Morel",
            "function": "Acheteuse",
            "customer_reference": "PO-7",
            "has_authority": "on",
            "options": str(option.pk),
        },
    )

    assert response.status_code == 302
    revision.refresh_from_db()
    order = Order.objects.get()
    assert revision.status == "ACCEPTED"
    assert (order.total_net, order.customer_reference) == (D("250.00"), "PO-7")
    assert order.lines.count() == 2
    assert revision.acceptance.user_agent == "Firefox"
    assert "Claire Morel" in client.get(page).content.decode()


def test_refusal_without_reason_is_422_and_changes_nothing(alice: User) -> None:
    revision = make.sent(alice)
    client, page = opened(revision)
    token = nonce(client.get(page))

    refused = client.post(f"{page}refuse/", {"nonce": token, "reason": ""})
    assert refused.status_code == 422
    revision.refresh_from_db()
    assert revision.status == "SENT"

    client.post(f"{page}refuse/", {"nonce": token, "reason": "Trop cher"})
    revision.refresh_from_db()
    assert (revision.status, revision.refusal_reason) == ("REFUSED", "Trop cher")
    again = client.post(f"{page}refuse/", {"nonce": token, "reason": "Encore"})
    assert again.status_code == 409


def test_post_without_the_nonce_is_refused(alice: User) -> None:
    revision = make.sent(alice)
    client, page = opened(revision)

    assert client.post(f"{page}refuse/", {"reason": "x"}).status_code == 403

    revision.refresh_from_db()
    assert revision.status == "SENT"


def test_link_of_one_offer_does_not_open_another(alice: User) -> None:
    first, second = make.sent(alice), make.sent(alice)
    client, page = opened(first)
    _other, there = opened(second)

    assert client.get(page).status_code == 200
    assert client.get(there).status_code == 404
    assert client.get(f"{there}document/").status_code == 404


def test_document_is_the_one_that_was_sent(alice: User) -> None:
    revision = make.sent(alice)
    client, page = opened(revision)

    response = client.get(f"{page}document/")

    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]


def test_lapsed_offer_reads_only(alice: User) -> None:
    revision = make.sent(alice)
    with time_machine.travel(make.later(days=31), tick=False):
        client, page = opened(revision)
        text = client.get(page).content.decode()

    assert "validité" in text
    assert 'name="has_authority"' not in text


def test_page_speaks_english_to_an_english_customer(alice: User) -> None:
    organization = make.customer(alice, language="en")
    make.company()
    make.terms_of_sale(alice)
    contact = make.contact(alice, organization, language="en")
    revision = make.draft(alice, organization, contact=contact, title="Two pumps")
    make.add(revision, make.item(alice, name_en="Pump"))
    make.verify(revision, alice)
    services.revision_send(revision=revision, actor=alice, now=make.NOW)
    client, page = opened(revision)
    text = client.get(page).content.decode()

    assert "Accept for €120.00" in text
    for french in ("Accepter", "Total HT", "Pompe", "jours", "virement"):
        assert french not in text, french
