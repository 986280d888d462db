"""The trash shows what may be taken back, of all kinds, in one query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from filon.accounts.models import User, ownership
from filon.desk.selectors.trash import trashed
from filon.directory.models import Contact, Organization
from filon.watch.models import MarketInsight

pytestmark = pytest.mark.django_db


@pytest.fixture
def thrown(alice: User, now: datetime) -> None:
    """Put three records of Alice in the trash."""
    gone = {**ownership(alice, now), "deleted_at": now, "deleted_by": alice}
    forge = Organization.objects.create(name="Forge du Gier", name_key="forge", **gone)
    Contact.objects.create(
        organization=forge, first_name="Claire", last_name="Morel", **gone
    )
    MarketInsight.objects.create(
        statement="Steel is dear", impact=3, likelihood=3, **gone
    )


@pytest.mark.usefixtures("thrown")
def test_trash_names_records_of_every_kind(
    alice: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(1):
        rows = trashed(alice)

    assert {row.title for row in rows} == {
        "Forge du Gier",
        "Claire Morel",
        "Steel is dear",
    }
    assert {row.deleted_by for row in rows} == {"Alice Test"}


@pytest.mark.usefixtures("thrown")
def test_strangers_see_nothing_of_it(carol: User) -> None:
    assert trashed(carol) == []


@pytest.mark.usefixtures("thrown")
def test_a_record_is_taken_back_from_its_line(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    row = next(r for r in trashed(alice) if r.title == "Claire Morel")

    page = client.get("/trash/").content.decode()
    client.post(f"/trash/{row.kind}/{row.pk}/restore/")

    assert f"/trash/{row.kind}/{row.pk}/restore/" in page
    assert Contact.objects.get(pk=row.pk).deleted_at is None
