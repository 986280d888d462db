"""The lines of a contract and calling off, as one uses them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from filon.accounts.models import User
from filon.contracts.models import Order
from tests.contracts import make
from tests.contracts.services.test_frames import frame

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def test_call_off_leads_to_its_order_and_the_frame_shows_what_is_left(
    alice: User, signed_in: SignedIn
) -> None:
    contract, client = frame(alice), signed_in(alice)
    (line,) = contract.lines.all()
    url = f"/orders/contracts/{contract.pk}/call-off/"
    said = {"called_on": "2026-04-10", f"quantity-{line.pk}": "30"}

    answer = client.post(url, said, follow=True)
    order = Order.objects.get()
    page = client.get(f"/orders/contracts/{contract.pk}/lines/").content.decode()

    assert answer.redirect_chain[-1][0] == f"/orders/{order.pk}/"
    assert f'href="/orders/contracts/{contract.pk}/"' in answer.content.decode()
    assert order.number in page
    assert "<strong>70" in page


def test_over_call_is_refused_on_the_form(alice: User, signed_in: SignedIn) -> None:
    contract, client = frame(alice), signed_in(alice)
    (line,) = contract.lines.all()

    answer = client.post(
        f"/orders/contracts/{contract.pk}/call-off/",
        {"called_on": "2026-04-10", f"quantity-{line.pk}": "101"},
    )

    assert answer.status_code == 422
    assert "only 100" in answer.content.decode()
    assert not Order.objects.exists()


def test_line_is_added_changed_and_removed(alice: User, signed_in: SignedIn) -> None:
    contract, client = make.contract(alice), signed_in(alice)
    said = {"designation": "Visite", "unit": "C62", "net_price": "900"}
    more = {"price_base": "1", "vat_rate": "20", "quantity": "4"}

    client.post(f"/orders/contracts/{contract.pk}/lines/new/", {**said, **more})
    line = contract.lines.get()
    client.post(f"/orders/contract-lines/{line.pk}/", {**said, **more, "quantity": ""})
    line.refresh_from_db()
    page = client.get(f"/orders/contracts/{contract.pk}/lines/").content.decode()
    client.post(f"/orders/contract-lines/{line.pk}/remove/")

    assert line.quantity is None
    assert "Visite" in page
    assert not contract.lines.exists()
