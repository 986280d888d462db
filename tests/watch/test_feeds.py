from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from filon.kernel.errors import DomainError
from filon.watch.feeds import FeedEntry, FeedUnreadable, parse_feed

BASE = "https://salon.example/actu/flux.xml"


def rss(*items: str, head: str = "", encoding: str = "utf-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{head}'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>Salon</title><link>https://salon.example/actu/</link>"
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    )
    return text.encode(encoding)


def entries(*items: str) -> list[FeedEntry]:
    return parse_feed(rss(*items), base_url=BASE)


def test_entry_of_rss_is_read_whole() -> None:
    content = rss(
        "<title>Nouvelle presse</title><link>https://salon.example/n/1</link>"
        "<description>Une presse de 400 t.</description><guid>n-1</guid>"
        "<pubDate>Tue, 24 Nov 2026 09:30:00 +0100</pubDate>"
    )

    assert parse_feed(content, base_url=BASE) == [
        FeedEntry(
            title="Nouvelle presse",
            url="https://salon.example/n/1",
            summary="Une presse de 400 t.",
            published=datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
            guid="n-1",
        )
    ]


def test_entry_of_atom_is_read_with_its_relative_link_joined() -> None:
    content = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>
    <entry><id>tag:1</id><title type="html">L&amp;#39;usine</title>
    <link href="../n/1?a=1&amp;b=2"/><updated>2026-11-24T09:30:00+01:00</updated>
    <summary type="html">&lt;p&gt;Un&lt;/p&gt;&lt;p&gt;deux&lt;/p&gt;</summary>
    </entry></feed>"""

    (entry,) = parse_feed(content, base_url=BASE)

    assert entry.title == "L'usine"
    assert entry.url == "https://salon.example/n/1?a=1&b=2"
    assert entry.summary == "Un deux"
    assert entry.published == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    assert entry.guid == "tag:1"


@pytest.mark.parametrize(
    "namespace",
    ["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"],
)
def test_entry_of_rdf_is_read(namespace: str) -> None:
    content = f"""<rdf:RDF xmlns="{namespace}"
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel><title>A</title><link>https://a.example/</link></channel>
      <item><title>Un</title><link>https://a.example/1</link>
      <dc:date>2026-11-24</dc:date></item></rdf:RDF>""".encode()

    (entry,) = parse_feed(content, base_url=BASE)

    assert (entry.title, entry.url) == ("Un", "https://a.example/1")
    assert entry.published == datetime(2026, 11, 24, tzinfo=UTC)
    assert entry.guid == entry.url


def test_entry_of_json_feed_is_read() -> None:
    content = """{"version": "https://jsonfeed.org/version/1.1", "title": "A",
      "items": [{"id": "1", "url": "/n/1", "title": "Un & deux",
      "content_html": "<p>Texte</p>", "date_published": "2026-11-24T09:00:00Z"}]}"""

    (entry,) = parse_feed(content.encode(), base_url=BASE)

    assert entry.title == "Un & deux"
    assert entry.url == "https://salon.example/n/1"
    assert entry.summary == "Texte"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-15", "windows-1252", "utf-16"])
def test_declared_encoding_is_followed(encoding: str) -> None:
    content = rss("<title>Été à l’œuvre</title>".replace("’", "'"), encoding=encoding)

    assert parse_feed(content, base_url=BASE)[0].title == "Été à l'œuvre"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mar. 24 nov. 2026 09:30", (8, 30)),
        ("mar., 24 nov. 2026 09:30:15 +0100", (8, 30)),
        ("Mardi 24 novembre 2026 à 9h30", (8, 30)),
        ("24 novembre 2026, 9 h 30", (8, 30)),
        ("le mardi 24 novembre 2026 à 09:30 GMT", (9, 30)),
        ("24/11/2026 09:30", (8, 30)),
        ("24/11/2026 à 9h", (8, 0)),
        ("<![CDATA[mar. 24 novembre 2026 09:30]]>", (8, 30)),
    ],
)
def test_french_date_is_read(text: str, expected: tuple[int, int]) -> None:
    (entry,) = entries(f"<title>a</title><pubDate>{text}</pubDate>")

    assert entry.published == datetime(2026, 11, 24, *expected, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("05/11/2026", 11, 4),
        ("1er août 2026", 7, 31),
        ("15 f&#233;vrier 2026", 2, 14),
        ("1 déc. 2026", 11, 30),
    ],
)
def test_french_day_begins_at_midnight_in_paris(
    text: str, month: int, day: int
) -> None:
    (entry,) = entries(f"<title>a</title><dc:date>{text}</dc:date>")

    assert entry.published
    assert (entry.published.month, entry.published.day) == (month, day)
    assert entry.published.hour in {22, 23}


def test_french_date_in_latin_letters_is_read() -> None:
    content = rss(
        "<title>a</title><pubDate>15 août 2026</pubDate>", encoding="iso-8859-1"
    )

    (entry,) = parse_feed(content, base_url=BASE)

    assert entry.published == datetime(2026, 8, 14, 22, tzinfo=UTC)


@pytest.mark.parametrize("text", ["bientôt", "32/13/2026", "31 février 2026", ""])
def test_date_that_is_none_leaves_the_entry_undated(text: str) -> None:
    (entry,) = entries(f"<title>a</title><pubDate>{text}</pubDate>")

    assert entry.published is None


def test_scripts_pictures_and_markup_are_gone() -> None:
    hostile = (
        "<![CDATA[<p onclick='x()'>Bon<script>alert(1)</script><style>p{}</style>"
        "<img src='https://t.example/p.gif' onerror='alert(1)'> jour</p>"
        "&lt;script&gt;alert(2)&lt;/script&gt;<iframe src='//t.example'></iframe>]]>"
    )

    (entry,) = entries(
        f"<title>{hostile}</title><description>{hostile}</description>"
        "<link>javascript:alert(1)</link>"
    )

    assert entry.summary == entry.title == "Bon jour"
    assert entry.url == ""


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
def test_link_that_is_not_of_the_web_is_dropped(link: str) -> None:
    (entry,) = entries(f"<title>a</title><link>{link}</link>")

    assert entry.url == ""


def test_text_direction_marks_and_controls_are_dropped() -> None:
    (entry,) = entries("<title>a\u202eb\u200bc&#x7f;</title>")

    assert entry.title == "abc"


def test_long_texts_are_cut() -> None:
    (entry,) = entries(
        f"<title>{'mot ' * 200}</title><description>{'mot ' * 900}</description>"
    )

    assert len(entry.title) <= 300
    assert len(entry.summary) <= 1000
    assert entry.summary.endswith("mot…")


def test_bare_ampersand_is_kept() -> None:
    (entry,) = entries(
        "<title>A & B, R&D</title><link>https://a.example/?a=1&b=2</link>"
        "<description><![CDATA[C & D]]></description>"
    )

    assert entry.title == "A & B, R&D"
    assert entry.url == "https://a.example/?a=1&b=2"
    assert entry.summary == "C & D"


def test_number_of_entries_is_bounded() -> None:
    content = rss(*(f"<title>{n}</title>" for n in range(700)))

    assert len(parse_feed(content, base_url=BASE)) == 500
    assert len(parse_feed(content, base_url=BASE, limit=3)) == 3


def test_feed_without_entries_is_a_feed() -> None:
    assert parse_feed(rss(), base_url=BASE) == []


def test_old_document_type_is_accepted() -> None:
    head = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://127.0.0.1/rss-0.91.dtd">'
    )

    content = rss("<title>a</title>", head=head)

    assert parse_feed(content, base_url=BASE)[0].title == "a"


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(9)
)
REFUSED = {
    "page": b"<!DOCTYPE html><html><head><title>Accueil</title></head></html>",
    "page-after-comment": b"<!-- x -->\n<html lang='fr'><body>Bonjour</body></html>",
    "page-utf-16": "<html><body>é</body></html>".encode("utf-16"),
    "empty": b"",
    "blank": b" \n\t",
    "mark-only": b"\xef\xbb\xbf",
    "text": b"Not found",
    "json": b'{"error": "not found"}',
    "json-of-nothing": b'{"version": "https://jsonfeed.org/version/1", "items": [1]}',
    "sitemap": b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
    "laughs": rss("<title>&l8;</title>", head=f"<!DOCTYPE rss [{LAUGHS}]>"),
    "laughs-utf-16": rss(
        "<title>&l8;</title>", head=f"<!DOCTYPE rss [{LAUGHS}]>", encoding="utf-16"
    ),
    "file": rss(
        "<title>&x;</title>",
        head='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "large": b"<rss>" + b" " * 20_000_000 + b"</rss>",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_feed_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(FeedUnreadable) as refusal:
        parse_feed(content, base_url=BASE)

    assert isinstance(refusal.value, DomainError)
    assert str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        b"x" + rss("<title>&l8;</title>", head=f"<!DOCTYPE rss [{LAUGHS}]>"),
        b"<!--" * 100_000,
        b"<rss><channel>" + b"<item>" * 100_000,
        rss("<title>a</title>" + "<b>" * 100_000),
        rss("<pubDate>" + "1" * 1_000_000 + "</pubDate>"),
        rss("<description>" + "&lt;br" * 200_000 + "</description>"),
        rss("<title>" + "&" * 500_000 + "</title>"),
        rss("<![CDATA[" * 50_000),
        b'{"items": ' + b"[" * 100_000,
    ],
    ids=range(9),
)
def test_hostile_feed_costs_little(content: bytes) -> None:
    started = time.process_time()

    try:
        read = parse_feed(content, base_url=BASE)
    except FeedUnreadable:
        read = []

    assert time.process_time() - started < 2
    assert sum(len(entry.title) + len(entry.summary) for entry in read) < 100_000


REAL = Path(os.environ.get("FILON_REAL_DATA", "absent"))
SAMPLES = sorted([*REAL.glob("feeds/**/*.xml"), *REAL.glob("watch/feeds/*.xml")])


def read_or_refused(path: Path) -> list[FeedEntry]:
    try:
        return parse_feed(path.read_bytes(), base_url=BASE)
    except FeedUnreadable:
        return []


@pytest.mark.real_data
@pytest.mark.skipif(not SAMPLES, reason="no feeds in FILON_REAL_DATA")
def test_recorded_feeds_are_read_or_refused() -> None:
    read = [entry for path in SAMPLES for entry in read_or_refused(path)]

    assert len(read) > 100
    assert not any("<script" in entry.title + entry.summary for entry in read)
