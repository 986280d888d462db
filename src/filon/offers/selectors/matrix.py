"""The compliance matrix as its page, its table and its file show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.catalog.models import Item
from filon.needs.levels import Asked, asked_by, level_text
from filon.needs.models import Requirement
from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision
from filon.offers.selectors import adequacy
from filon.offers.selectors.vocabularies import verdict_words
from filon.web.templatetags.filon import percent, quantity

V = AdequacyCheck.Verdict
TONES = {
    V.COMPLIANT: "good",
    V.RESERVED: "warn",
    V.VARIANT: "warn",
    V.NOT_COMPLIANT: "bad",
    V.NOT_APPLICABLE: "neutral",
    V.OPEN: "info",
}


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One requirement with its answer, in words."""

    row: AdequacyCheck
    asked: str
    offered: str
    verdict: str
    tone: str
    margin: str
    why: Sequence[str]
    is_imperative: bool
    is_late: bool
    proposed: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole matrix, how much it covers, and how often each answer was given."""

    rows: Sequence[MatrixRow]
    coverage: adequacy.Coverage
    counts: Sequence[tuple[str, str, int]]
    words: Mapping[str, str]


def matrix(revision: OfferRevision, lines: Sequence[OfferLine], *, on: date) -> Matrix:
    """Return the matrix of a revision; three queries, one once it was sent."""
    rows = adequacy.rows_of(revision)
    words = verdict_words(revision)
    proposed: dict[int, list[Item]] = {}
    need = revision.offer.need
    if need is not None and revision.is_draft:
        proposed = adequacy.proposals(need, lines)
    return Matrix(
        rows=[
            _row(row, words, proposed.get(row.requirement_id, []), on) for row in rows
        ],
        coverage=adequacy.coverage(rows),
        counts=[
            (words[verdict], TONES[verdict], count)
            for verdict in V
            if (count := sum(row.verdict == verdict for row in rows))
        ],
        words=words,
    )


def _row(
    row: AdequacyCheck, words: Mapping[str, str], proposed: Sequence[Item], on: date
) -> MatrixRow:
    return MatrixRow(
        row=row,
        asked=asked_words(row.requirement),
        offered=adequacy.offered_words(row),
        verdict=words[row.verdict],
        tone=TONES[V(row.verdict)],
        margin=margin_words(row),
        why=reasons(row),
        is_imperative=adequacy.is_imperative(row.requirement),
        is_late=row.due_on is not None and row.due_on < on and row.verdict == V.OPEN,
        proposed=proposed,
    )


def matrix_table(revision: OfferRevision) -> tuple[list[str], list[list[Any]]]:
    """Return the matrix as header and rows of plain values, for a file."""
    words = verdict_words(revision)
    header = [
        _("Ref."),
        _("Requirement"),
        _("Level asked for"),
        _("Flexibility"),
        _("Weight"),
        _("Verdict"),
        _("What we offer"),
        _("Margin (%)"),
        _("Answer"),
        _("Proof"),
        _("Page"),
        _("Who answers"),
        _("Answer due on"),
        _("Review"),
    ]
    rows = [
        [
            row.requirement.ref,
            row.requirement.text,
            asked_words(row.requirement),
            str(row.requirement.get_priority_display()),
            row.requirement.weight,
            words[row.verdict],
            adequacy.offered_words(row),
            row.margin_percent,
            row.comment,
            row.proof,
            row.proof_page,
            str(row.owner or ""),
            row.due_on,
            str(row.get_review_display()),
        ]
        for row in adequacy.rows_of(revision)
    ]
    return header, rows


def asked_words(requirement: Requirement) -> str:
    """Write the level that is asked for, as `Pressure ≥ 10 bar`."""
    level = level_text(asked_by(requirement), quantity)
    return f"{requirement.criterion} {level}".strip()


def margin_words(row: AdequacyCheck) -> str:
    """Write the margin with its sign; empty where none was computed."""
    if row.margin_percent is None:
        return ""
    sign = "+" if row.margin_percent > 0 else ""
    return f"{sign}{percent(row.margin_percent)}"


def reasons(row: AdequacyCheck) -> list[str]:
    """Return why the verdict is what it is, one sentence a step."""
    found = [sentence for step in row.trace if (sentence := _sentence(step))]
    if not row.trace:
        found.append(_nothing_compared(row.requirement))
    computed = next(
        (step["result"] for step in row.trace if step["code"] == "VERDICT"), ""
    )
    if not row.is_computed and row.verdict != V.OPEN:
        if computed and computed != row.verdict:
            found.append(_("Somebody decided otherwise: the answer says why."))
        elif not computed:
            found.append(_("The verdict was given by a person."))
    return found


def _nothing_compared(requirement: Requirement) -> str:
    if requirement.operator == Requirement.Operator.TEXT:
        return _("The requirement is in words: only a person can judge it.")
    return _(
        "No firm line has a characteristic of this name in a unit that converts"
        " to %(unit)s."
    ) % {"unit": requirement.unit or pgettext("unit", "the one asked for")}


def _sentence(step: Mapping[str, Any]) -> str:
    operands = step.get("operands", {})
    match step["code"]:
        case "LEVEL_OFFERED":
            return _offered(operands, step["result"])
        case "LEVEL_CONVERTED":
            return _("That is %(level)s.") % {
                "level": quantity(step["result"], operands.get("unit", ""))
            }
        case "LEVEL_ASKED":
            return _("Asked for: %(level)s.") % {"level": _level(operands)}
        case "WORDS_ASKED":
            return _("Asked for: %(level)s.") % {
                "level": operands.get("accepted") or _("yes")
            }
        case "VERDICT":
            return _verdict(operands, step["result"])
    return ""


def _offered(operands: Mapping[str, str], result: str) -> str:
    value = result
    if _is_number(result):
        value = quantity(result, operands.get("unit", ""))
    if not operands.get("name"):
        return _("Offered, as typed: %(value)s.") % {"value": value}
    return _("%(line)s – %(name)s: %(value)s.") % {
        "line": operands.get("line", ""),
        "name": operands["name"],
        "value": value,
    }


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _level(operands: Mapping[str, str]) -> str:
    """Write the level of a step; what was compared had one."""

    def number(name: str) -> Decimal | None:
        return Decimal(operands[name]) if operands.get(name) else None

    asked = Asked(
        operands["operator"],
        number("level"),
        number("level_high"),
        number("tolerance"),
        unit=operands.get("unit", ""),
    )
    return level_text(asked, quantity)


def _verdict(operands: Mapping[str, str], result: str) -> str:
    margin = operands.get("margin", "")
    is_met = result == V.COMPLIANT
    if not margin:
        return _("The requirement is met.") if is_met else _("It is not met.")
    room = percent(margin.lstrip("-"))
    if is_met:
        return _("Met, with %(margin)s of room to the limit of acceptance.") % {
            "margin": room
        }
    return _("Not met: %(margin)s beyond the limit of acceptance.") % {"margin": room}
