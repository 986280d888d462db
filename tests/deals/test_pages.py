"""The board, the list, the page of a deal and its forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.deals import services
from filon.deals.models import Deal
from tests.deals import makers

SignIn = Callable[[User], Client]


def url(name: str, *args: object, query: str = "") -> str:
    """Return an address."""
    return reverse(name, args=args) + query


@pytest.mark.parametrize("count", [3, 60])
def test_board_and_list_take_six_queries(
    signed_in: SignIn,
    denis: User,
    alice: User,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    firm = makers.company(alice)
    for number in range(count):
        makers.deal(alice, organization=firm, title=f"Deal {number}", amount=100)
    for user in (alice, denis):
        client = signed_in(user)
        client.get("/")
        for name in ("deals:board", "deals:list"):
            with django_assert_max_num_queries(6):
                response = client.get(url(name))
            assert f"Deal {count - 1}".encode() in response.content


@pytest.mark.parametrize("count", [3, 30])
def test_page_of_a_deal_takes_twelve_queries(
    signed_in: SignIn,
    alice: User,
    now: datetime,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    deal = makers.deal(alice)
    rival = makers.rival(alice)
    for number in range(count):
        person = makers.contact(deal.organization, alice, last_name=f"P{number}")
        services.role_add(deal=deal, contact=person, role="USER", actor=alice, now=now)
        services.bid_add(
            deal=deal,
            values={"competitor": rival, "observed_on": now.date()},
            actor=alice,
            now=now,
        )
    client = signed_in(alice)

    with django_assert_max_num_queries(12):
        response = client.get(url("desk:deal", deal.pk))

    assert response.status_code == 200


def test_stranger_finds_no_deal(signed_in: SignIn, alice: User, carol: User) -> None:
    deal = makers.deal(alice)
    client = signed_in(carol)
    pages = ("desk:deal", "deals:edit", "deals:lose", "deals:role-add", "deals:bid-add")

    assert [client.get(url(name, deal.pk)).status_code for name in pages] == [404] * 5
    moved = client.post(url("deals:move", deal.pk), {"stage": "STUDY"})
    assert moved.status_code == 404
    assert Deal.objects.get().stage == "QUALIFICATION"


def test_reader_sees_but_moves_nothing(
    signed_in: SignIn, alice: User, rene: User
) -> None:
    deal = makers.deal(alice)
    client = signed_in(rene)

    page = client.get(url("desk:deal", deal.pk))
    moved = client.post(url("deals:move", deal.pk), {"stage": "STUDY"})

    assert page.status_code == 200
    assert b"Change the stage" not in page.content
    assert moved.status_code == 404


def test_drag_answers_nothing_and_menu_leads_back(
    signed_in: SignIn, alice: User
) -> None:
    deal = makers.deal(alice)
    client = signed_in(alice)
    move = url("deals:move", deal.pk)

    dragged = client.post(
        f"{move}?version=1",
        {"stage": "STUDY", "position": "0"},
        headers={"HX-Request": "true"},
    )
    chosen = client.post(f"{move}?version=2", {"stage": "OFFER", "position": "0"})

    assert (dragged.status_code, dragged.content) == (204, b"")
    assert chosen.url == reverse("deals:board")  # type: ignore[attr-defined]
    assert Deal.objects.get().stage == "OFFER"


def test_refused_drag_says_why(signed_in: SignIn, alice: User) -> None:
    deal = makers.deal(alice)

    response = signed_in(alice).post(
        url("deals:move", deal.pk), {"stage": "WON"}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 422
    assert b'role="alert"' in response.content
    assert b"An accepted offer wins a deal" in response.content


def test_menu_towards_lost_asks_for_the_reason(signed_in: SignIn, alice: User) -> None:
    deal = makers.deal(alice)
    client = signed_in(alice)

    asked = client.post(url("deals:move", deal.pk), {"stage": "LOST"})
    empty = client.post(url("deals:lose", deal.pk), {"reason": ""})
    alone = client.post(url("deals:lose", deal.pk), {"reason": "PRICE"})
    unknown = {"is_rival_unknown": "on", "is_gap_unknown": "on"}
    done = client.post(url("deals:lose", deal.pk), {"reason": "PRICE", **unknown})

    assert b"Name the rival" in alone.content
    assert asked.url == url("deals:lose", deal.pk)  # type: ignore[attr-defined]
    assert (empty.status_code, done.status_code) == (422, 302)
    assert Deal.objects.get().stage == "LOST"


def test_new_deal_begins_with_its_company(signed_in: SignIn, alice: User) -> None:
    firm = makers.company(alice)
    client = signed_in(alice)
    create = url("deals:create")

    search = client.get(f"{create}?q=forez")
    form = {
        "title": "Pumps",
        "currency": "EUR",
        "probability_percent": "30",
        "source": "CALL_IN",
        "amount": "1 234,50",
    }
    made = client.post(f"{create}?organization={firm.pk}", form)

    assert f"organization={firm.pk}" in search.content.decode()
    assert made.status_code == 302
    deal = Deal.objects.get()
    assert (deal.organization, str(deal.amount)) == (firm, "1234.50")


def test_company_of_others_is_not_chosen(
    signed_in: SignIn, alice: User, carol: User
) -> None:
    firm = makers.company(alice)

    page = signed_in(carol).get(url("deals:create", query=f"?organization={firm.pk}"))

    assert firm.name.encode() not in page.content


def test_list_is_filtered_and_exported(signed_in: SignIn, alice: User) -> None:
    firm = makers.company(alice)
    lost = makers.deal(alice, organization=firm, title="Old line")
    makers.deal(alice, organization=firm, title="New line")
    Deal.objects.filter(pk=lost.pk).update(stage="LOST", lost_reason="PRICE")
    client = signed_in(alice)

    page = client.get(url("deals:list", query="?stage=open"))
    table = client.get(url("deals:list", query="?lost_reason=PRICE&format=csv"))
    found = client.get(url("deals:list", query="?q=forez"))

    assert b"New line" in page.content
    assert b"Old line" not in page.content
    lines = b"".join(table.streaming_content)  # type: ignore[attr-defined]
    assert b"Old line" in lines
    assert b"New line" not in lines
    assert b"New line" in found.content


def test_bid_is_noted_confirmed_and_handed_to_the_watch(
    signed_in: SignIn, alice: User
) -> None:
    deal = makers.deal(alice)
    rival = makers.rival(alice)
    client = signed_in(alice)
    form = {
        "competitor": rival.pk,
        "currency": "EUR",
        "price": "980",
        "observed_on": "2026-03-01",
        "status": "HEARD",
        "reliability": "A",
    }

    client.post(url("deals:bid-add", deal.pk), form)
    bid = deal.bids.get()
    client.post(url("deals:bid-settle", bid.pk, "confirmed"))
    client.post(url("deals:bid-publish", bid.pk))

    bid.refresh_from_db()
    assert bid.status == "CONFIRMED"
    assert bid.published_as is not None
