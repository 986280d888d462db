"""The order in which hits are shown."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from filon.search.expressions import Query

_EXACT, _BEGINS, _IN_TITLE, _ANYWHERE = 0.95, 0.85, 0.7, 0.55
_MAX_WEIGHT = 100
# Below every hit that was found as typed.
_GUESS = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """The columns of an entry that ranking and display need, in that order."""

    pk: int
    kind: str
    object_id: int
    title: str
    subtitle: str
    url: str
    title_key: str
    body: str
    weight: int


def score(query: Query, candidate: Candidate) -> float:
    """Return 0.5 to 1 for a hit found as typed.

    Exact title or code, then title that begins so, then all words in the title, then
    elsewhere; inside each, the weight counts up to 0.05.
    """
    bonus = min(candidate.weight, _MAX_WEIGHT) / (20 * _MAX_WEIGHT)
    title = candidate.title_key
    if title == query.key:
        return _EXACT + bonus
    if query.codes and not query.codes.isdisjoint(candidate.body.split()):
        return _EXACT + bonus
    if title.startswith(query.key):
        return _BEGINS + bonus
    spaced = f" {title}"
    if all(f" {word}" in spaced for word in query.words):
        return _IN_TITLE + bonus
    return _ANYWHERE + bonus


def guess(query: Query, candidate: Candidate) -> float:
    """Return 0 to 0.5 for a hit on corrected words: how near its words are."""
    words = candidate.body.split()
    title = candidate.title_key.split()
    total = 0.0
    for typed in query.words:
        in_title = max((_likeness(typed, word) for word in title), default=0.0)
        total += in_title or 0.9 * max(_likeness(typed, word) for word in words)
    bonus = min(candidate.weight, _MAX_WEIGHT) / (200 * _MAX_WEIGHT)
    return _GUESS * (0.99 * total / len(query.words)) + bonus


def _likeness(typed: str, word: str) -> float:
    """Return 0 to 1, for the word or, a little less, for its beginning."""
    whole: float = OSA.normalized_similarity(typed, word, score_cutoff=0.5)
    if len(word) <= len(typed):
        return whole
    begun: float = OSA.normalized_similarity(typed, word[: len(typed)])
    return max(whole, begun * 0.95 if begun >= 0.5 else 0.0)
