"""Dates that French publishers write into feeds, turned into ISO 8601.

"mar. 24 novembre 2026 09:30", "24/11/2026 à 9h30": standards ask for English, and
parsers give up, or read 05/11/2026 as the eleventh of May.
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from filon.kernel.text import fold

# Who writes dates in French without a time zone means the clock in Paris.
_PARIS = ZoneInfo("Europe/Paris")
_MONTHS = {
    "janvier": 1,
    "janv": 1,
    "jan": 1,
    "fevrier": 2,
    "fevr": 2,
    "fev": 2,
    "mars": 3,
    "avril": 4,
    "avr": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "juil": 7,
    "aout": 8,
    "septembre": 9,
    "sept": 9,
    "octobre": 10,
    "oct": 10,
    "novembre": 11,
    "nov": 11,
    "decembre": 12,
    "dec": 12,
}
_FIELD = re.compile(
    rb"(<((?:\w+:)?(?:pubDate|date|published|updated|modified|issued|created))"
    rb"(?:\s[^<>]*)?>)([^<]{6,120}|<!\[CDATA\[[^\]<]{6,120}\]\]>)(?=</\2\s*>)"
)
_TIME = r"(?:[\s,]*(?:a\s+)?(?P<hour>\d{1,2})\s?[:h]\s?(?P<minute>\d{2})?(?::\d{2})?)?"
_ZONE = r"(?:\s*(?P<zone>[+-]\d{2}:?\d{2}|gmt|utc|z|cest|cet))?"
_WORDS = re.compile(
    r"(?:le\s+)?(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,?\s+)?(?:le\s+)?"
    r"(?P<day>\d{1,2})(?:er)?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})"
    + _TIME
    + _ZONE
)
_DIGITS = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})" + _TIME + _ZONE
)
_OFFSETS = {"gmt": "+00:00", "utc": "+00:00", "z": "+00:00"}
_OFFSETS |= {"cet": "+01:00", "cest": "+02:00"}


def with_plain_dates(content: bytes) -> bytes:
    """Return the feed with its French dates in ISO 8601; others stay as they are."""
    return _FIELD.sub(_replaced, content)


def _replaced(match: re.Match[bytes]) -> bytes:
    text = match[3].removeprefix(b"<![CDATA[").removesuffix(b"]]>")
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        decoded = text.decode("cp1252", "replace")
    moment = french_moment(html.unescape(decoded))
    return match[1] + moment.isoformat().encode() if moment else match[0]


def french_moment(text: str) -> datetime | None:
    """Return the moment of a date in French words or as day/month/year.

    English dates and ISO 8601 give None: the parser reads them itself. Without a
    time the day starts at midnight; without a zone the clock is that of Paris.
    """
    folded = " ".join(fold(text).split())
    match = _WORDS.fullmatch(folded) or _DIGITS.fullmatch(folded)
    if not match:
        return None
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.get(month, 0)
    zone = match["zone"] or ""
    offset = _OFFSETS.get(zone, zone)
    try:
        moment = datetime.fromisoformat(
            f"{match['year']}-{number:02}-{int(match['day']):02}"
            f"T{int(match['hour'] or 0):02}:{match['minute'] or '00'}{offset}"
        )
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_PARIS)
