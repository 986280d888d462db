from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from filon.accounts.models import User
from filon.journal.models import Entry
from filon.kernel.lifecycle import TransitionRefused
from filon.watch import services
from filon.watch.classification import heading_of
from filon.watch.models import CompetitorOffer, Finding, WatchItem
from tests.watch.builders import (
    make_company,
    make_finding,
    make_insight,
    make_item,
    make_source,
    make_topic,
)


def test_entry_becomes_a_finding_in_one_step(alice: User, now: datetime) -> None:
    topic = make_topic(alice, now)
    source = make_source(alice, now, topics=[topic], reliability="A")
    published = datetime(2026, 2, 23, 8, tzinfo=now.tzinfo)
    item = make_item(alice, now, source=source, published_at=published)

    finding = services.item_keep(item=item, actor=alice, now=now)

    assert finding.title == "New robot cell"
    assert finding.url == "https://metal.example/1"
    assert finding.observed_on == date(2026, 2, 23)
    assert (finding.source, finding.topic) == (source, topic)
    assert finding.reliability == "A"
    assert finding.heading == "TECHNOLOGY"
    assert (item.status, item.sorted_by) == ("KEPT", alice)


def test_second_keeper_is_refused_and_adds_no_finding(
    alice: User, bob: User, now: datetime
) -> None:
    item = make_item(alice, now)
    stale = WatchItem.objects.get(pk=item.pk)
    services.item_keep(item=item, actor=alice, now=now)
    entries = Entry.objects.count()

    with pytest.raises(TransitionRefused):
        services.item_keep(item=stale, actor=bob, now=now)

    assert Finding.objects.count() == 1
    assert Entry.objects.count() == entries


def test_dismissed_entry_comes_back(alice: User, now: datetime) -> None:
    item = make_item(alice, now)
    services.item_dismiss(item=item, actor=alice, now=now)

    services.item_restore(item=item, actor=alice, now=now)

    assert (item.status, item.sorted_at, item.sorted_by) == ("NEW", None, None)


def test_undoing_trashes_the_finding_and_lets_it_be_kept_again(
    alice: User, now: datetime
) -> None:
    item = make_item(alice, now)
    first = services.item_keep(item=item, actor=alice, now=now)

    services.item_restore(item=item, actor=alice, now=now)
    second = services.item_keep(item=item, actor=alice, now=now)

    first.refresh_from_db()
    assert first.deleted_at == now
    assert first.watch_item is None
    assert second.watch_item == item


def test_undo_is_refused_once_an_insight_rests_on_it(
    alice: User, now: datetime
) -> None:
    item = make_item(alice, now)
    finding = services.item_keep(item=item, actor=alice, now=now)
    make_insight(alice, now, finding)

    with pytest.raises(services.FindingInUse):
        services.item_restore(item=item, actor=alice, now=now)

    item.refresh_from_db()
    finding.refresh_from_db()
    assert (item.status, finding.deleted_at) == ("KEPT", None)


def test_finding_without_a_source_is_refused(alice: User, now: datetime) -> None:
    with pytest.raises(services.SourceMissing):
        make_finding(alice, now, source_text="  ")

    assert not Finding.objects.exists()


def test_finding_of_tomorrow_is_refused(alice: User, now: datetime) -> None:
    with pytest.raises(services.ObservedLater):
        make_finding(alice, now, observed_on=date(2026, 3, 3))

    assert not Finding.objects.exists()


def test_finding_tells_the_company_it_is_about(alice: User, now: datetime) -> None:
    rival = make_company(alice, now, "Valvatec", is_competitor=True)

    make_finding(alice, now, organization=rival)

    assert Entry.objects.get(about_kind="directory.organization").about_id == rival.pk


def test_colleague_trashes_no_finding_of_others(
    alice: User, bob: User, denis: User, now: datetime
) -> None:
    finding = make_finding(alice, now)

    with pytest.raises(PermissionDenied):
        services.finding_trash(finding=finding, actor=bob, now=now)
    finding.refresh_from_db()
    assert finding.deleted_at is None

    services.finding_trash(finding=finding, actor=denis, now=now)
    assert finding.deleted_at == now


def test_rival_offer_is_recorded_about_the_competitor(
    alice: User, now: datetime
) -> None:
    rival = make_company(alice, now, "Valvatec", is_competitor=True)
    finding = make_finding(alice, now, organization=rival)

    offer = services.competitor_offer_create(
        values={
            "competitor": rival,
            "product": "Valve DN 50",
            "observed_on": date(2026, 3, 1),
            "finding": finding,
        },
        actor=alice,
        now=now,
    )

    assert list(finding.rival_offers.all()) == [offer]
    assert Entry.objects.filter(about_id=rival.pk).count() == 2


def test_reader_records_no_rival_offer(rene: User, alice: User, now: datetime) -> None:
    rival = make_company(alice, now, "Valvatec")

    with pytest.raises(PermissionDenied):
        services.competitor_offer_create(
            values={
                "competitor": rival,
                "product": "Valve",
                "observed_on": date(2026, 3, 1),
            },
            actor=rene,
            now=now,
        )

    assert not CompetitorOffer.objects.exists()


@pytest.mark.parametrize(
    ("text", "wanted", "heading"),
    [
        ("Révision de la norme ISO 9001", [], "LAW"),
        ("Les prix de l'acier reculent", [], "ECONOMY"),
        ("A rival opens a plant", [], "COMPETITION"),
        ("Nothing to see", [], "PRODUCTS"),
        ("Nothing to see", ["LAW", "ECONOMY"], "LAW"),
        ("Steel prices fall", ["LAW"], "LAW"),
    ],
)
def test_heading_is_guessed_from_words_and_topics(
    text: str, wanted: list[str], heading: str
) -> None:
    assert heading_of(text, wanted) == heading


def test_quick_form_keeps_a_finding_with_four_fields(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(alice).post(
        "/watch/findings/new/",
        {
            "title": "Lead times double at Valvatec",
            "heading": "COMPETITION",
            "source_text": "Their driver",
            "observed_on": "2026-03-01",
            "reliability": "B",
        },
    )

    finding = Finding.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/watch/findings/{finding.pk}/"
    assert (finding.owner, finding.source_text) == (alice, "Their driver")


def test_form_names_the_companies_that_fit(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    make_company(alice, now, "Valvatec Nord", siren="732829320")
    make_company(alice, now, "Valvatec Sud", siren="552032534")
    sent = {
        "title": "Seen",
        "heading": "COMPETITION",
        "source_text": "Me",
        "observed_on": "2026-03-01",
        "reliability": "B",
        "organization": "valvatec",
    }
    client = signed_in(alice)

    answer = client.post("/watch/findings/new/", sent)
    assert answer.status_code == 422
    assert b"Valvatec Nord (732829320)" in answer.content
    assert not Finding.objects.exists()

    client.post("/watch/findings/new/", {**sent, "organization": "552 032 534"})
    assert str(Finding.objects.get().organization) == "Valvatec Sud"


def test_form_finds_no_company_of_another_team(
    alice: User, carol: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    make_company(carol, now, "Secret Forge")

    answer = signed_in(alice).post(
        "/watch/findings/new/",
        {
            "title": "Seen",
            "heading": "COMPETITION",
            "source_text": "Me",
            "observed_on": "2026-03-01",
            "reliability": "B",
            "organization": "Secret Forge",
        },
    )

    assert answer.status_code == 422
    assert not Finding.objects.exists()


def test_home_sorts_in_one_click(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    kept, dismissed = make_item(alice, now), make_item(alice, now)
    client = signed_in(alice)

    client.post(f"/watch/entries/{kept.pk}/keep/")
    client.post(f"/watch/entries/{dismissed.pk}/dismiss/")
    answer = client.get("/watch/")

    assert Finding.objects.get().watch_item == kept
    assert b"Everything is sorted" in answer.content


def test_sorting_twice_is_refused_with_a_sentence(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    item = make_item(alice, now)
    services.item_dismiss(item=item, actor=alice, now=now)

    answer = signed_in(alice).post(f"/watch/entries/{item.pk}/keep/")

    assert answer.status_code == 422
    assert not Finding.objects.exists()
