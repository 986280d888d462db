"""Every route says who may reach it, and reading changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from filon.accounts.models import Role
from filon.accounts.services import user_create
from filon.web.access import Access

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def routes(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Yield (address, pattern) of every route."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        else:
            yield address, entry


ROUTES = list(routes())
PLAIN_ADDRESSES = sorted({address for address, _route in ROUTES if "<" not in address})


@pytest.mark.parametrize("address", [address for address, _route in ROUTES])
def test_route_declares_its_access(address: str) -> None:
    callback = dict(ROUTES)[address].callback

    assert isinstance(getattr(callback, "access", None), Access)


@pytest.mark.parametrize("address", [address for address, _route in ROUTES])
def test_route_has_a_name(address: str) -> None:
    assert dict(ROUTES)[address].name


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SALESPERSON, Role.CANDIDATE])
@pytest.mark.parametrize("address", PLAIN_ADDRESSES)
def test_reading_writes_nothing(address: str, role: Role, client: Client) -> None:
    user = user_create(
        email="reader@example.com", first_name="R", last_name="R", role=role
    )
    client.force_login(user)
    written: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        response = client.get(f"/{address}")
        if response.streaming:
            b"".join(response)

    assert response.status_code < 500
    assert written == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", PLAIN_ADDRESSES)
def test_stranger_reaches_public_pages_only(address: str, client: Client) -> None:
    access = getattr(dict(ROUTES)[address].callback, "access", None)

    response = client.get(f"/{address}")

    if access not in {Access.PUBLIC, Access.LINK}:
        is_sent_to_sign_in = (
            response.status_code == 302 and "next=" in response["Location"]
        )
        assert is_sent_to_sign_in or response.status_code in {403, 404, 405}
