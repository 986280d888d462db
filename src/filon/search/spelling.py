"""Finding the words of the index that a misspelt word may stand for.

Symmetric deletes (SymSpell): a word and its misspelling become equal when a few letters
are taken out of each. The keys of all such shortened forms are stored, so that a
misspelling is looked up by equality, on either database, whatever the mistake.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

# Six letters tell words apart well enough; a seventh would add a third more keys.
_PREFIX = 6
_SHORTEST = 4
_LONGEST = 40
_SHORT = 5
_MAX_CORRECTIONS = 24
_UNFINISHED = 0.5


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the index and its distance, in edits, from what was typed."""

    word: str
    distance: float


def is_spellable(word: str) -> bool:
    """Tell whether misspellings of a word are looked up: letters, long enough."""
    return _SHORTEST <= len(word) <= _LONGEST and word.isalpha()


def tolerance(length: int) -> int:
    """Return how many edits a word of a length may be away."""
    if length < _SHORTEST:
        return 0
    return 1 if length <= _SHORT else 2


def own_key(word: str) -> int:
    """Return the key of a word from which nothing was taken."""
    return _key(word[:_PREFIX].encode())


def keys(word: str) -> set[int]:
    """Return the keys of a word with up to `tolerance` letters taken out."""
    start, edits = word[:_PREFIX].encode(), tolerance(len(word))
    fragments = {start}
    if edits > 0:
        once = [_without(start, place) for place in range(len(start))]
        fragments.update(once)
        if edits > 1:
            fragments.update(
                _without(shorter, place)
                for first, shorter in enumerate(once)
                for place in range(first, len(shorter))
            )
    return {_key(fragment) for fragment in fragments}


def nearest(typed: str, candidates: Iterable[str]) -> list[Correction]:
    """Return the candidates close enough to what was typed, nearest first.

    A word still being typed is compared with the beginning of the candidate too, for
    half an edit more.
    """
    allowed = tolerance(len(typed))
    found = []
    for word in candidates:
        distance: float = OSA.distance(typed, word, score_cutoff=allowed)
        if distance > allowed and len(word) > len(typed) > _SHORT:
            begun = OSA.distance(typed, word[: len(typed)], score_cutoff=allowed)
            distance = begun + _UNFINISHED
        if 0 < distance <= allowed:
            found.append(Correction(word, distance))
    found.sort(key=lambda c: (c.distance, abs(len(c.word) - len(typed)), c.word))
    return found[:_MAX_CORRECTIONS]


def _key(fragment: bytes) -> int:
    """Return a fragment as a signed 32-bit number; distance sorts out collisions."""
    return zlib.crc32(fragment) - 0x80000000


def _without(fragment: bytes, place: int) -> bytes:
    return fragment[:place] + fragment[place + 1 :]
