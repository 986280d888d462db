"""Fetching a feed through the guard and keeping what is new in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.kernel.fetch import Fetched, FetchRefused, fetch
from filon.watch.feeds import MAX_BYTES, FeedEntry, FeedUnreadable, parse_feed
from filon.watch.models import WatchItem, WatchSource
from filon.watch.services.sources import FETCHED

USER_AGENT = "Filon (feed reader of a sales team)"
MAX_PAUSE = timedelta(days=7)
_STATUS_LIMIT = 400


class SourceNotFetched(DomainError):
    """The source is no feed, or is switched off."""


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """What one fetch brought: new entries, or the sentence that explains why not."""

    new: int = 0
    error: str = ""

    @property
    def sentence(self) -> str:
        """The result for people."""
        if self.error:
            return self.error
        if not self.new:
            return _("Nothing new since the last time.")
        return ngettext(
            "%(count)s new entry to sort.", "%(count)s new entries to sort.", self.new
        ) % {"count": self.new}


def source_fetch(
    *, source: WatchSource, actor: User | None, now: datetime
) -> FetchOutcome:
    """Ask a feed for what is new and keep it to be sorted.

    The request leaves through the one gate, outside any transaction, and is
    conditional: an unchanged feed costs its server nothing. A failure is kept on the
    source as a sentence and changes nothing else. The next fetch comes after the
    cadence, later where the server asks for it (seven days at most).

    :raises SourceNotFetched: if it is not a feed, or is switched off.
    """
    if source.kind not in FETCHED or not source.is_active:
        raise SourceNotFetched(_("This source is not fetched: it is not a live feed."))
    try:
        answer = _ask(source)
        entries = _entries(answer)
    except (FetchRefused, FeedUnreadable) as refusal:
        return _failed(source, str(refusal), actor=actor, now=now)
    if entries is None:
        pause = retry_after(answer.headers, now)
        error = _refusal(answer.status)
        return _failed(source, error, actor=actor, now=now, pause=pause)
    return _kept(source, answer, entries, actor=actor, now=now)


def _ask(source: WatchSource) -> Fetched:
    return fetch(
        source.url,
        allow=settings.FILON_FETCH_ALLOW,
        etag=source.etag or None,
        last_modified=source.last_modified or None,
        user_agent=USER_AGENT,
        max_bytes=MAX_BYTES,
    )


def _entries(answer: Fetched) -> list[FeedEntry] | None:
    """Return the entries, none for an unchanged feed, None for a refusal."""
    if answer.status == 304:
        return []
    if answer.status >= _STATUS_LIMIT or not 200 <= answer.status < 300:
        return None
    return parse_feed(answer.content, base_url=answer.final_url)


@transaction.atomic
def _kept(
    source: WatchSource,
    answer: Fetched,
    entries: Sequence[FeedEntry],
    *,
    actor: User | None,
    now: datetime,
) -> FetchOutcome:
    new = _add_items(source, entries, now=now)
    changes: dict[str, Any] = {"last_error": ""}
    if answer.status != 304:
        changes["etag"] = _fitting(answer.etag, 200)
        changes["last_modified"] = _fitting(answer.last_modified, 100)
    if answer.moved_permanently:
        changes["url"] = answer.final_url[:1000]
    _write(source, changes, now=now, pause=None)
    if new or answer.moved_permanently:
        record(
            target=source,
            message=gettext_noop("New items fetched: %(count)s"),
            params={"count": new},
            actor=actor,
            now=now,
        )
    return FetchOutcome(new=new)


def _add_items(
    source: WatchSource, entries: Sequence[FeedEntry], *, now: datetime
) -> int:
    """Keep the entries met for the first time; the database refuses doubles."""
    by_hash = {_hash(entry): entry for entry in reversed(entries)}
    rows = WatchItem.objects.filter(source=source)
    before = rows.count()
    known = set(rows.filter(guid_hash__in=by_hash).values_list("guid_hash", flat=True))
    WatchItem.objects.bulk_create(
        (
            _item(source, digest, entry, now=now)
            for digest, entry in by_hash.items()
            if digest not in known
        ),
        ignore_conflicts=True,
        batch_size=200,
    )
    return rows.count() - before


def _item(
    source: WatchSource, digest: str, entry: FeedEntry, *, now: datetime
) -> WatchItem:
    return WatchItem(
        source=source,
        guid=entry.guid[:500],
        guid_hash=digest,
        title=(entry.title or entry.url)[:500],
        url=entry.url if len(entry.url) <= 1000 else "",
        summary=entry.summary,
        published_at=entry.published,
        fetched_at=now,
        status=WatchItem.Status.NEW,
    )


def _hash(entry: FeedEntry) -> str:
    """Return what tells entries apart; a feed without identifiers has its titles."""
    return hashlib.sha256((entry.guid or entry.title).encode()).hexdigest()


@transaction.atomic
def _failed(
    source: WatchSource,
    error: str,
    *,
    actor: User | None,
    now: datetime,
    pause: timedelta | None = None,
) -> FetchOutcome:
    is_news = source.last_error != error[:500]
    _write(source, {"last_error": error[:500]}, now=now, pause=pause)
    if is_news:
        record(
            target=source,
            message=gettext_noop("Fetch failed: %(error)s"),
            params={"error": error},
            actor=actor,
            now=now,
        )
    return FetchOutcome(error=error)


def _write(
    source: WatchSource,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    pause: timedelta | None,
) -> None:
    wait = max(timedelta(hours=source.cadence_hours), pause or timedelta(0))
    WatchSource.objects.filter(pk=source.pk).update(
        **changes, last_checked_at=now, next_check_at=now + wait
    )
    source.refresh_from_db()


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long the server asks to be left alone, seven days at most."""
    text = headers.get("retry-after", "").strip()
    try:
        if text.isascii() and text.isdigit():
            pause = timedelta(seconds=min(int(text), 10**7))
        else:
            moment = parsedate_to_datetime(text)
            pause = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except ValueError:
        return None
    return min(max(pause, timedelta(0)), MAX_PAUSE)


def _refusal(status: int) -> str:
    if status in {404, 410}:
        return _("The feed does not exist at this address any more.")
    if status in {401, 403}:
        return _("The server refuses to give this feed.")
    if status == 429:
        return _("The server asks to be left alone for a while.")
    return _("The server answers with an error (%(status)s).") % {"status": status}


def _fitting(value: str | None, limit: int) -> str:
    """Return a header to send back next time; one that does not fit is no use."""
    return value if value and len(value) <= limit else ""
