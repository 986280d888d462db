"""Feeds really fetched over HTTP, sorted, concluded from."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from filon.kernel import clock
from filon.watch import services as watch_services
from filon.watch.models import MarketInsight, WatchItem, WatchSource
from real_input.company import Cast
from real_input.steps import Steps
from real_input.tables import Data


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the folder without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def published(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback; yield its address."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def watch(data: Data, cast: Cast, steps: Steps) -> MarketInsight:
    """Fetch the feeds, keep one entry, conclude from it."""
    files = sorted(data.feeds.glob("*.xml"))
    with steps.step(f"{len(files)} feeds"), published(data.feeds) as address:
        steps.same("feeds", len(files), 3)
        for file in files:
            source = watch_services.source_create(
                values={
                    "name": file.stem,
                    "kind": WatchSource.Kind.FEED,
                    "url": f"{address}/{file.name}",
                },
                actor=cast.alice,
                now=clock.now(),
            )
            _fetch(source, cast, steps)
    with steps.step("A finding and what it means"):
        return _conclude(cast, steps)


def _fetch(source: WatchSource, cast: Cast, steps: Steps) -> None:
    outcome = watch_services.source_fetch(
        source=source, actor=cast.alice, now=clock.now()
    )
    steps.true(
        f"{source.name}: {outcome.new} entries {outcome.error}".rstrip(),
        holds=outcome.new > 0,
    )
    source.refresh_from_db()
    again = watch_services.source_fetch(
        source=source, actor=cast.alice, now=clock.now()
    )
    steps.same("    new ones the second time", again.new, 0)


def _conclude(cast: Cast, steps: Steps) -> MarketInsight:
    item = WatchItem.objects.filter(source__name="rdf_UTF8").order_by("pk")[0]
    finding = watch_services.item_keep(item=item, actor=cast.alice, now=clock.now())
    steps.same("finding", finding.title, item.title)
    insight = watch_services.insight_create(
        values={
            "kind": MarketInsight.Kind.OPPORTUNITY,
            "axis": "COMMERCIAL",
            "statement": "Les ateliers de métallurgie du Rhône renouvellent.",
            "analysis": "Conclusion tirée du constat cité.",
            "impact": 3,
            "likelihood": 3,
        },
        findings=[finding],
        actor=cast.alice,
        now=clock.now(),
    )
    steps.same("insight resting on", insight.findings.get().pk, finding.pk)
    return insight
