"""Rows of the watch's lists, within what a person reads."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, Q, QuerySet

from filon.accounts.models import User, scope_of
from filon.watch.models import (
    Analysis,
    Brief,
    CompetitorOffer,
    Finding,
    MarketInsight,
    MarketPotential,
    WatchItem,
    WatchSource,
    WatchTopic,
)


def topics(user: User) -> QuerySet[WatchTopic]:
    """Return topics with the count of their findings and open expectations."""
    rows: QuerySet[WatchTopic] = WatchTopic.objects.visible_to(user)
    return rows.select_related("owner").annotate(
        finding_count=Count(
            "findings", filter=Q(findings__deleted_at=None), distinct=True
        ),
        open_count=Count(
            "expectations", filter=Q(expectations__status="OPEN"), distinct=True
        ),
    )


def sources(user: User) -> QuerySet[WatchSource]:
    """Return sources with the count of entries to sort."""
    rows: QuerySet[WatchSource] = WatchSource.objects.visible_to(user)
    return rows.annotate(
        waiting=Count("items", filter=Q(items__status=WatchItem.Status.NEW))
    )


def items(user: User) -> QuerySet[WatchItem]:
    """Return the entries of the sources that this person reads."""
    rows = WatchItem.objects.filter(scope_of(user, "source__"))
    return rows.filter(source__deleted_at=None).select_related("source")


def items_to_sort(user: User) -> QuerySet[WatchItem]:
    """Return the entries that nobody sorted yet, the newest first."""
    rows = items(user).filter(status=WatchItem.Status.NEW)
    return rows.order_by("-fetched_at", "-pk")


def findings(user: User) -> QuerySet[Finding]:
    """Return findings with their source, topic and subject."""
    rows: QuerySet[Finding] = Finding.objects.visible_to(user)
    return rows.select_related("source", "topic", "organization", "owner")


def insights(user: User) -> QuerySet[MarketInsight]:
    """Return insights with what they are about."""
    rows: QuerySet[MarketInsight] = MarketInsight.objects.visible_to(user)
    return rows.select_related("segment", "territory", "family", "owner")


def rival_offers(user: User) -> QuerySet[CompetitorOffer]:
    """Return rival offers with their competitor."""
    rows: QuerySet[CompetitorOffer] = CompetitorOffer.objects.visible_to(user)
    return rows.select_related("competitor", "comparable_item", "family", "finding")


def potentials(user: User) -> QuerySet[MarketPotential]:
    """Return potentials with what they are about."""
    rows: QuerySet[MarketPotential] = MarketPotential.objects.visible_to(user)
    return rows.select_related("segment", "territory", "family", "insight")


def analyses(user: User) -> QuerySet[Analysis]:
    """Return grids with their topic."""
    rows: QuerySet[Analysis] = Analysis.objects.visible_to(user)
    return rows.select_related("topic", "owner")


def briefs(user: User) -> QuerySet[Brief]:
    """Return briefs with their topic and file."""
    rows: QuerySet[Brief] = Brief.objects.visible_to(user)
    return rows.select_related("topic", "owner", "document")


def searched(*names: str) -> Callable[[str], Q]:
    """Return the search of a list over some text columns."""

    def search(text: str) -> Q:
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__icontains": text})
        return found

    return search
