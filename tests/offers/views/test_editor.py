"""The editor of a draft: a change brings back what it altered and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.catalog.models import PriceList, PriceRule
from filon.offers import services
from filon.offers.models import OfferLine, OfferRevision
from tests.offers import make

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


def change(client: Client, name: str, pk: int, **data: Any) -> Any:
    return client.post(reverse(f"offers:{name}", args=[pk]), data, headers=HTMX)


def places(response: Any) -> set[str]:
    """Return the ids of what the page is told to replace."""
    found = re.findall(
        r'id="([\w-]+)"[^>]*hx-swap-oob="true"', response.content.decode()
    )
    return set(found)


def three(alice: User) -> tuple[OfferRevision, list[OfferLine]]:
    revision = make.draft(alice)
    lines = [make.add(revision, make.item(alice, f"P-{n}")) for n in (100, 200, 300)]
    return revision, lines


def in_order(revision: OfferRevision) -> list[OfferLine]:
    return list(revision.lines.order_by("position"))


def quick(line: OfferLine, quantity: str, **values: str) -> dict[str, str]:
    return {"quantity": quantity, "discount": "", "inclusion": "FIRM", **values}


def test_typed_quantity_brings_back_its_cells_and_the_totals(
    alice: User, signed_in: SignIn
) -> None:
    _revision, (first, second, _third) = three(alice)

    response = change(signed_in(alice), "line", second.pk, **quick(second, "4"))

    assert response.status_code == 200
    assert places(response) == {
        "news",
        "sheet-version",
        "sheet-undo",
        "sheet-totals",
        *(f"{cell}-{second.pk}" for cell in ("what", "price", "amount", "margin")),
    }
    text = response.content.decode()
    assert "€400.00" in text
    assert "€600.00" in text
    assert f"q-{second.pk}" not in text, "the field that is typed in stays"
    assert f"what-{first.pk}" not in text


def test_percentage_line_follows_the_figure_it_is_taken_on(
    alice: User, signed_in: SignIn
) -> None:
    revision, (first, *_others) = three(alice)
    percent = make.add(revision, "Entretien", kind="PERCENT", percent=D(10))

    response = change(signed_in(alice), "line", first.pk, **quick(first, "8"))

    assert f"amount-{percent.pk}" in places(response)


def test_quantity_that_is_raised_brings_the_whole_sheet(
    alice: User, signed_in: SignIn
) -> None:
    revision = make.draft(alice)
    line = make.add(revision, make.item(alice, "P-100", order_multiple=D(10)), 10)

    response = change(signed_in(alice), "line", line.pk, **quick(line, "12"))

    assert response.status_code == 302
    line.refresh_from_db()
    assert line.quantity == D(20)


def test_next_break_that_costs_no_more_is_said_and_taken_by_its_button(
    alice: User, signed_in: SignIn
) -> None:
    revision = make.draft(alice)
    pump = make.item(alice, "P-100")
    public = PriceList.objects.create(code="PUB", name="Tarif")
    for low, price in ((1, "12.50"), (50, "11.20")):
        PriceRule.objects.create(
            price_list=public, item=pump, min_quantity=low, price=D(price)
        )
    line = make.add(revision, pump, 45)
    client = signed_in(alice)

    shown = client.get(reverse("offers:revision", args=[revision.pk]))
    assert "50 at €11.20 cost only €560.00." in shown.content.decode()
    assert 'name="take" value="50"' in shown.content.decode()

    change(client, "line", line.pk, **quick(line, "45", take="50"))
    revision.refresh_from_db()
    assert revision.total_net == D("560.00")


def test_refusal_is_said_and_every_field_stays_as_it_is_typed(
    alice: User, signed_in: SignIn
) -> None:
    _revision, (first, *_others) = three(alice)

    response = change(signed_in(alice), "line", first.pk, **quick(first, "0"))

    assert response.status_code == 422
    assert response.headers["HX-Reswap"] == "none"
    assert places(response) == {"news"}
    assert "A quantity is above zero" in response.content.decode()


def test_two_people_at_once_are_told_and_see_the_whole_sheet(
    alice: User, bob: User, signed_in: SignIn
) -> None:
    revision, (first, second, _third) = three(alice)
    seen = OfferRevision.objects.get(pk=revision.pk).version
    change(signed_in(alice), "line", first.pk, **quick(first, "4"), version=seen)

    late = change(signed_in(bob), "line", second.pk, **quick(second, "4"), version=seen)

    assert late.status_code == 422
    assert 'id="sheet"' in late.content.decode()
    second.refresh_from_db()
    assert second.quantity == 1


def test_version_that_comes_back_allows_the_next_change(
    alice: User, signed_in: SignIn
) -> None:
    revision, (first, *_others) = three(alice)
    client = signed_in(alice)
    for quantity in ("4", "5"):
        seen = OfferRevision.objects.get(pk=revision.pk).version
        response = change(
            client, "line", first.pk, **quick(first, quantity), version=seen
        )

    revision.refresh_from_db()
    assert f'value="{revision.version}"' in response.content.decode()
    assert revision.total_net == D("700.00")


def test_added_line_stands_behind_the_last_one(alice: User, signed_in: SignIn) -> None:
    revision, (*_others, third) = three(alice)

    response = change(
        signed_in(alice), "line-add", revision.pk, text="P-200", quantity="3"
    )

    text = response.content.decode()
    added = revision.lines.latest("pk")
    assert f'hx-swap-oob="afterend:#line-{third.pk}"' in text
    assert f'id="line-{added.pk}"' in text
    assert "sheet-add" in places(response), "empty again, for the next line"


def test_line_leaves_its_place_and_appears_at_another(
    alice: User, signed_in: SignIn
) -> None:
    _revision, (first, second, third) = three(alice)
    client = signed_in(alice)

    up = change(client, "line-move", third.pk, to="up").content.decode()
    assert f'id="line-{third.pk}" hx-swap-oob="delete"' in up
    assert f"afterend:#line-{first.pk}" in up

    top = change(client, "line-move", third.pk, to="up").content.decode()
    assert "afterbegin:#lines" in top

    copy = change(client, "line-copy", second.pk).content.decode()
    assert f"afterend:#line-{second.pk}" in copy

    gone = change(client, "line-delete", second.pk).content.decode()
    assert f'id="line-{second.pk}" hx-swap-oob="delete"' in gone
    assert "€300.00" in gone


def test_change_of_a_long_offer_takes_as_many_queries_as_of_a_short_one(
    alice: User, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    revision = make.draft(alice)
    item = make.item(alice, "P-100")
    lines = [make.add(revision, item) for _ in range(30)]
    client = signed_in(alice)
    change(client, "line", lines[0].pk, **quick(lines[0], "2"))

    with django_assert_max_num_queries(32):
        change(client, "line", lines[3].pk, **quick(lines[3], "4"))


def test_last_change_is_taken_back_line_by_line(alice: User, signed_in: SignIn) -> None:
    revision, (first, second, third) = three(alice)
    client = signed_in(alice)
    services.breaks_set(line=second, quantities=[D(10)], actor=alice, now=make.NOW)
    change(client, "line", first.pk, **quick(first, "4"))
    change(client, "line-delete", second.pk)
    change(client, "line-move", third.pk, to="up")
    change(client, "line-copy", first.pk)
    group = {"title": "Pompes", "lines": [first.pk]}
    change(client, "group", revision.pk, **group)

    for _step in ("group", "copy", "move"):
        change(client, "undo", revision.pk)
    assert [line.pk for line in in_order(revision)] == [first.pk, third.pk]

    shown = client.get(reverse("offers:revision", args=[revision.pk]))
    assert "line removed" in shown.content.decode()
    change(client, "undo", revision.pk)
    assert [line.pk for line in in_order(revision)] == [first.pk, second.pk, third.pk]
    assert in_order(revision)[1].breaks.get().quantity == D(10)

    change(client, "undo", revision.pk)
    revision.refresh_from_db()
    assert revision.total_net == D("300.00")


def test_digits_of_one_figure_are_one_change(alice: User, signed_in: SignIn) -> None:
    revision, (first, *_others) = three(alice)
    client = signed_in(alice)
    for typed in ("1", "12", "120"):
        change(client, "line", first.pk, **quick(first, typed))

    change(client, "undo", revision.pk)

    first.refresh_from_db()
    assert first.quantity == 1


def test_change_of_somebody_else_is_not_taken_back(
    alice: User, bob: User, signed_in: SignIn
) -> None:
    revision, (first, *_others) = three(alice)
    change(signed_in(alice), "line", first.pk, **quick(first, "4"))

    response = change(signed_in(bob), "undo", revision.pk)

    assert response.status_code == 422
    first.refresh_from_db()
    assert first.quantity == 4


def test_checked_lines_stand_under_their_title_with_its_subtotal(
    alice: User, signed_in: SignIn
) -> None:
    revision, (first, second, third) = three(alice)
    client = signed_in(alice)

    change(client, "group", revision.pk, title="Lot 1", lines=[third.pk, first.pk])

    title, *inside, subtotal, last = in_order(revision)
    assert (title.kind, title.designation) == ("TITLE", "Lot 1")
    assert [line.pk for line in inside] == [first.pk, third.pk]
    assert (subtotal.kind, subtotal.net_amount) == ("SUBTOTAL", D("200.00"))
    assert last.pk == second.pk

    empty = change(client, "group", revision.pk, title="Lot 2")
    assert empty.status_code == 422
    assert revision.lines.count() == 5


def test_why_of_a_price_is_read_when_it_is_opened(
    alice: User, signed_in: SignIn
) -> None:
    _revision, (first, *_others) = three(alice)

    part = signed_in(alice).get(
        reverse("offers:line-why", args=[first.pk]), {"part": "1"}
    )

    assert "Net unit price: €100.00." in part.content.decode()
    assert "<html" not in part.content.decode()
