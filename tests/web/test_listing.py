"""Keyset pages: every row once, forwards and back, equal sort values included."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs

import pytest
from django.test import RequestFactory

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.web.listing import Column, ListPage, ListSpec, build_page, export_rows

SIZE = 3


@pytest.fixture
def companies(alice: User, now: datetime) -> list[int]:
    """Ten companies, of which four share one name and three another."""
    names = ["b", "a", "b", "c", "b", "a", "d", "b", "a", "e"]
    made = [
        Organization.objects.create(
            name=name, name_key=name, owner=alice, created_at=now, updated_at=now
        )
        for name in names
    ]
    return [row.pk for row in made]


def page(query: str) -> ListPage:
    spec = ListSpec(
        title="Companies",
        rows=Organization.objects.all(),
        columns=[Column("Name", lambda row: row.name, sort="name_key")],
        default_sort="name_key",
        page_size=SIZE,
    )
    return build_page(RequestFactory().get(f"/companies/{query}"), spec)


def ids(shown: ListPage) -> list[int]:
    return [row.record.pk for row in shown.rows]


def walked(first: str, step: str) -> list[list[int]]:
    """Return the pages met by following one kind of link to its end."""
    pages, query = [], first
    while True:
        shown = page(query)
        pages.append(ids(shown))
        link = getattr(shown, step)
        if link is None:
            return pages
        assert parse_qs(link.removeprefix("?"))
        query = link


@pytest.mark.parametrize("sort", ["name_key", "-name_key"])
def test_pages_show_every_row_once_in_its_order(
    companies: list[int], sort: str
) -> None:
    order = [sort, "-pk" if sort.startswith("-") else "pk"]

    pages = walked(f"?sort={sort}", "next_url")

    expected = list(Organization.objects.order_by(*order).values_list("pk", flat=True))
    assert [pk for some in pages for pk in some] == expected
    assert [len(some) for some in pages] == [3, 3, 3, 1]


def test_column_may_be_left_to_the_exports(companies: list[int]) -> None:
    spec = ListSpec(
        title="Companies",
        rows=Organization.objects.all(),
        columns=[
            Column("Name", lambda row: row.name),
            Column("Currency", lambda row: row.currency, on_page=False),
        ],
    )
    request = RequestFactory().get("/companies/")

    head, rows = export_rows(request, spec)

    assert head == ["Name", "Currency"]
    assert len(next(rows)) == 2
    shown = build_page(request, spec)
    assert [column.label for column in shown.columns] == ["Name"]
    assert {len(row.cells) for row in shown.rows} == {1}


def test_going_back_shows_the_same_rows(companies: list[int]) -> None:
    second = page("").next_url
    third = page(second or "").next_url
    last = page(third or "").next_url

    back = walked(last or "", "previous_url")

    expected = list(
        Organization.objects.order_by("name_key", "pk").values_list("pk", flat=True)
    )
    assert [pk for some in reversed(back) for pk in some] == expected
