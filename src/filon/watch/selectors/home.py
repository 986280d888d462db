"""The first page of the watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from filon.accounts.models import User
from filon.watch.models import (
    Brief,
    Finding,
    MarketInsight,
    WatchItem,
    WatchTopic,
)
from filon.watch.selectors import lists
from filon.watch.selectors.grids import weighty

SHOWN = 12


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The insights of one kind that still matter, the heaviest first."""

    kind: str
    label: str
    count: int
    insights: list[MarketInsight]


@dataclass(frozen=True, slots=True)
class WatchHome:
    """All that the first page shows, read in six queries."""

    to_sort: Sequence[WatchItem]
    waiting: int
    findings: Sequence[Finding]
    groups: list[KindGroup]
    topics: Sequence[WatchTopic]
    briefs: Sequence[Brief]
    headings: dict[str, int]


def watch_home(user: User) -> WatchHome:
    """Return what awaits this person in the watch, and what was found lately."""
    unsorted = lists.items_to_sort(user)
    to_sort = list(unsorted[:SHOWN])
    waiting = len(to_sort) if len(to_sort) < SHOWN else unsorted.count()
    findings = list(lists.findings(user).order_by("-observed_on", "-pk")[:60])
    headings: dict[str, int] = {}
    for finding in findings:
        headings[finding.heading] = headings.get(finding.heading, 0) + 1
    topics = lists.topics(user).filter(status=WatchTopic.Status.ACTIVE)
    briefs = lists.briefs(user).filter(status=Brief.Status.DRAFT)
    return WatchHome(
        to_sort=to_sort,
        waiting=waiting,
        findings=findings[:8],
        groups=_groups(user),
        topics=list(topics.order_by("next_review_on", "pk")[:8]),
        briefs=list(briefs.order_by("due_on", "pk")[:5]),
        headings=headings,
    )


def overdue(topic: WatchTopic, today: date) -> bool:
    """Whether the review of a topic is late."""
    return topic.next_review_on is not None and topic.next_review_on < today


def _groups(user: User) -> list[KindGroup]:
    rows = lists.insights(user).exclude(decision=MarketInsight.Decision.DROP)
    found = list(weighty(rows)[:200])
    groups = []
    for kind in MarketInsight.Kind:
        of_kind = [row for row in found if row.kind == kind]
        groups.append(KindGroup(kind, str(kind.label), len(of_kind), of_kind[:4]))
    return groups
