"""How well the lines of a revision answer the requirements of a need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.db.models import QuerySet

from filon.catalog.models import Item, ItemCharacteristic
from filon.needs.levels import asked_by
from filon.needs.models import Need, Requirement
from filon.offers.matching import Compared, Offered, answers, compare
from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision
from filon.web.numbers import plain_number
from filon.web.templatetags.filon import quantity

V = AdequacyCheck.Verdict
Known = Mapping[int, list[ItemCharacteristic]]
PROPOSALS = 3
SCORES = {
    V.COMPLIANT: Decimal(1),
    V.RESERVED: Decimal("0.5"),
    V.VARIANT: Decimal("0.5"),
    V.NOT_COMPLIANT: Decimal(0),
    V.OPEN: Decimal(0),
}
_TYPED = re.compile(r"\s*([-+]?\d(?:[\d\s.,\u00a0\u202f]*\d)?)\s*(\D*)$")
# What a sent revision was asked, kept with its content.
ASKED_WORDS = (
    "ref",
    "text",
    "criterion",
    "operator",
    "allowed",
    "unit",
    "priority",
    "weight",
)
ASKED_NUMBERS = ("level", "level_high", "tolerance")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the need is covered, weights counted; K.O. rows apart.

    :ivar percent: 0 to 100 with one decimal, None without a requirement that counts.
    """

    percent: Decimal | None
    open_count: int
    knocked_out: Sequence[AdequacyCheck]


def rows_of(revision: OfferRevision) -> list[AdequacyCheck]:
    """Return the rows in the order of the need; one query.

    The words of a sent revision are those that were sent, whatever the need says now.
    """
    rows = AdequacyCheck.objects.filter(revision=revision)
    found = list(
        rows.select_related("requirement", "line", "owner", "proof_file").order_by(
            "requirement__position", "requirement_id"
        )
    )
    if not revision.is_draft:
        _restore_words(found, revision)
    return found


def requirements_of(need: Need) -> QuerySet[Requirement]:
    """Return the requirements that an offer must answer, in their order."""
    asked = need.requirements.exclude(priority=Requirement.Priority.WONT)
    asked = asked.exclude(status=Requirement.Status.WITHDRAWN)
    return asked.order_by("position", "pk")


def _restore_words(rows: Sequence[AdequacyCheck], revision: OfferRevision) -> None:
    content = revision.frozen.get("content", {})
    sent = {row["requirement"]: row for row in content.get("adequacy", [])}
    for row in rows:
        asked = sent.get(row.requirement_id, {}).get("asked", {})
        for name in ASKED_WORDS:
            if name in asked:
                setattr(row.requirement, name, asked[name])
        for name in ASKED_NUMBERS:
            if name in asked:
                value = asked[name]
                setattr(row.requirement, name, Decimal(value) if value else None)


def coverage(rows: Sequence[AdequacyCheck]) -> Coverage:
    """Return Σ weight × score / Σ weight, one decimal, half up (offers.md C-02).

    C counts 1, CR and V 0.5, NC and ? nothing; NA is left out. A must-requirement
    that is not met is knocked out, whatever the score.
    """
    counted = [row for row in rows if row.verdict != V.NOT_APPLICABLE]
    weights = sum((Decimal(row.requirement.weight) for row in counted), Decimal(0))
    score = sum(
        (row.requirement.weight * SCORES[V(row.verdict)] for row in counted),
        Decimal(0),
    )
    percent = None
    if weights:
        percent = (score * 100 / weights).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Coverage(
        percent=percent,
        open_count=sum(row.verdict == V.OPEN for row in rows),
        knocked_out=[row for row in rows if is_knocked_out(row)],
    )


def is_knocked_out(row: AdequacyCheck) -> bool:
    """Whether a requirement that must be met is not."""
    return row.verdict == V.NOT_COMPLIANT and is_imperative(row.requirement)


def is_imperative(requirement: Requirement) -> bool:
    """Whether a requirement is F0: nothing else is accepted."""
    return requirement.priority == Requirement.Priority.MUST


def offered_by(found: ItemCharacteristic, line: OfferLine | None = None) -> Offered:
    """Return a characteristic of an item as a value that is offered."""
    return Offered(
        names=[name for name in (found.name_fr, found.name_en) if name],
        number=found.number,
        text=found.text,
        unit=found.unit,
        line=(line.designation or line.reference) if line is not None else "",
    )


def typed_level(text: str) -> tuple[Decimal, str] | None:
    """Return number and unit of a level typed as `12,5 bar`, None of other words."""
    match = _TYPED.fullmatch(text)
    if match is None:
        return None
    try:
        return Decimal(plain_number(match[1])), match[2].strip()
    except InvalidOperation:
        return None


def found_in(
    requirement: Requirement, characteristics: Iterable[Offered]
) -> Compared | None:
    """Return the first verdict that values about the criterion allow, else None."""
    asked = asked_by(requirement)
    criterion = requirement.criterion or requirement.text
    for value in characteristics:
        if not answers(criterion, value):
            continue
        made = compare(asked, value)
        if made is not None:
            return made
    return None


def offered_words(row: AdequacyCheck) -> str:
    """Write what is offered in the active language; typed words stay as they are."""
    if row.level is None or row.is_typed:
        return row.offered
    return quantity(row.level, row.unit)


def characteristics_by_item(item_ids: Iterable[int]) -> Known:
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
        for row in requirements_of(need)
        if row.operator != Requirement.Operator.TEXT
    ]
    if not requirements:
        return {}
    offered = {line.item_id for line in lines}
    rows = (
        ItemCharacteristic.objects.exclude(item__status=Item.Status.STOPPED)
        .filter(item__deleted_at=None)
        .select_related("item")
        .order_by("item__name_key", "item_id", "position")[:2000]
    )
    values = [(row.item, offered_by(row)) for row in rows if row.item_id not in offered]
    found: dict[int, list[Item]] = {}
    for requirement in requirements:
        chosen = found.setdefault(requirement.pk, [])
        for item, value in values:
            if item in chosen:
                continue
            made = found_in(requirement, [value])
            if made is not None and made.is_met:
                chosen.append(item)
            if len(chosen) == PROPOSALS:
                break
    return found
