"""Detail pages of the watch, each read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model

from filon.accounts.models import User
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.watch.models import (
    CompetitorOffer,
    Expectation,
    Finding,
    MarketInsight,
    MarketPotential,
    WatchItem,
    WatchSource,
    WatchTopic,
)
from filon.watch.selectors import lists

HISTORY = 20


@dataclass(frozen=True, slots=True)
class TopicSheet:
    """A topic with what it brought."""

    topic: WatchTopic
    expectations: Sequence[Expectation]
    sources: Sequence[WatchSource]
    findings: Sequence[Finding]
    segments: list[str]
    families: list[str]
    competitors: list[str]
    coverage: dict[str, int]
    history: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """A source with its latest entries."""

    source: WatchSource
    topics: Sequence[WatchTopic]
    items: Sequence[WatchItem]
    history: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class FindingSheet:
    """A finding with what came of it."""

    finding: Finding
    insights: Sequence[MarketInsight]
    rival_offers: Sequence[CompetitorOffer]
    history: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class InsightSheet:
    """An insight with what it rests on and what it led to.

    The plans that cite it belong to a later stage, which adds them.
    """

    insight: MarketInsight
    findings: Sequence[Finding]
    potentials: Sequence[MarketPotential]
    history: Sequence[Entry]


def topic_sheet(*, user: User, pk: int) -> TopicSheet:
    """Return one topic with what is known of it.

    :raises WatchTopic.DoesNotExist: if it is absent or not visible to `user`.
    """
    topic = WatchTopic.objects.visible_to(user).select_related("owner").get(pk=pk)
    findings = list(
        lists.findings(user).filter(topic=topic).order_by("-observed_on", "-pk")[:200]
    )
    coverage: dict[str, int] = {}
    for finding in findings:
        coverage[finding.heading] = coverage.get(finding.heading, 0) + 1
    return TopicSheet(
        topic=topic,
        expectations=list(topic.expectations.order_by("subject", "pk")),
        sources=list(
            WatchSource.objects.alive().filter(topics=topic).order_by("name", "pk")
        ),
        findings=findings[:20],
        segments=_names(topic.segments.order_by("name")),
        families=_names(topic.families.order_by("name")),
        competitors=_names(topic.competitors.order_by("name_key")),
        coverage=coverage,
        history=timeline(topic, limit=HISTORY),
    )


def source_sheet(*, user: User, pk: int) -> SourceSheet:
    """Return one source with its entries.

    :raises WatchSource.DoesNotExist: if it is absent or not visible to `user`.
    """
    source = WatchSource.objects.visible_to(user).select_related("owner").get(pk=pk)
    return SourceSheet(
        source=source,
        topics=list(source.topics.order_by("title", "pk")),
        items=list(source.items.order_by("-fetched_at", "-pk")[:50]),
        history=timeline(source, limit=HISTORY),
    )


def finding_sheet(*, user: User, pk: int) -> FindingSheet:
    """Return one finding with the insights that rest on it.

    :raises Finding.DoesNotExist: if it is absent or not visible to `user`.
    """
    rows = lists.findings(user).select_related("item", "family", "segment")
    finding = rows.get(pk=pk)
    return FindingSheet(
        finding=finding,
        insights=list(lists.insights(user).filter(findings=finding).order_by("pk")),
        rival_offers=list(
            lists.rival_offers(user).filter(finding=finding).order_by("pk")
        ),
        history=timeline(finding, limit=HISTORY),
    )


def insight_sheet(*, user: User, pk: int) -> InsightSheet:
    """Return one insight with its findings and potentials.

    :raises MarketInsight.DoesNotExist: if it is absent or not visible to `user`.
    """
    insight = lists.insights(user).get(pk=pk)
    return InsightSheet(
        insight=insight,
        findings=list(
            insight.findings.alive().select_related("source").order_by("-observed_on")
        ),
        potentials=list(lists.potentials(user).filter(insight=insight).order_by("pk")),
        history=timeline(insight, limit=HISTORY),
    )


def _names(rows: Sequence[Model]) -> list[str]:
    return [str(row) for row in rows]
