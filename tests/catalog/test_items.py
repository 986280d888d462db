"""The catalogue: known and unknown prices, who maintains it, who reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from filon.accounts.models import User
from filon.catalog.models import Item, PriceList, PriceRule, ProductFamily
from filon.catalog.services import (
    PriceRuleIncomplete,
    ReferenceTaken,
    item_create,
    item_update,
    price_list_create,
    price_rule_add,
)
from filon.journal.models import Entry
from filon.search.selectors import find
from tests.measure.test_figures import make_company

SignIn = Callable[[User], Client]


def make_item(actor: User, now: datetime, **values: object) -> Item:
    return item_create(
        values={
            "reference": "VBS-50",
            "name_fr": "Vanne à boisseau",
            "price": Decimal("12.50"),
            **values,
        },
        actor=actor,
        now=now,
    )


def test_item_is_found_by_reference_and_by_word(
    nadia: User, alice: User, now: datetime
) -> None:
    make_item(nadia, now)

    assert find(alice, "VBS-50")[0].title == "Vanne à boisseau"
    assert find(alice, "boisseau")[0].subtitle == "VBS-50"


def test_second_item_with_a_reference_is_refused(nadia: User, now: datetime) -> None:
    make_item(nadia, now)

    with pytest.raises(ReferenceTaken):
        make_item(nadia, now, name_fr="Autre")

    assert Item.objects.count() == 1


def test_salesperson_may_not_change_the_catalogue(alice: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        make_item(alice, now)

    assert not Item.objects.exists()


def test_zero_is_not_a_price(nadia: User, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_item(nadia, now, price=Decimal(0))

    make_item(nadia, now, price=None)
    assert not Item.objects.priced().exists()


def test_change_is_told_with_old_and_new(nadia: User, now: datetime) -> None:
    item = make_item(nadia, now)

    item_update(item=item, values={"price": Decimal(14)}, actor=nadia, now=now)

    assert Entry.objects.order_by("pk").last() is not None
    assert Entry.objects.order_by("-pk")[0].changes["price"] == ["12.50", "14"]


@pytest.mark.parametrize("both", [True, False], ids=["price and discount", "neither"])
def test_rule_needs_one_of_price_and_discount(
    both: bool, nadia: User, now: datetime
) -> None:
    item = make_item(nadia, now)
    tariff = price_list_create(values={"code": "t", "name": "T"}, actor=nadia, now=now)

    with pytest.raises(PriceRuleIncomplete):
        price_rule_add(
            price_list=tariff,
            item=item,
            price=Decimal(1) if both else None,
            discount_percent=Decimal(1) if both else None,
            actor=nadia,
            now=now,
        )

    assert not PriceRule.objects.exists()


def test_cost_is_shown_to_who_may_see_it(
    nadia: User, alice: User, now: datetime, signed_in: SignIn
) -> None:
    item = make_item(nadia, now, cost=Decimal("7777.31"))

    for address in ("/items/", f"/items/{item.pk}/", "/items/?format=csv"):
        assert "777731" in _text(signed_in(nadia), address)
        assert "777731" not in _text(signed_in(alice), address)


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode().translate(dict.fromkeys(map(ord, " ,.\u202f"), None))


def test_customer_price_list_of_another_team_is_not_found(
    nadia: User, alice: User, carol: User, now: datetime, signed_in: SignIn
) -> None:
    company = make_company(alice, now, "Roche")
    tariff = PriceList.objects.create(
        code="c", name="C", kind=PriceList.Kind.CUSTOMER, organization=company
    )

    assert signed_in(alice).get(f"/price-lists/{tariff.pk}/").status_code == 200
    assert signed_in(carol).get(f"/price-lists/{tariff.pk}/").status_code == 404


def test_form_sent_twice_makes_one_item(nadia: User, signed_in: SignIn) -> None:
    client = signed_in(nadia)
    ProductFamily.objects.create(code="f", name="F")
    form = {
        "form_token": "a-token-of-this-form",
        "reference": "R1",
        "name_fr": "Raccord",
        "kind": "GOOD",
        "unit": "C62",
        "price": "1 234,56",
        "price_base": "1",
        "vat_rate": "20",
    }

    first = client.post("/items/new/", form)
    second = client.post("/items/new/", form)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Item.objects.get().price == Decimal("1234.56")
