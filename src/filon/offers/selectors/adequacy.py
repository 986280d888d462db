"""How well the lines of a revision answer the requirements of a need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from filon.catalog.models import Item, ItemCharacteristic
from filon.kernel.measures import convert
from filon.kernel.text import words
from filon.needs import levels
from filon.needs.levels import asked_by
from filon.needs.models import Need, Requirement
from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision

V = AdequacyCheck.Verdict
Known = Mapping[int, list[ItemCharacteristic]]
PROPOSALS = 3
_SCORES = {
    V.MET: Decimal(1),
    V.EXCEEDED: Decimal(1),
    V.PARTLY: Decimal("0.5"),
    V.DEVIATION: Decimal(0),
    V.OPEN: Decimal(0),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an item offers against the level that a requirement asks for."""

    verdict: str
    offered: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the need is covered, weights counted; K.O. rows apart.

    :ivar percent: 0 to 100 with one decimal, None without a requirement.
    """

    percent: Decimal | None
    open_count: int
    knocked_out: Sequence[AdequacyCheck]


def rows_of(revision: OfferRevision) -> list[AdequacyCheck]:
    """Return the rows in the order of the need; one query."""
    rows = AdequacyCheck.objects.filter(revision=revision)
    return list(
        rows.select_related("requirement", "line").order_by(
            "requirement__position", "requirement_id"
        )
    )


def coverage(rows: Sequence[AdequacyCheck]) -> Coverage:
    """Return Σ weight × score / Σ weight; met 1, partly 0.5, else 0 (offers.md C-02).

    A must-requirement that deviates is knocked out, whatever the score.
    """
    weights = sum((Decimal(row.requirement.weight) for row in rows), Decimal(0))
    score = sum(
        (row.requirement.weight * _SCORES[V(row.verdict)] for row in rows), Decimal(0)
    )
    return Coverage(
        percent=round(score * 100 / weights, 1) if weights else None,
        open_count=sum(row.verdict == V.OPEN for row in rows),
        knocked_out=[row for row in rows if is_knocked_out(row)],
    )


def is_knocked_out(row: AdequacyCheck) -> bool:
    """Whether a requirement that must be met is not."""
    is_must = row.requirement.priority == Requirement.Priority.MUST
    return is_must and row.verdict == V.DEVIATION


def compare(
    requirement: Requirement, characteristics: Iterable[ItemCharacteristic]
) -> Comparison | None:
    """Return the verdict where unit and operator allow one, else None.

    A characteristic answers a requirement if it bears the words of its criterion and
    a unit that converts into the one asked for; `needs.levels` compares. A verdict of
    DEVIATION is proposed only: a person explains it.
    """
    asked = asked_by(requirement)
    if asked.operator == Requirement.Operator.TEXT:
        return None
    for found in characteristics:
        if not answers(requirement, found):
            continue
        verdict = levels.verdict(
            asked, number=found.number, unit=found.unit, text=found.text
        )
        if not verdict:
            continue
        said = found.text if found.number is None else f"{found.number.normalize():f}"
        return Comparison(verdict, f"{said} {found.unit}".strip())
    return None


def answers(requirement: Requirement, found: ItemCharacteristic) -> bool:
    """Whether a characteristic is about the criterion of a requirement."""
    if convert(Decimal(1), found.unit, requirement.unit) is None:
        return False
    wanted = set(words(requirement.criterion or requirement.text))
    names = (found.name_fr, found.name_en)
    return any(set(words(name)) <= wanted for name in names if words(name)) or (
        bool(wanted) and any(wanted <= set(words(name)) for name in names)
    )


def characteristics_by_item(
    item_ids: Iterable[int],
) -> Known:
    """Return the characteristics of items in their order; one query."""
    found: dict[int, list[ItemCharacteristic]] = {}
    rows = ItemCharacteristic.objects.filter(item__in=set(item_ids))
    for row in rows.order_by("item_id", "position", "pk"):
        found.setdefault(row.item_id, []).append(row)
    return found


def proposals(need: Need, lines: Sequence[OfferLine]) -> dict[int, list[Item]]:
    """Return, for each requirement, items that would meet it and are not offered yet.

    Two queries; at most three items a requirement, those that are sold today.
    """
    requirements = [
        row
        for row in need.requirements.order_by("position", "pk")
        if row.level is not None and row.operator != Requirement.Operator.TEXT
    ]
    units = {row.unit for row in requirements if row.unit}
    if not units:
        return {}
    offered = {line.item_id for line in lines}
    rows = (
        ItemCharacteristic.objects.filter(unit__in=units, number__isnull=False)
        .exclude(item__status=Item.Status.STOPPED)
        .filter(item__deleted_at=None)
        .select_related("item")
        .order_by("item__name_key", "item_id", "position")[:2000]
    )
    found: dict[int, list[Item]] = {}
    for requirement in requirements:
        chosen = found.setdefault(requirement.pk, [])
        for row in rows:
            if row.item_id in offered or row.item in chosen:
                continue
            made = compare(requirement, [row])
            if made is not None and made.verdict in {V.MET, V.EXCEEDED}:
                chosen.append(row.item)
            if len(chosen) == PROPOSALS:
                break
    return found
