"""What is watched, and what the company expects of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.journal.services import move, record, save_changes
from filon.kernel import clock
from filon.watch import lifecycle, policies
from filon.watch.models import Expectation, WatchTopic

_LINKS = ("segments", "families", "competitors")


@transaction.atomic
def topic_create(
    *,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expectations: Iterable[tuple[str, str]] = (),
) -> WatchTopic:
    """Create a topic with what the company expects of it.

    :param values: fields of WatchTopic; without `next_review_on` the first review
        falls one cadence from today.
    :param expectations: pairs of subject (Expectation.Subject) and text.
    :raises PermissionDenied: if this person keeps no watch.
    """
    _may_watch(actor)
    fields, links = _parted(values)
    if not fields.get("next_review_on"):
        cadence = timedelta(days=fields.get("cadence_days") or 30)
        fields["next_review_on"] = clock.day_of(now) + cadence
    topic = WatchTopic.objects.create(**ownership(actor, now), **fields)
    _link(topic, links)
    Expectation.objects.bulk_create(
        Expectation(topic=topic, subject=subject, text=text[:300])
        for subject, text in expectations
    )
    record(target=topic, message=gettext_noop("Created"), actor=actor, now=now)
    return topic


@transaction.atomic
def topic_update(
    *,
    topic: WatchTopic,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change the scope of a topic.

    :raises PermissionDenied: if this person keeps no watch.
    :raises EditConflict: if somebody else changed it meanwhile.
    """
    _may_watch(actor)
    fields, links = _parted(values)
    save_changes(
        topic, values=fields, actor=actor, now=now, expected_version=expected_version
    )
    _link(topic, links)


@transaction.atomic
def topic_review(*, topic: WatchTopic, actor: User, now: datetime) -> None:
    """Note that the topic was reviewed today; the next review is one cadence away."""
    _may_watch(actor)
    next_on = clock.day_of(now) + timedelta(days=topic.cadence_days)
    save_changes(
        topic,
        values={"next_review_on": next_on},
        actor=actor,
        now=now,
        message=gettext_noop("Reviewed"),
    )


def topic_move(*, topic: WatchTopic, to: str, actor: User, now: datetime) -> None:
    """Close a topic or follow it again.

    :raises TransitionRefused: if somebody did so meanwhile.
    """
    _may_watch(actor)
    is_closing = to == WatchTopic.Status.CLOSED
    move(
        topic,
        to=to,
        transitions=lifecycle.TOPIC,
        actor=actor,
        now=now,
        message=gettext_noop("Closed")
        if is_closing
        else gettext_noop("Followed again"),
        updated_at=now,
    )


@transaction.atomic
def expectation_add(
    *, topic: WatchTopic, subject: str, text: str, actor: User, now: datetime
) -> Expectation:
    """Add what the company expects to learn about products or customers."""
    _may_watch(actor)
    expectation = Expectation.objects.create(topic=topic, subject=subject, text=text)
    record(
        target=topic,
        message=gettext_noop("Expectation added: %(text)s"),
        params={"text": text},
        actor=actor,
        now=now,
    )
    return expectation


def expectation_move(
    *, expectation: Expectation, to: str, actor: User, now: datetime
) -> None:
    """Say that an expectation is covered, dropped or open again.

    :raises TransitionRefused: if it is in that state already.
    """
    _may_watch(actor)
    move(
        expectation,
        to=to,
        transitions=lifecycle.EXPECTATION,
        actor=actor,
        now=now,
        message=gettext_noop("Expectation “%(text)s” moved on"),
        params={"text": expectation.text},
        about=expectation.topic,
    )


def _parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    fields = {name: value for name, value in values.items() if name not in _LINKS}
    return fields, {name: values[name] for name in _LINKS if name in values}


def _link(topic: WatchTopic, links: Mapping[str, Any]) -> None:
    for name, rows in links.items():
        getattr(topic, name).set(rows)


def _may_watch(actor: User) -> None:
    if not policies.can_watch(actor):
        raise PermissionDenied
