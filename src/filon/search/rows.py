"""What an app hands in for a record, and the words under which it is found.

A body is a line of ASCII words: the folded words of the record, its codes written
without separators, and marks. A mark starts with an underscore, which no folded word
can: what somebody types into a name never grants a right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from filon.kernel.text import digits, fold, phone_digits

WORD = re.compile(r"[a-z0-9]+")
SHARED_MARK = "_all"
MIN_PHONE_DIGITS = 6
_TITLE_LENGTH = 300
_KEY_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One record as the search box shows and finds it.

    :param kind: `journal.services.kind_of(record)`, e.g. "directory.organization".
    :param title: what is shown and ranked first; misspelt words of it are found.
    :param subtitle: second line; its words are found, misspelt ones too.
    :param text: further words (e-mail, address, brands); found as typed only.
    :param identifiers: SIREN, SIRET, VAT number, reference, item code, in any writing.
    :param phones: phone numbers in any writing.
    :param is_shared: readable by everybody who reads sales records.
    :param weight: higher comes first among equally good hits, 0 to 100.
    """

    kind: str
    object_id: int
    title: str
    url: str
    subtitle: str = ""
    text: str = ""
    identifiers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    team_id: int | None = None
    owner_id: int | None = None
    is_shared: bool = False
    weight: int = 0


class Stored(NamedTuple):
    """A row as the table keeps it; the fields are the columns, in their order."""

    kind: str
    object_id: int
    title: str
    subtitle: str
    url: str
    title_key: str
    body: str
    team_id: int | None
    owner_id: int | None
    is_shared: bool
    weight: int


def team_mark(team_id: int) -> str:
    """Return the mark of the records that a team reads."""
    return f"_t{team_id}"


def owner_mark(owner_id: int) -> str:
    """Return the mark of the records that a person owns."""
    return f"_o{owner_id}"


def kind_mark(kind: str) -> str:
    """Return the mark of a kind of record."""
    return "_k" + "".join(WORD.findall(kind.lower()))


def code_of(parts: list[str]) -> str:
    """Return a code written in one piece (`dv20260042`, `sncf`), "" if it is none.

    Parts that punctuation separates are a code if they hold a digit or are initials.
    """
    if len(parts) < 2:
        return ""
    code = "".join(parts)
    if len(code) == len(parts) or not code.isalpha():
        return code
    return ""


def stored(row: IndexRow) -> tuple[Stored, list[str]]:
    """Return the row as kept, and the words whose misspellings shall find it."""
    title, rest = fold(row.title), fold(f"{row.subtitle}\n{row.text}")
    title_words = WORD.findall(title)
    words = [*title_words, *WORD.findall(rest), *_codes(title), *_codes(rest)]
    for identifier in row.identifiers:
        parts = WORD.findall(fold(identifier))
        words += [*parts, "".join(parts)]
    words += [_phone(phone) for phone in row.phones]
    body = " ".join(dict.fromkeys(w for w in (*words, *_marks(row)) if w))
    spelled = title_words + WORD.findall(fold(row.subtitle))
    kept = Stored(
        kind=row.kind,
        object_id=row.object_id,
        title=row.title[:_TITLE_LENGTH],
        subtitle=row.subtitle[:_TITLE_LENGTH],
        url=row.url,
        title_key=" ".join(title_words)[:_KEY_LENGTH],
        body=body,
        team_id=row.team_id,
        owner_id=row.owner_id,
        is_shared=row.is_shared,
        weight=row.weight,
    )
    return kept, spelled


def _marks(row: IndexRow) -> list[str]:
    marks = [kind_mark(row.kind)]
    if row.is_shared:
        marks.append(SHARED_MARK)
    if row.team_id is not None:
        marks.append(team_mark(row.team_id))
    if row.owner_id is not None:
        marks.append(owner_mark(row.owner_id))
    return marks


def _codes(folded: str) -> list[str]:
    chunks = (chunk for chunk in folded.split() if not chunk.isalnum())
    return [code_of(WORD.findall(chunk)) for chunk in chunks]


def _phone(text: str) -> str:
    national = phone_digits(text)
    return national if len(national) >= MIN_PHONE_DIGITS else digits(text)
