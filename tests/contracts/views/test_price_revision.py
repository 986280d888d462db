"""The price of a contract revised by its indexes: W12 on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from filon.accounts.models import User
from filon.contracts.models import Contract, ContractEvent
from tests.contracts import make

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
K = ContractEvent.Kind
W12 = {
    "price": "48500",
    "on": "2026-04-01",
    "fixed": "0.15",
    "cap": "3",
    "code-1": "ICHT-IME",
    "weight-1": "0.45",
    "base-1": "138.9",
    "current-1": "142.3",
    "code-2": "Acier",
    "weight-2": "0.25",
    "base-2": "121.4",
    "current-2": "128.7",
    "code-3": "FSD2",
    "weight-3": "0.15",
    "base-3": "130.1",
    "current-3": "131.2",
}


def url_of(contract: Contract) -> str:
    return f"/orders/contracts/{contract.pk}/price-revision/"


def kept() -> list[ContractEvent]:
    rows = ContractEvent.objects.filter(kind=K.PRICE_REVISION, done_at__isnull=False)
    return list(rows)


def test_formula_is_computed_before_anything_is_kept(
    alice: User, signed_in: SignedIn
) -> None:
    answer = signed_in(alice).post(url_of(make.contract(alice)), W12)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "49,824.05" in page
    assert "1.0273" in page
    assert kept() == []


def test_revised_price_is_kept_with_its_computation(
    alice: User, signed_in: SignedIn
) -> None:
    contract = make.contract(alice)
    client = signed_in(alice)

    answer = client.post(url_of(contract), {**W12, "keep": "1"})

    assert answer.status_code == 302
    (event,) = kept()
    assert event.due_on == date(2026, 4, 1)
    assert "49824.05 EUR" in event.title
    assert "0.45 × 142.3 / 138.9 (ICHT-IME)" in event.note
    page = client.get(f"/orders/contracts/{contract.pk}/").content.decode()
    assert "49824.05" in page


def test_largest_rise_limits_the_price(alice: User, signed_in: SignedIn) -> None:
    said = {**W12, "current-1": "190", "cap": "3"}

    page = signed_in(alice).post(url_of(make.contract(alice)), said).content.decode()

    assert "49,955.00" in page


@pytest.mark.parametrize(
    "change", [{"fixed": "0.16"}, {"base-1": "0"}, {"base-2": ""}, {"price": "x"}]
)
def test_formula_that_is_none_is_refused(
    change: dict[str, str], alice: User, signed_in: SignedIn
) -> None:
    said = {**W12, **change, "keep": "1"}

    answer = signed_in(alice).post(url_of(make.contract(alice)), said)

    assert answer.status_code == 422
    assert kept() == []


def test_stranger_finds_no_contract(
    alice: User, carol: User, signed_in: SignedIn
) -> None:
    contract = make.contract(alice)

    assert signed_in(carol).get(url_of(contract)).status_code == 404
