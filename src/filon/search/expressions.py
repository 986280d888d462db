"""What a person typed, as a search expression for either database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from filon.kernel.text import digits, fold, phone_digits
from filon.search.rows import MIN_PHONE_DIGITS, WORD, code_of

_NUMBER = re.compile(r"[+(]?\d[\d().+/-]*\)?")
_MAX_TYPED = 200
_MAX_GROUPS = 8
_MIN_CODE = 4
_MAX_CODE = 24


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the index, or everything that starts with it."""

    text: str
    is_prefix: bool = True


@dataclass(frozen=True, slots=True)
class All:
    """Every part must match."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part must match."""

    parts: tuple[Expression, ...]


Expression = Word | All | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    :ivar groups: what must match, in the order typed; a plain `Word` of letters may be
        misspelt.
    :ivar whole: the query as one code ("DV 2026 0042"), None if it cannot be one.
    :ivar words: folded words typed.
    :ivar codes: spellings of the query that, standing in a record, are an exact hit.
    """

    groups: tuple[Expression, ...]
    whole: Word | None
    words: tuple[str, ...]
    codes: frozenset[str]

    @property
    def key(self) -> str:
        """The words as a title is keyed."""
        return " ".join(self.words)

    @property
    def expression(self) -> Expression:
        """What a record must match."""
        every = all_of(self.groups)
        return every if self.whole is None else either((self.whole, every))


def all_of(parts: Iterable[Expression]) -> Expression:
    """Return the conjunction of at least one part."""
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else All(kept)


def either(parts: Iterable[Expression]) -> Expression:
    """Return the disjunction of at least one part."""
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else Either(kept)


def mark(text: str) -> Word:
    """Return the condition that a record carries a mark."""
    return Word(text, is_prefix=False)


def parse(text: str) -> Query | None:
    """Return the query in a typed text, None if it holds no letter and no digit.

    Words are prefixes joined by "and". A number of six digits and more is also tried
    as a phone number; parts that punctuation joins are also tried as one code.
    """
    folded = fold(text[:_MAX_TYPED])
    typed = WORD.findall(folded)
    if not typed:
        return None
    groups: list[Expression] = []
    for chunk in _chunks(folded):
        groups += _groups_of(chunk)
    longer = [g for g in groups if not (isinstance(g, Word) and len(g.text) == 1)]
    compact = "".join(typed)
    whole = None
    if len(typed) > 1 and len(compact) <= _MAX_CODE:
        whole = Word(compact) if len(digits(compact)) >= _MIN_CODE else None
    codes = {compact, phone_digits(folded)} if not compact.isalpha() else set()
    return Query(
        groups=tuple(dict.fromkeys(longer or groups))[:_MAX_GROUPS],
        whole=whole,
        words=tuple(typed),
        codes=frozenset(code for code in codes if len(code) >= _MIN_CODE),
    )


def fts5(expression: Expression) -> str:
    """Return the expression in SQLite's FTS5 language."""
    if isinstance(expression, Word):
        return f'"{expression.text}"' + ("*" if expression.is_prefix else "")
    joint = " AND " if isinstance(expression, All) else " OR "
    return "(" + joint.join(fts5(part) for part in expression.parts) + ")"


def tsquery(expression: Expression) -> str:
    """Return the expression in PostgreSQL's tsquery language."""
    if isinstance(expression, Word):
        return f"'{expression.text}'" + (":*" if expression.is_prefix else "")
    joint = " & " if isinstance(expression, All) else " | "
    return "(" + joint.join(tsquery(part) for part in expression.parts) + ")"


def _chunks(folded: str) -> list[str]:
    """Split at blanks, keeping together the chunks that write one number."""
    chunks: list[str] = []
    was_number = False
    for chunk in folded.split():
        is_number = _NUMBER.fullmatch(chunk) is not None
        if is_number and was_number:
            chunks[-1] += f" {chunk}"
        else:
            chunks.append(chunk)
        was_number = is_number
    return chunks


def _groups_of(chunk: str) -> list[Expression]:
    parts = WORD.findall(chunk)
    words = [Word(part, is_prefix=len(part) > 1) for part in parts]
    if "".join(parts).isdigit() and len(digits(chunk)) >= MIN_PHONE_DIGITS:
        numbers = [Word(number) for number in _numbers(chunk)]
        return [either((*numbers, all_of(words)))]
    code = code_of(parts) if " " not in chunk else ""
    return [either((Word(code), all_of(words)))] if code else list(words)


def _numbers(chunk: str) -> list[str]:
    """Return how the index may hold a number; a phone may still be half typed."""
    national = digits(chunk.replace("(0)", ""))
    for prefix in ("0033", "33") if chunk.lstrip("(").startswith(("+", "00")) else ():
        national = national.removeprefix(prefix)
    return list(
        dict.fromkeys([digits(chunk), phone_digits(chunk), national.removeprefix("0")])
    )
