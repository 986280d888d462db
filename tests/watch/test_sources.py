from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from filon.accounts.models import User
from filon.jobs.models import Job
from filon.journal.models import Entry
from filon.watch import services, tasks
from filon.watch.models import WatchItem, WatchSource
from filon.watch.services.fetching import retry_after
from tests.kernel.listener import listening, response
from tests.watch.builders import FEED, make_source, make_topic

LOOPBACK = (ip_network("127.0.0.0/8"),)
FEEDS = Path(os.environ.get("FILON_REAL_DATA", "../shared/data")) / "watch" / "feeds"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/feed",
        "http://localhost:8000/",
        "http://[::1]/",
        "http://10.0.0.7/rss",
        "http://169.254.169.254/latest/meta-data",
        "http://printer.local/feed",
        "file:///etc/passwd",
        "ftp://metal.example/feed",
        "metal.example/feed",
        "",
    ],
)
def test_source_with_an_inner_or_absent_address_is_refused(
    alice: User, now: datetime, address: str
) -> None:
    with pytest.raises(services.SourceAddressRefused):
        make_source(alice, now, url=address)

    assert not WatchSource.objects.exists()
    assert not Entry.objects.exists()


def test_network_named_by_the_administrator_is_allowed(
    alice: User, now: datetime, settings: Settings
) -> None:
    settings.FILON_FETCH_ALLOW = LOOPBACK

    source = make_source(alice, now, url="http://127.0.0.1:9/feed")

    assert source.next_check_at == now


def test_a_show_needs_no_address(alice: User, now: datetime) -> None:
    topic = make_topic(alice, now)

    source = make_source(
        alice, now, name="Global Industrie", kind="SHOW", url="", topics=[topic]
    )

    assert list(source.topics.all()) == [topic]
    with pytest.raises(services.SourceNotFetched):
        services.source_fetch(source=source, actor=alice, now=now)


def test_reader_adds_no_source(rene: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        make_source(rene, now)

    assert not WatchSource.objects.exists()


def test_ss_01_form_refuses_loopback_with_a_sentence(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    """SS-01: a source pointing at the machine itself is refused in the form."""
    answer = signed_in(alice).post(
        "/watch/sources/new/",
        {
            "name": "Inner",
            "kind": "FEED",
            "url": "http://127.0.0.1:8000/",
            "cadence_hours": "24",
            "reliability": "B",
        },
    )

    assert answer.status_code == 422
    assert b"internal network" in answer.content
    assert not WatchSource.objects.exists()


def test_ss_01_check_refuses_a_name_that_leads_inside(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    """SS-01: what the text does not show is refused by the gate, with a sentence."""
    with listening(response(FEED)) as server:
        source = make_source(alice, now)
        inner = f"http://127.0.0.1:{server.port}/"
        WatchSource.objects.filter(pk=source.pk).update(url=inner)

        answer = signed_in(alice).post(f"/watch/sources/{source.pk}/check/")

        assert server.connections == 0
    source.refresh_from_db()
    assert answer.status_code == 422
    assert "internal network" in source.last_error
    assert source.last_error.encode() in answer.content
    assert not WatchItem.objects.exists()


def test_feed_is_fetched_and_its_entries_kept_once(
    alice: User, now: datetime, settings: Settings
) -> None:
    settings.FILON_FETCH_ALLOW = LOOPBACK
    with listening(response(FEED, 'ETag: "v1"')) as server:
        source = make_source(alice, now, url=f"{server.url}/feed")
        first = services.source_fetch(source=source, actor=alice, now=now)
        again = services.source_fetch(source=source, actor=alice, now=now)
        requests = server.requests

    assert (first.new, again.new) == (2, 0)
    titles = WatchItem.objects.order_by("published_at").values_list("title", flat=True)
    assert list(titles) == ["New robot cell", "Steel prices fall"]
    assert source.etag == '"v1"'
    assert source.next_check_at == now + timedelta(hours=24)
    assert b'If-None-Match: "v1"' in requests[1]


def test_unchanged_feed_changes_nothing(
    alice: User, now: datetime, settings: Settings
) -> None:
    settings.FILON_FETCH_ALLOW = LOOPBACK
    with listening(response(status="304 Not Modified")) as server:
        source = make_source(alice, now, url=f"{server.url}/feed")
        WatchSource.objects.filter(pk=source.pk).update(etag='"v1"')
        source.refresh_from_db()

        outcome = services.source_fetch(source=source, actor=alice, now=now)

    assert outcome == services.FetchOutcome()
    assert source.etag == '"v1"'
    assert source.last_checked_at == now


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (response(status="410 Gone"), "does not exist"),
        (response(status="403 Forbidden"), "refuses"),
        (response(status="500 Broken"), "500"),
        (response(b"<html><body>Hello</body></html>"), "web page"),
        (response(b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>'), "entities"),
    ],
)
def test_failure_is_kept_as_a_sentence(
    alice: User, now: datetime, settings: Settings, answer: bytes, words: str
) -> None:
    settings.FILON_FETCH_ALLOW = LOOPBACK
    settings.LANGUAGE_CODE = "en"
    with listening(answer) as server:
        source = make_source(alice, now, url=f"{server.url}/feed")
        with translation.override("en"):
            outcome = services.source_fetch(source=source, actor=alice, now=now)

    assert words in outcome.error
    assert source.last_error == outcome.error
    assert not WatchItem.objects.exists()


def test_server_that_asks_for_a_pause_gets_it(
    alice: User, now: datetime, settings: Settings
) -> None:
    settings.FILON_FETCH_ALLOW = LOOPBACK
    busy = response(b"", "Retry-After: 172800", status="429 Too Many")
    with listening(busy) as server:
        source = make_source(alice, now, url=f"{server.url}/feed")
        services.source_fetch(source=source, actor=alice, now=now)

    assert source.next_check_at == now + timedelta(days=2)


@pytest.mark.parametrize(
    ("value", "pause"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 02 Mar 2026 10:30:00 GMT", timedelta(hours=1)),
        ("99999999999", timedelta(days=7)),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, pause: timedelta | None) -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    assert retry_after({"retry-after": value}, at) == pause


def test_job_fetches_what_is_due_and_nothing_else(
    alice: User, now: datetime, settings: Settings
) -> None:
    settings.FILON_FETCH_ALLOW = LOOPBACK
    with listening(response(FEED)) as server:
        make_source(alice, now, url=f"{server.url}/feed")
        later = make_source(alice, now, url=f"{server.url}/later")
        WatchSource.objects.filter(pk=later.pk).update(
            next_check_at=datetime(2999, 1, 1, tzinfo=UTC)
        )
        off = make_source(alice, now, url=f"{server.url}/off")
        WatchSource.objects.filter(pk=off.pk).update(is_active=False)
        progress: list[int | None] = []

        def report(*, done: int | None = None, **_more: object) -> None:
            progress.append(done)

        result = tasks.fetch_due(Job(kind="watch.fetch"), report)
        connections = server.connections

    assert result == {"fetched": 1, "new": 2, "failed": 0}
    assert progress == [1]
    assert connections == 1


def test_new_address_is_fetched_afresh(alice: User, now: datetime) -> None:
    source = make_source(alice, now)
    later = now + timedelta(days=1)
    WatchSource.objects.filter(pk=source.pk).update(etag='"v1"', last_error="Bad")
    source.refresh_from_db()

    services.source_update(
        source=source,
        values={"url": "https://metal.example/other"},
        actor=alice,
        now=later,
    )

    assert (source.etag, source.last_error) == ("", "")
    assert source.next_check_at == later


@pytest.mark.real_data
def test_three_recorded_feeds_are_fetched(
    alice: User, now: datetime, settings: Settings
) -> None:
    files = sorted(FEEDS.glob("*.xml"))
    if not files:
        pytest.skip("no recorded feeds")
    settings.FILON_FETCH_ALLOW = LOOPBACK
    for file in files:
        with listening(response(file.read_bytes())) as server:
            source = make_source(alice, now, name=file.stem, url=f"{server.url}/f.xml")
            outcome = services.source_fetch(source=source, actor=alice, now=now)

        assert outcome.error == ""
        assert outcome.new == source.items.count() > 0
