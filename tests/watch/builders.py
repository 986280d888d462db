"""Records of the watch with valid defaults."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from filon.accounts.models import User, ownership
from filon.directory.models import Organization
from filon.watch import services
from filon.watch.models import (
    Brief,
    Finding,
    MarketInsight,
    MarketPotential,
    WatchItem,
    WatchSource,
    WatchTopic,
)

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Metal</title>
<link>https://metal.example/</link>
<item><title>New robot cell</title><link>https://metal.example/1</link>
<guid>g1</guid><pubDate>Mon, 23 Feb 2026 08:00:00 GMT</pubDate>
<description>Robots weld faster.</description></item>
<item><title>Steel prices fall</title><link>https://metal.example/2</link>
<guid>g2</guid><pubDate>Tue, 24 Feb 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""


def make_topic(actor: User, now: datetime, **values: Any) -> WatchTopic:
    """Create a topic."""
    given = {"title": "Welding", "headings": ["TECHNOLOGY"]}
    return services.topic_create(values={**given, **values}, actor=actor, now=now)


def make_source(actor: User, now: datetime, **values: Any) -> WatchSource:
    """Create a feed; its address is public unless one is given."""
    given = {"name": "Metal", "kind": "FEED", "url": "https://metal.example/feed"}
    return services.source_create(values={**given, **values}, actor=actor, now=now)


def make_item(actor: User, now: datetime, **values: Any) -> WatchItem:
    """Put an entry to sort into a source."""
    source = values.pop("source", None) or make_source(actor, now)
    count = WatchItem.objects.count()
    given = {
        "guid": f"g{count}",
        "guid_hash": f"{count:064d}",
        "title": "New robot cell",
        "url": "https://metal.example/1",
        "summary": "Robots weld faster.",
        "fetched_at": now,
    }
    return WatchItem.objects.create(source=source, **{**given, **values})


def make_finding(actor: User, now: datetime, **values: Any) -> Finding:
    """Keep a finding."""
    given = {
        "title": "A rival opens a plant",
        "heading": "COMPETITION",
        "observed_on": date(2026, 3, 1),
        "source_text": "Heard at the show",
    }
    return services.finding_create(values={**given, **values}, actor=actor, now=now)


def make_insight(
    actor: User, now: datetime, *findings: Finding, **values: Any
) -> MarketInsight:
    """Conclude an opportunity."""
    given = {"kind": "OPPORTUNITY", "axis": "COMMERCIAL", "statement": "Demand grows"}
    return services.insight_create(
        values={**given, **values}, findings=findings, actor=actor, now=now
    )


def make_potential(actor: User, now: datetime, **values: Any) -> MarketPotential:
    """Compute a potential."""
    given = {
        "title": "Foundries of the Rhône",
        "accounts": 46,
        "take_rate_percent": Decimal("12.5"),
        "basket": Decimal("18500"),
        "currency": "EUR",
        "assumptions": "Counted in the base.",
        "as_of": date(2026, 3, 1),
    }
    return services.potential_create(values={**given, **values}, actor=actor, now=now)


def make_brief(actor: User, now: datetime, **values: Any) -> Brief:
    """Start a brief of the month."""
    given = {
        "title": "Watch of the month",
        "period_start": date(2026, 2, 1),
        "period_end": date(2026, 3, 31),
        "language": "en",
        "due_on": date(2026, 3, 10),
    }
    return services.brief_create(values={**given, **values}, actor=actor, now=now)


def make_company(actor: User, now: datetime, name: str, **values: Any) -> Organization:
    """Put a company straight into the base."""
    return Organization.objects.create(
        **ownership(actor, now), name=name, name_key=name.lower(), **values
    )
