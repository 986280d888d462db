"""Finding records, within what a person may read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Collate

from filon.accounts.models import User
from filon.search import spelling
from filon.search.expressions import (
    Expression,
    Query,
    Word,
    all_of,
    either,
    mark,
    parse,
)
from filon.search.models import Matches, SearchEntry, SpellingKey
from filon.search.policies import Reach, reach_of
from filon.search.ranking import Candidate, guess, score
from filon.search.rows import kind_mark

# Beyond, a query says too little for its hits to be told apart word by word.
_CAP = 200
_TITLES = 50
_PER_KIND = 20
_COLUMNS = ("id", *[field.name for field in fields(Candidate)][1:])

_Corrections = dict[str, list[spelling.Correction]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. A score below 0.5 says that a word was taken as misspelt."""

    kind: str
    object_id: int
    title: str
    subtitle: str
    url: str
    score: float


@dataclass(frozen=True, slots=True)
class Faults:
    """Records that are not in the index, and entries whose record is not there."""

    missing: tuple[int, ...]
    orphaned: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.orphaned)


def find(
    user: User, text: str, limit: int = 10, kinds: Collection[str] | None = None
) -> list[Hit]:
    """Return what this person may read and most likely means, best first.

    Exact title or code, title that begins so, other hits by weight; then, where there
    is room, records with a word that resembles a typed one (score below 0.5).

    :param kinds: keep these kinds only.
    """
    query, reach = parse(text), reach_of(user)
    if query is None or reach is None or (kinds is not None and not kinds):
        return []
    limits = _limits(reach, kinds)
    found = _fetch(_matching(query.expression, limits, _CAP))
    if len(found) == _CAP:
        found += _fetch(_by_title(query, reach, kinds))
        found += _of_rare_kinds(query, limits, kinds, found, limit)
    hits = _ranked(query, found, score)[:limit]
    if len(hits) < limit:
        seen = {(hit.kind, hit.object_id) for hit in hits}
        near = _guessed(query, limits, limit, is_found=bool(hits))
        hits += [hit for hit in near if (hit.kind, hit.object_id) not in seen]
    return hits[:limit]


def matching_ids(user: User, kind: str, text: str) -> QuerySet[SearchEntry, int]:
    """Return the ids of a kind that match, for `filter(pk__in=…)`; unordered.

    Corrected words are taken only where nothing matches as typed. One query here (two
    where nothing matches), beside the subquery returned.
    """
    query, reach = parse(text), reach_of(user)
    ids = SearchEntry.objects.values_list("object_id", flat=True)
    if query is None or reach is None:
        return ids.none()
    limits = _limits(reach, [kind])
    if not _matching(query.expression, limits, 1).exists():
        for expression in _respelled(query, is_found=False):
            if _matching(expression, limits, 1).exists():
                return ids.filter(Matches(all_of([expression, *limits])))
    return ids.filter(Matches(all_of([query.expression, *limits])))


def faults(kind: str, expected_ids: Iterable[int]) -> Faults:
    """Compare the entries of a kind with the ids of the records that must be found."""
    entries = SearchEntry.objects.filter(kind=kind).values_list("object_id", flat=True)
    indexed, expected = set(entries.iterator()), set(expected_ids)
    return Faults(
        missing=tuple(sorted(expected - indexed)),
        orphaned=tuple(sorted(indexed - expected)),
    )


def _limits(reach: Reach, kinds: Collection[str] | None) -> list[Expression]:
    """Return the conditions beside the words: rights and kinds, as marks."""
    limits = [] if reach.expression is None else [reach.expression]
    if kinds is not None:
        limits.append(either(mark(kind_mark(kind)) for kind in kinds))
    return limits


def _matching(
    expression: Expression, limits: list[Expression], cap: int
) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(Matches(all_of([expression, *limits]), limit=cap))


def _fetch(entries: QuerySet[SearchEntry]) -> list[Candidate]:
    return [Candidate(*row) for row in entries.values_list(*_COLUMNS)]


def _by_title(
    query: Query, reach: Reach, kinds: Collection[str] | None
) -> QuerySet[SearchEntry]:
    """Return the first titles that begin as typed, in byte order on each database."""
    order = Collate("title_key", "C" if connection.vendor == "postgresql" else "BINARY")
    entries = SearchEntry.objects.alias(bytewise=order).filter(
        reach.condition, bytewise__gte=query.key, bytewise__lt=f"{query.key}~"
    )
    if kinds is not None:
        entries = entries.filter(kind__in=kinds)
    return entries.order_by("bytewise")[:_TITLES]


def _of_rare_kinds(
    query: Query,
    limits: list[Expression],
    kinds: Collection[str] | None,
    found: list[Candidate],
    limit: int,
) -> list[Candidate]:
    """Return hits of the kinds that a crowd of another kind would hide."""
    crowd = [candidate.kind for candidate in found]
    rare = [kind for kind in kinds or _kinds_present() if crowd.count(kind) < limit]
    hits: list[Candidate] = []
    for kind in rare if len(kinds or rare) > 1 or not kinds else ():
        narrowed = [*limits, mark(kind_mark(kind))]
        hits += _fetch(_matching(query.expression, narrowed, _PER_KIND))
    return hits


def _kinds_present() -> list[str]:
    """Return the kinds in the index: one step in its key for each, no scan."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE present(kind) AS ("
            " SELECT min(kind) FROM search_searchentry UNION ALL"
            " SELECT (SELECT min(kind) FROM search_searchentry e"
            "  WHERE e.kind > present.kind) FROM present WHERE kind IS NOT NULL)"
            " SELECT kind FROM present WHERE kind IS NOT NULL"
        )
        return [kind for (kind,) in cursor.fetchall()]


def _ranked(
    query: Query,
    candidates: Iterable[Candidate],
    scored: Callable[[Query, Candidate], float],
) -> list[Hit]:
    unique = {candidate.pk: candidate for candidate in candidates}.values()
    hits = [
        Hit(c.kind, c.object_id, c.title, c.subtitle, c.url, scored(query, c))
        for c in unique
    ]
    hits.sort(key=lambda h: (-h.score, len(h.title), h.title, h.kind, h.object_id))
    return hits


def _guessed(
    query: Query, limits: list[Expression], limit: int, *, is_found: bool
) -> list[Hit]:
    near: list[Candidate] = []
    for expression in _respelled(query, is_found=is_found):
        near += _fetch(_matching(expression, limits, _CAP))
        if len(near) >= limit:
            break
    return _ranked(query, near, guess)


def _respelled(query: Query, *, is_found: bool) -> list[Expression]:
    """Return the query with resembling words: one edit away, then two.

    Two edits are tried only if nothing was found as typed.
    """
    corrections = _corrections(query)
    expressions: list[Expression] = []
    for distance in (1.0,) if is_found else (1.0, 2.0):
        groups = [_widened(group, corrections, distance) for group in query.groups]
        expression = all_of(groups)
        if groups != list(query.groups) and expression not in expressions:
            expressions.append(expression)
    return expressions


def _widened(
    group: Expression, corrections: _Corrections, distance: float
) -> Expression:
    if not isinstance(group, Word):
        return group
    near = [c for c in corrections.get(group.text, ()) if c.distance <= distance]
    return either([group, *(Word(c.word, is_prefix=False) for c in near)])


def _corrections(query: Query) -> _Corrections:
    """Return the words of the index near each typed word; one query for all."""
    typed = [
        group.text
        for group in query.groups
        if isinstance(group, Word) and spelling.is_spellable(group.text)
    ]
    keys = {key for word in typed for key in spelling.keys(word)}
    if not keys:
        return {}
    rows = SpellingKey.objects.filter(key__in=keys).values_list("word", flat=True)
    candidates = set(rows)
    return {word: spelling.nearest(word, candidates) for word in typed}
