"""The need as the customer reads it in our offer: what it is, and how we answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from filon.documents.content import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Table,
    Text,
    Tone,
)
from filon.needs.models import Need, SourcePassage
from filon.offers.models import AdequacyCheck, OfferRevision
from filon.offers.selectors.adequacy import offered_words
from filon.offers.selectors.matrix import asked_words
from filon.offers.selectors.vocabularies import verdict_words

V = AdequacyCheck.Verdict
_TONES: Final[dict[str, Tone]] = {
    V.COMPLIANT: "good",
    V.RESERVED: "partial",
    V.VARIANT: "partial",
    V.NOT_COMPLIANT: "bad",
    V.NOT_APPLICABLE: "neutral",
    V.OPEN: "neutral",
}


def understanding_blocks(need: Need | None) -> list[Block]:
    """Return what the customer needs, in the words of the analysis."""
    if need is None:
        return []
    facts: list[tuple[Text, Text]] = [
        (_("Context"), need.context),
        (_("What has to change"), need.problem),
        (_("Expected result"), need.expected_result),
    ]
    written = [(label, text) for label, text in facts if str(text).strip()]
    if not written:
        return []
    return [Heading(_("Our understanding of your need")), Facts(written, columns=1)]


def matrix_blocks(
    revision: OfferRevision, rows: Sequence[AdequacyCheck]
) -> list[Block]:
    """Return the matrix as the customer reads it, in the buyer's own words."""
    if not rows:
        return []
    words = verdict_words(revision)
    return [
        Heading(_("Your need and our offer")),
        Table(
            columns=[
                Column(_("Ref.")),
                Column(_("Requirement"), width=2),
                Column(_("What we offer"), width=2),
                Column(_("Verdict")),
            ],
            rows=[
                [
                    row.requirement.ref,
                    Cell(row.requirement.text, detail=asked_words(row.requirement)),
                    Cell(_answer(row), detail=_proof(row)),
                    Cell(words[row.verdict], tone=_TONES[row.verdict]),
                ]
                for row in rows
            ],
        ),
    ]


def _answer(row: AdequacyCheck) -> str:
    return "\n".join(filter(None, [offered_words(row), row.comment]))


def _proof(row: AdequacyCheck) -> str:
    if not row.proof:
        return ""
    if not row.proof_page:
        return _("Proof: %(proof)s") % {"proof": row.proof}
    return _("Proof: %(proof)s, page %(place)s") % {
        "proof": row.proof,
        "place": row.proof_page,
    }


def chapters_of(need: Need) -> dict[int, str]:
    """Return the customer's chapter of each requirement read in a document; one query.

    It is the last title before the passage, else the name of the document.
    """
    passages = SourcePassage.objects.filter(source__need=need).filter(
        Q(is_heading=True) | Q(requirement__isnull=False)
    )
    chapters: dict[int, str] = {}
    titles: dict[int, str] = {}
    for source, name, text, is_heading, requirement in passages.order_by(
        "source_id", "position"
    ).values_list("source_id", "source__title", "text", "is_heading", "requirement_id"):
        if is_heading:
            titles[source] = text
        if requirement is not None:
            chapters[requirement] = titles.get(source, name)
    return chapters


def answer_blocks(
    revision: OfferRevision,
    rows: Sequence[AdequacyCheck],
    chapters: Mapping[int, str],
) -> list[Block]:
    """Return our answer to each requirement, chapter by chapter of the customer."""
    if not rows:
        return []
    words = verdict_words(revision)
    by_chapter: dict[str, list[AdequacyCheck]] = {}
    for row in rows:
        by_chapter.setdefault(chapters.get(row.requirement_id, ""), []).append(row)
    others = by_chapter.pop("", [])
    blocks: list[Block] = [Heading(_("Answer to your specification"))]
    for chapter, answers in by_chapter.items():
        blocks += [Heading(chapter, 2), _answers(answers, words)]
    if others:
        if by_chapter:
            blocks.append(Heading(_("Other requirements"), 2))
        blocks.append(_answers(others, words))
    return blocks


def _answers(rows: Sequence[AdequacyCheck], words: Mapping[str, str]) -> Table:
    return Table(
        columns=[
            Column(_("Ref.")),
            Column(_("You ask for"), width=1),
            Column(_("Our answer"), width=1.2),
        ],
        rows=[
            [
                row.requirement.ref,
                Cell(row.requirement.text, detail=asked_words(row.requirement)),
                Cell(
                    " – ".join(filter(None, [words[row.verdict], offered_words(row)])),
                    detail="\n".join(filter(None, [row.comment, _proof(row)])),
                    tone=_TONES[row.verdict],
                ),
            ]
            for row in rows
        ],
    )
