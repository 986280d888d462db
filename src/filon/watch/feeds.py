"""Reads RSS, Atom, RDF and JSON feeds: bytes in, entries out, nothing fetched.

The parser is fast and forgiving, and leaves some work to do here: it neither
sanitizes, nor joins relative links, nor reads French dates, nor keeps the "&" of a
feed that forgot to write "&amp;".
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import fastfeedparser
import nh3
from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError
from filon.watch.feed_dates import with_plain_dates

MAX_BYTES = 20_000_000
MAX_ENTRIES = 500
MAX_TITLE = 300
MAX_SUMMARY = 1_000
_HEAD = 4_096
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,31};)")
_PROLOG = re.compile(
    rb"(?:\s|\xef\xbb\xbf|\xff\xfe|\xfe\xff|<!--.*?-->|<\?.*?\?>)*", re.S
)
# A bare document type is usual in RSS 0.91; one with declarations inside is not.
_DECLARATIONS = re.compile(rb"<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_NETSCAPE = re.compile(rb"http://(?:my|channel)\.netscape\.com/rdf/simple/0\.9/")
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BLOCK_END = re.compile(
    r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/td|/blockquote)\b[^>]{0,200}>", re.IGNORECASE
)
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e]")


class FeedUnreadable(DomainError):
    """The content is no feed that can be read."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry as plain text.

    `url` is absolute, http or https, or empty. `published` is in UTC; None if the
    feed gives no date that can be read. `guid` falls back to the URL.
    """

    title: str
    url: str
    summary: str
    published: datetime | None
    guid: str


def parse_feed(
    content: bytes, *, base_url: str, limit: int = MAX_ENTRIES
) -> list[FeedEntry]:
    """Return the entries of a feed, in its order, `limit` at most.

    Titles are cut at 300 and summaries at 1,000 characters; markup, scripts and
    remote pictures are gone. `base_url` is the address the feed came from.

    :raises FeedUnreadable: if it is a web page, declares entities, or is no feed.
    """
    _check(content)
    try:
        parsed = fastfeedparser.parse(
            _repaired(content),
            include_tags=False,
            include_media=False,
            include_enclosures=False,
        )
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise FeedUnreadable(
            _("This address does not answer with a feed that can be read.")
        ) from error
    feed = parsed.get("feed") or {}
    base = urljoin(base_url, _text_of(feed, "link"))
    entries = [_entry(entry, base) for entry in parsed["entries"][:limit]]
    return [entry for entry in entries if entry.title or entry.url]


def _check(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise FeedUnreadable(
            _("The feed is larger than %(size)s MB.") % {"size": MAX_BYTES // 1_000_000}
        )
    # UTF-16 only spreads the same ASCII marks over zeros.
    plain = content.replace(b"\0", b"") if b"\0" in content[:4] else content
    start = plain[_PROLOG.match(plain).end() :][:_HEAD]  # type: ignore[union-attr]
    if not start:
        raise FeedUnreadable(_("This address answers with nothing."))
    if _PAGE.match(start):
        raise FeedUnreadable(
            _(
                "This address answers with a web page, not with a feed. Look on the "
                "page for a link named RSS or Atom."
            )
        )
    if _DECLARATIONS.match(start):
        raise FeedUnreadable(_("The feed declares entities: it is refused."))


def _repaired(content: bytes) -> bytes:
    """Return the feed with bare "&" spelled out and dates that the parser reads."""
    if b"\0" in content[:4] or content.lstrip()[:1] == b"{":
        return content
    spelled = _BARE_AMPERSAND.sub(b"&amp;", content)
    # RSS 0.90 differs from 1.0 in its namespace, which alone is known.
    known = _NETSCAPE.sub(b"http://purl.org/rss/1.0/", spelled)
    return with_plain_dates(known)


def _entry(entry: Mapping[str, Any], base: str) -> FeedEntry:
    url = _link(_text_of(entry, "link"), base)
    guid = _text_of(entry, "id") or _text_of(entry, "guid") or url
    return FeedEntry(
        title=_plain(_text_of(entry, "title"), MAX_TITLE),
        url=url,
        summary=_plain(_summary_of(entry), MAX_SUMMARY),
        published=_moment(entry.get("published") or entry.get("updated")),
        guid=guid[:MAX_SUMMARY],
    )


def _text_of(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value.strip() if isinstance(value, str) else ""


def _summary_of(entry: Mapping[str, Any]) -> str:
    if described := _text_of(entry, "description"):
        return described
    contents = entry.get("content") or [{}]
    return _text_of(contents[0], "value") if isinstance(contents, list) else ""


def _link(link: str, base: str) -> str:
    """Return the absolute address, or nothing if it is not one of the web."""
    try:
        url = urljoin(base, link.replace("&amp;", "&"))
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_web = link and parts.scheme in {"http", "https"} and parts.hostname
    return url if is_web else ""


def _plain(markup: str, limit: int) -> str:
    """Return the text of a fragment of HTML, on one line.

    Feeds escape their markup once or twice; what is markup after unescaping is
    taken out as well.
    """
    text = _stripped(_stripped(markup[: limit * 50]))
    line = " ".join(_INVISIBLE.sub("", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _stripped(markup: str) -> str:
    if "<" not in markup and "&" not in markup:
        return markup
    spaced = _BLOCK_END.sub(" ", markup)
    return html.unescape(nh3.clean(spaced, tags=set()))


def _moment(text: object) -> datetime | None:
    """Return the moment that the parser gives in ISO 8601."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
