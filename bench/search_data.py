"""Companies that do not exist, the same every time, and mistakes in their names."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from filon.search.rows import IndexRow

KIND = "directory.organization"
_SYLLABLES = (  # noqa: SIM905 -- read as a line
    "ba be bi bo bra bre ca chi co cor da de don du fa fer fi fon ga ger gra gu"
    " ja jo la lan le li lor ma mar mer mi mon na nar ni no pa per pi plo po ra"
    " rec ri ro sa sar se si so ta ter ti tra tu va ver vi vo"
).split()
_ENDINGS = (  # noqa: SIM905 -- read as a line
    "d dier gnac lac lier meau nel net nois ny rand reau ron ry sson tal x"
).split()
_TRADES = (  # noqa: SIM905 -- read as a line
    "Mécanique Usinage Fonderie Plasturgie Chaudronnerie Hydraulique Métallurgie"
    " Tôlerie Outillage Découpage Robinetterie Électronique Automatismes Emballages"
    " Transports Logistique Ingénierie Maintenance Pneumatique Forge"
).split()
_FORMS = ("", "", "", "SARL ", "Société ", "Établissements ", "SAS ")


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A company and a query that names it with one mistake."""

    object_id: int
    typed: str


def companies(count: int, *, teams: int = 20, seed: int = 4) -> Iterator[IndexRow]:
    """Yield companies; the team with the highest number owns the very last one only."""
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    names = [_name(chance) for _ in range(max(200, count // 4))]
    cities = [_name(chance) for _ in range(max(20, count // 50))]
    for number in range(1, count + 1):
        city = cities[int(len(cities) * chance.random() ** 3)]
        siren = f"{chance.randrange(300_000_000, 1_000_000_000)}"
        proper = names[int(len(names) * chance.random() ** 2)]
        second = f" {chance.choice(names)}" if chance.random() < 0.4 else ""
        title = f"{chance.choice(_FORMS)}{proper}{second} {chance.choice(_TRADES)}"
        yield IndexRow(
            kind=KIND,
            object_id=number,
            title=title,
            subtitle=city,
            text=f"contact@{proper.lower()}.example {chance.randrange(1, 99)} rue du"
            f" {chance.choice(names)}",
            identifiers=(siren, f"{siren}{chance.randrange(10_000, 99_999)}"),
            phones=(f"04 {chance.randrange(10_000_000, 100_000_000)}",),
            url=f"/organizations/{number}/",
            team_id=teams if number == count else chance.randrange(1, teams),
            owner_id=chance.randrange(1, 8 * teams),
            weight=chance.randrange(0, 100),
        )


def misspellings(
    rows: list[IndexRow], count: int = 200, *, seed: int = 5
) -> list[Misspelling]:
    """Return queries that name one company each with one mistake in a proper name."""
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    found = []
    for row in chance.sample(rows, count):
        words = row.title.removeprefix("Société ").split()
        place = max(range(len(words) - 1), key=lambda i: len(words[i]))
        words[place] = _mistaken(words[place], chance)
        found.append(Misspelling(row.object_id, " ".join(words[place:])))
    return found


def _name(chance: random.Random) -> str:
    middle = chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3)))
    return ("".join(middle) + chance.choice(_ENDINGS)).capitalize()


def _mistaken(word: str, chance: random.Random) -> str:
    """Swap two letters, drop one, double one or strike the wrong key."""
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if (kind := chance.randrange(4)) == 0:
        return before + after[0] + letter + after[1:]
    if kind == 1:
        return before + after
    if kind == 2:
        return before + letter * 2 + after
    return before + chance.choice("abcdefghijklmnopqrstuvwxyz") + after
