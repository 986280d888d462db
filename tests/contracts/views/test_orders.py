"""The screens of orders."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from filon.accounts.models import User
from filon.contracts.models import Contract, Order
from filon.contracts.services import order_confirm
from filon.kernel import clock
from filon.loyalty.models import SatisfactionSurvey
from filon.offers.models import Acceptance
from filon.offers.services import revision_send, revision_update
from filon.watch.models import Finding, MarketInsight
from tests.conftest import NOW
from tests.contracts import make
from tests.offers import make as offers

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def copies(order: Order, count: int) -> None:
    """Add orders that look like one, with lines and without offer."""
    for number in range(count):
        Order.objects.create(
            number=f"CMD-2025-{number:05d}",
            organization=order.organization,
            ordered_on=date(2025, 1, 1 + number % 28),
            total_net=number,
            total_tax=0,
            total_gross=number,
            total_net_company=number,
            owner=order.owner,
            team=order.team,
            created_at=order.created_at,
            updated_at=order.updated_at,
        )


@pytest.mark.parametrize("rows", [3, 30])
def test_list_takes_six_queries(
    rows: int,
    alice: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
) -> None:
    copies(make.order(alice), rows)
    client = signed_in(alice)

    with django_assert_max_num_queries(6):
        page = client.get("/orders/")

    assert page.status_code == 200
    assert page.content.decode().count("CMD-20") >= rows


@pytest.mark.parametrize("lines", [3, 30])
@pytest.mark.parametrize("who", ["alice", "diane"])
def test_page_takes_twelve_queries(
    lines: int,
    who: str,
    request: pytest.FixtureRequest,
    alice: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
) -> None:
    order = make.confirmed(alice, lines=lines)
    make.contract(alice, order=order)
    client = signed_in(request.getfixturevalue(who))

    with django_assert_max_num_queries(12):
        page = client.get(f"/orders/{order.pk}/")

    assert page.status_code == 200


def test_page_leads_back_to_all_that_the_order_comes_from(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    base = {"owner": alice, "team": alice.team, "created_at": order.created_at}
    finding = Finding.objects.create(
        title="New line at Gier",
        observed_on=date(2026, 1, 5),
        heading="DEMAND",
        updated_at=order.created_at,
        **base,
    )
    insight = MarketInsight.objects.create(
        kind="OPPORTUNITY",
        axis="COMMERCIAL",
        statement="Foundries renew",
        updated_at=order.created_at,
        **base,
    )
    insight.findings.add(finding)
    assert order.deal is not None
    order.deal.insight = insight
    order.deal.save(update_fields=["insight"])
    make.contract(alice, order=order)

    text = signed_in(alice).get(f"/orders/{order.pk}/").content.decode()

    names = ["New line at Gier", "Foundries renew", "OFF-2026-00001", "Maintenance"]
    places = [text.index(name) for name in names]
    assert places == sorted(places)


def test_origin_that_the_reader_may_not_read_is_left_out(
    alice: User, carol: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    assert order.deal is not None
    order.deal.title = "Secret deal"
    order.deal.team = carol.team
    order.deal.save(update_fields=["title", "team"])

    text = signed_in(alice).get(f"/orders/{order.pk}/").content.decode()

    assert "Secret deal" not in text


@pytest.mark.parametrize(
    ("who", "margin", "cost"),
    [("alice", True, False), ("denis", True, True), ("rene", False, False)],
)
def test_margin_and_cost_are_shown_by_right(
    who: str,
    margin: bool,
    cost: bool,
    request: pytest.FixtureRequest,
    alice: User,
    signed_in: SignedIn,
) -> None:
    order = make.order(alice)
    client = signed_in(request.getfixturevalue(who))

    page = client.get(f"/orders/{order.pk}/").content.decode()
    sheet = load_workbook(io.BytesIO(client.get("/orders/?format=xlsx").content))
    heads = [cell.value for cell in next(sheet.worksheets[0].iter_rows(max_row=1))]

    assert ("€80.00" in page) is margin
    assert ("€120.00" in page) is cost
    assert ("Margin" in heads, "Cost" in heads) == (margin, cost)


def test_filters_find_late_and_unplanned_orders(
    alice: User, signed_in: SignedIn
) -> None:
    late = make.confirmed(alice, on=date(2026, 3, 3))
    waiting = make.order(alice, organization=late.organization)
    client = signed_in(alice)

    by_delivery = {
        wanted: client.get(f"/orders/?delivery={wanted}").content.decode()
        for wanted in ("late", "unplanned")
    }

    assert late.number in by_delivery["late"]
    assert waiting.number not in by_delivery["late"]
    assert waiting.number in by_delivery["unplanned"]
    assert late.number not in by_delivery["unplanned"]
    found = client.get("/orders/?q=fonderie").content.decode()
    assert late.number in found


def test_stranger_finds_no_order(
    alice: User, carol: User, eva: User, signed_in: SignedIn
) -> None:
    order = make.confirmed(alice)
    pages = ["", "confirm/", "move/", "cancel/", "acknowledgement/", "delivered/"]

    for stranger in (carol, eva):
        client = signed_in(stranger)
        for page in pages:
            assert client.get(f"/orders/{order.pk}/{page}").status_code == 404, page
    assert order.number not in signed_in(carol).get("/orders/").content.decode()


def test_order_is_confirmed_moved_and_delivered_on_its_pages(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    client = signed_in(alice)

    confirmed = client.post(
        f"/orders/{order.pk}/confirm/", {"delivery_on": "2026-04-15"}
    )
    moved = client.post(
        f"/orders/{order.pk}/move/", {"delivery_on": "2026-05-01", "reason": "Stock"}
    )
    delivered = client.post(
        f"/orders/{order.pk}/delivered/", {"delivered_on": "2026-03-10"}
    )

    assert [r.status_code for r in (confirmed, moved, delivered)] == [302] * 3
    order.refresh_from_db()
    assert (order.status, order.delivery_on) == ("DELIVERED", date(2026, 5, 1))
    survey = SatisfactionSurvey.objects.get()
    assert survey.due_on == date(2026, 3, 25)
    assert survey.order == order


def test_refusal_comes_back_with_its_sentence(alice: User, signed_in: SignedIn) -> None:
    order = make.order(alice)

    page = signed_in(alice).post(
        f"/orders/{order.pk}/confirm/", {"delivery_on": "2026-01-01"}
    )

    assert page.status_code == 422
    assert "before the day of the order" in page.content.decode()
    order.refresh_from_db()
    assert order.status == "RECEIVED"


def test_cancelling_asks_for_a_reason(alice: User, signed_in: SignedIn) -> None:
    order = make.order(alice)
    client = signed_in(alice)

    assert client.post(f"/orders/{order.pk}/cancel/", {}).status_code == 422
    client.post(f"/orders/{order.pk}/cancel/", {"reason": "Project stopped"})

    order.refresh_from_db()
    assert order.status == "CANCELLED"


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Accusé de réception"), ("en", "Order acknowledgement")],
)
def test_acknowledgement_speaks_the_language_of_the_customer(
    language: str,
    words: str,
    alice: User,
    signed_in: SignedIn,
) -> None:
    revision = offers.ready(alice)
    revision_update(
        revision=revision, values={"language": language}, actor=alice, now=NOW
    )
    revision_send(revision=revision, actor=alice, now=NOW)
    order = make.order_of(revision, alice)
    order_confirm(order=order, delivery_on=date(2026, 4, 15), actor=alice, now=NOW)

    answer = signed_in(alice).get(f"/orders/{order.pk}/acknowledgement/")

    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert words in text
    assert order.number in text
    assert "240" in text
    assert "120.00" not in text
    assert "120,00" not in text


def test_proforma_of_an_order_says_its_lines_and_that_it_is_no_invoice(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order_of(offers.sent(alice), alice)

    answer = signed_in(alice).get(f"/orders/{order.pk}/proforma/")

    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Facture proforma" in text
    assert "n’est pas une facture" in text
    assert order.number in text
    assert "240" in text


def test_acceptance_is_recorded_on_its_page(alice: User, signed_in: SignedIn) -> None:
    revision = offers.sent(alice, options=1)
    option = revision.lines.get(inclusion="OPTION")
    client = signed_in(alice)
    address = f"/offer-revisions/{revision.pk}/acceptance/"

    assert client.get(address).status_code == 200
    refused = client.post(address, {"name": "Claire"})
    with clock.shifted(NOW - clock.now()):
        accepted = client.post(
            address,
            {
                "name": "Claire",
                "email": "claire@example.com",
                "has_authority": "on",
                "options": [option.pk],
            },
        )

    assert refused.status_code == 422
    order = Order.objects.get()
    assert accepted.headers["Location"] == f"/orders/{order.pk}/"
    assert order.lines.count() == 2
    assert Acceptance.objects.get().signatory_email == "claire@example.com"


def test_acceptance_of_a_stranger_is_not_found(
    alice: User, carol: User, signed_in: SignedIn
) -> None:
    revision = offers.sent(alice)

    page = signed_in(carol).get(f"/offer-revisions/{revision.pk}/acceptance/")

    assert page.status_code == 404
    assert not Contract.objects.exists()
