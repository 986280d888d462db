"""Who reaches the pages of the watch, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from filon.accounts.models import User
from filon.watch import services
from tests.watch.builders import (
    make_brief,
    make_company,
    make_finding,
    make_insight,
    make_item,
    make_potential,
    make_source,
    make_topic,
)

LISTS = (
    "findings", "insights", "rival-offers", "potentials", "analyses", "briefs",
    "topics", "sources", "entries",
)  # fmt: skip
MaxQueries = Callable[[int], AbstractContextManager[Any]]


def fill(actor: User, now: datetime, count: int) -> dict[str, int]:
    """Make `count` of each record, tied together; return one of each by its page."""
    rival = make_company(actor, now, "Valvatec", is_competitor=True)
    topic = make_topic(actor, now, competitors=[rival])
    source = make_source(actor, now, topics=[topic])
    findings = [
        make_finding(actor, now, title=f"F{n}", topic=topic, organization=rival)
        for n in range(count)
    ]
    pages: dict[str, int] = {}
    for n in range(count):
        services.expectation_add(
            topic=topic, subject="PRODUCTS", text=f"E{n}", actor=actor, now=now
        )
        insight = make_insight(actor, now, *findings, statement=f"I{n}")
        offer = services.competitor_offer_create(
            values={
                "competitor": rival,
                "product": f"V{n}",
                "observed_on": date(2026, 3, 1),
                "finding": findings[0],
            },
            actor=actor,
            now=now,
        )
        analysis = services.analysis_create(
            values={"method": "SWOT", "title": f"A{n}", "topic": topic},
            actor=actor,
            now=now,
        )
        pages = {
            "insights": insight.pk,
            "rival-offers": offer.pk,
            "analyses": analysis.pk,
            "entries": make_item(actor, now, source=source).pk,
            "potentials": make_potential(actor, now, insight=insight).pk,
            "topics": topic.pk,
            "sources": source.pk,
            "findings": findings[0].pk,
        }
        make_topic(actor, now, title=f"T{n}")
        make_source(actor, now, name=f"S{n}")
    for n in range(count):
        pages["briefs"] = make_brief(actor, now, title=f"B{n}").pk
    return pages


@pytest.mark.parametrize("count", [3, 30])
def test_pages_cost_the_same_however_long_they_are(
    alice: User,
    signed_in: Callable[[User], Client],
    now: datetime,
    django_assert_max_num_queries: MaxQueries,
    count: int,
) -> None:
    pages = fill(alice, now, count)
    client = signed_in(alice)

    for name in LISTS:
        with django_assert_max_num_queries(6):
            assert client.get(f"/watch/{name}/").status_code == 200
    for name, pk in pages.items():
        # A draft of a brief is read live: it holds all other records.
        with django_assert_max_num_queries(12):
            assert client.get(f"/watch/{name}/{pk}/").status_code == 200
    with django_assert_max_num_queries(12):
        client.get("/watch/")
    for name in ("topics", "briefs"):
        with django_assert_max_num_queries(12):
            client.get(f"/watch/{name}/{pages[name]}/sharing/")


def test_strangers_get_404_everywhere(
    alice: User,
    carol: User,
    farid: User,
    signed_in: Callable[[User], Client],
    now: datetime,
) -> None:
    pages = fill(alice, now, 1)

    for stranger in (carol, farid):
        client = signed_in(stranger)
        for name, pk in pages.items():
            assert client.get(f"/watch/{name}/{pk}/").status_code == 404
            if name != "entries":
                edit = client.get(f"/watch/{name}/{pk}/edit/")
                assert edit.status_code == 404
        for action in (
            f"entries/{pages['entries']}/keep",
            f"sources/{pages['sources']}/check",
            f"insights/{pages['insights']}/decide",
            f"briefs/{pages['briefs']}/freeze",
            f"topics/{pages['topics']}/review",
        ):
            assert client.post(f"/watch/{action}/").status_code == 404


def test_lists_hold_nothing_of_another_team(
    alice: User, carol: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    fill(alice, now, 1)
    client = signed_in(carol)

    for name in LISTS:
        page = client.get(f"/watch/{name}/").context["page"]
        assert page.rows == []
    assert client.get("/watch/").context["sheet"].waiting == 0


def test_reader_reads_and_writes_nothing(
    alice: User, rene: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    pages = fill(alice, now, 1)
    client = signed_in(rene)

    for name, pk in pages.items():
        assert client.get(f"/watch/{name}/{pk}/").status_code == 200
    assert client.get("/watch/findings/new/").status_code == 404
    assert client.post(f"/watch/entries/{pages['entries']}/keep/").status_code == 404


def test_pages_speak_french(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    pages = fill(alice, now, 1)
    User.objects.filter(pk=alice.pk).update(language="fr")
    client = signed_in(alice)

    assert "À trier" in client.get("/watch/").content.decode()
    page = client.get(f"/watch/insights/{pages['insights']}/").content.decode()
    assert "Opportunité" in page


def test_forms_of_every_record_can_be_opened_and_saved(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    pages = fill(alice, now, 1)
    client = signed_in(alice)

    for name in pages:
        if name == "entries":
            continue
        url = f"/watch/{name}/{pages[name]}/edit/"
        form = client.get(url).context["form"]
        sent = {field: form[field].value() for field in form.fields}
        answer = client.post(
            url, {field: value for field, value in sent.items() if value is not None}
        )
        assert answer.status_code == 302, (name, answer.context["form"].errors)
