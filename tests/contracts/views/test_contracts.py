"""The screens of contracts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from filon.accounts.models import User
from filon.contracts.models import Contract, ContractEvent
from tests.contracts import make
from tests.contracts.services.test_contracts import PDF, signed
from tests.offers import make as offers

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
TERMS = {
    "title": "Supply of pumps",
    "kind": "SUPPLY",
    "starts_on": "2026-04-01",
    "ends_on": "2027-03-31",
    "notice_days": "90",
    "renewal_months": "12",
    "currency": "EUR",
}


@pytest.mark.parametrize("rows", [3, 30])
def test_list_takes_six_queries(
    rows: int,
    alice: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
) -> None:
    company = offers.customer(alice)
    for number in range(rows):
        make.contract(alice, organization=company, title=f"Contract {number}")
    client = signed_in(alice)

    with django_assert_max_num_queries(6):
        page = client.get("/orders/contracts/")

    assert page.content.decode().count("Contract ") >= rows


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("who", ["alice", "diane"])
def test_page_takes_twelve_queries(
    rows: int,
    who: str,
    request: pytest.FixtureRequest,
    alice: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
) -> None:
    contract = signed(alice, order=make.confirmed(alice))
    ContractEvent.objects.bulk_create(
        ContractEvent(
            contract=contract, kind="PAYMENT", title=f"P{n}", due_on=make.START
        )
        for n in range(rows)
    )
    client = signed_in(request.getfixturevalue(who))

    with django_assert_max_num_queries(12):
        page = client.get(f"/orders/contracts/{contract.pk}/")

    assert page.status_code == 200


def test_contract_is_drawn_up_from_an_order_and_signed(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.confirmed(alice)
    client = signed_in(alice)
    blank = client.get(f"/orders/contracts/new/?order={order.pk}").content.decode()
    assert 'value="Deux pompes"' in blank

    client.post(f"/orders/contracts/new/?order={order.pk}", TERMS)
    contract = Contract.objects.get()
    assert contract.order == order

    copy = SimpleUploadedFile("contrat.pdf", PDF, content_type="application/pdf")
    client.post(
        f"/orders/contracts/{contract.pk}/sign/",
        {"signed_on": "2026-03-01", "file": copy},
    )
    contract.refresh_from_db()
    assert contract.number.startswith("CTR-")
    stored = client.get(f"/orders/contracts/{contract.pk}/file/")
    assert b"".join(stored) == PDF


def test_contract_by_hand_asks_for_the_company_first(
    alice: User, signed_in: SignedIn
) -> None:
    company = offers.customer(alice)
    client = signed_in(alice)

    assert (
        "With which company?" in client.get("/orders/contracts/new/").content.decode()
    )
    client.post(f"/orders/contracts/new/?organization={company.pk}", TERMS)

    assert Contract.objects.get().organization == company


def test_program_is_no_signed_copy(alice: User, signed_in: SignedIn) -> None:
    contract = make.contract(alice)
    copy = SimpleUploadedFile("contrat.pdf", b"MZ\x90\x00", "application/pdf")

    page = signed_in(alice).post(
        f"/orders/contracts/{contract.pk}/sign/",
        {"signed_on": "2026-03-01", "file": copy},
    )

    assert page.status_code == 422
    contract.refresh_from_db()
    assert contract.status == "DRAFT"


def test_contract_is_changed_renewed_and_terminated_on_its_pages(
    alice: User, signed_in: SignedIn
) -> None:
    draft = make.contract(alice)
    contract = signed(alice, organization=draft.organization)
    client = signed_in(alice)

    client.post(f"/orders/contracts/{draft.pk}/edit/", TERMS)
    client.post(f"/orders/contracts/{contract.pk}/renew/")
    client.post(
        f"/orders/contracts/{contract.pk}/terminate/",
        {"ends_on": "2027-06-30", "reason": "Works closed"},
    )

    draft.refresh_from_db()
    contract.refresh_from_db()
    assert draft.title == "Supply of pumps"
    assert (contract.status, contract.ends_on) == ("TERMINATED", date(2027, 6, 30))


def test_dates_are_added_and_taken_care_of(alice: User, signed_in: SignedIn) -> None:
    contract = make.contract(alice)
    client = signed_in(alice)

    client.post(
        f"/orders/contracts/{contract.pk}/dates/",
        {"kind": "PAYMENT", "title": "Deposit", "due_on": "2026-05-01"},
    )
    event = contract.events.get(title="Deposit")
    client.post(f"/orders/dates/{event.pk}/", {"note": "Paid"})

    event.refresh_from_db()
    assert event.note == "Paid"
    assert "Deposit" in client.get(f"/orders/contracts/{contract.pk}/").content.decode()


def test_filters_find_contracts_by_kind_state_and_end(
    alice: User, signed_in: SignedIn
) -> None:
    contract = signed(alice)
    client = signed_in(alice)

    found = {
        query: "Maintenance</"
        in client.get(f"/orders/contracts/?{query}").content.decode()
        for query in ("kind=SERVICE", "kind=SUPPLY", "status=SIGNED", "status=DRAFT")
    }

    assert list(found.values()) == [True, False, True, False]
    assert (
        contract.number
        in client.get("/orders/contracts/?format=csv").getvalue().decode()
    )


def test_stranger_finds_no_contract(
    alice: User, carol: User, eva: User, signed_in: SignedIn
) -> None:
    contract = signed(alice)
    event = contract.events.order_by("pk")[0]
    pages = ["", "edit/", "sign/", "terminate/", "file/", "dates/"]
    addresses = [f"/orders/contracts/{contract.pk}/{page}" for page in pages]

    for stranger in (carol, eva):
        client = signed_in(stranger)
        for address in [*addresses, f"/orders/dates/{event.pk}/"]:
            assert client.get(address).status_code == 404, address
        answer = client.post(f"/orders/contracts/{contract.pk}/renew/")
        assert answer.status_code == 404
    contract.refresh_from_db()
    assert contract.ends_on == date(2027, 3, 31)
