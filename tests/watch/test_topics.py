from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.journal.models import Entry
from filon.journal.services import EditConflict
from filon.kernel.lifecycle import TransitionRefused
from filon.watch import services
from filon.watch.models import Expectation, WatchTopic
from tests.watch.builders import make_topic


def test_topic_is_created_with_its_expectations(alice: User, now: datetime) -> None:
    topic = services.topic_create(
        values={"title": "Welding", "cadence_days": 10},
        expectations=[("PRODUCTS", "Which lasers?"), ("CUSTOMERS", "Who buys?")],
        actor=alice,
        now=now,
    )

    assert topic.next_review_on == date(2026, 3, 12)
    assert topic.team == alice.team
    texts = topic.expectations.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Which lasers?", "Who buys?"]
    assert Entry.objects.filter(target_kind="watch.watchtopic").count() == 1


def test_reader_creates_no_topic(rene: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        make_topic(rene, now)

    assert not WatchTopic.objects.exists()


def test_topic_update_refuses_an_old_version(alice: User, now: datetime) -> None:
    topic = make_topic(alice, now)
    services.topic_update(topic=topic, values={"title": "A"}, actor=alice, now=now)

    with pytest.raises(EditConflict):
        services.topic_update(
            topic=topic,
            values={"title": "B"},
            actor=alice,
            now=now,
            expected_version=1,
        )

    topic.refresh_from_db()
    assert topic.title == "A"


def test_review_moves_the_next_one_by_the_cadence(alice: User, now: datetime) -> None:
    topic = make_topic(alice, now, cadence_days=7, next_review_on=date(2026, 1, 1))

    services.topic_review(topic=topic, actor=alice, now=now)

    topic.refresh_from_db()
    assert topic.next_review_on == date(2026, 3, 9)


def test_topic_is_closed_once(alice: User, now: datetime) -> None:
    topic = make_topic(alice, now)
    services.topic_move(topic=topic, to="CLOSED", actor=alice, now=now)

    with pytest.raises(TransitionRefused):
        services.topic_move(topic=topic, to="CLOSED", actor=alice, now=now)

    assert topic.status == "CLOSED"


def test_expectation_is_covered_and_opened_again(alice: User, now: datetime) -> None:
    topic = make_topic(alice, now)
    row = services.expectation_add(
        topic=topic, subject="PRODUCTS", text="Which lasers?", actor=alice, now=now
    )

    services.expectation_move(expectation=row, to="COVERED", actor=alice, now=now)
    services.expectation_move(expectation=row, to="OPEN", actor=alice, now=now)

    assert Expectation.objects.get().status == "OPEN"
    with pytest.raises(TransitionRefused):
        services.expectation_move(expectation=row, to="OPEN", actor=alice, now=now)
