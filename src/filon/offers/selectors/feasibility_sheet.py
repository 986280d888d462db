"""The feasibility sheet: who reviewed what before an offer left (F-03)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.coordination.models import Consultation
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
    Tone,
)
from filon.kernel import units
from filon.offers.models import OfferLine, OfferRevision
from filon.offers.selectors.document.figures import unit_symbol
from filon.offers.selectors.feasibility import (
    lead_time_path,
    stage_words,
)
from filon.offers.selectors.offers import revision_title
from filon.offers.selectors.snapshot import lead_time
from filon.web.templatetags.filon import day, money, quantity

C = Consultation
TONES: dict[str, Tone] = {
    C.Verdict.YES: "good",
    C.Verdict.YES_IF: "partial",
    C.Verdict.NO: "bad",
}


def feasibility_sheet(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    asked: Sequence[Consultation],
    *,
    on: date,
    sees_cost: bool,
) -> Document:
    """Return the sheet for our own people; costs only for who may see them.

    :param asked: the questions about the offer, the latest first.
    """
    offer = revision.offer
    promised = lead_time(revision, lines)
    return Document(
        title=_("Feasibility sheet"),
        subtitle=revision_title(revision),
        recipient=[offer.organization.name],
        blocks=[
            Facts(
                [
                    (_("Drawn up on"), day(on)),
                    (_("Owner"), str(offer.owner or "–")),
                    (_("Valid until"), day(revision.valid_until) or "–"),
                    (
                        _("Promised lead time"),
                        units.days(promised) if promised is not None else "–",
                    ),
                ]
            ),
            _conclusion(asked),
            *_lines(lines),
            *_opinions(asked, sees_cost=sees_cost),
            *_stages(asked, lines, promised),
        ],
    )


def _conclusion(asked: Sequence[Consultation]) -> Note:
    """Return what all answers together say; the worst one decides."""
    verdicts = {row.verdict for row in asked if row.status == C.Status.ANSWERED}
    is_open = any(row.status == C.Status.OPEN for row in asked)
    if C.Verdict.NO in verdicts:
        return Note(_("At least one answer says not feasible."), tone="bad")
    if is_open:
        return Note(_("Answers are still awaited."), tone="info")
    if C.Verdict.YES_IF in verdicts:
        return Note(_("Feasible with the conditions below."), tone="partial")
    if C.Verdict.YES in verdicts:
        return Note(_("Feasible as it stands."), tone="good")
    return Note(_("Nobody was asked."), tone="neutral")


def _lines(lines: Sequence[OfferLine]) -> list[Block]:
    return [
        Heading(_("What is reviewed")),
        Table(
            columns=[
                Column(_("Reference")),
                Column(_("Designation"), width=3),
                Column(_("Drawing")),
                Column(_("Quantity"), align="right"),
            ],
            rows=[
                [
                    line.reference,
                    line.designation,
                    f"{line.drawing} {line.drawing_index}".strip(),
                    f"{quantity(line.quantity)} {unit_symbol(line.unit)}",
                ]
                for line in lines
                if line.kind == OfferLine.Kind.ITEM
            ],
        ),
    ]


def _opinions(asked: Sequence[Consultation], *, sees_cost: bool) -> list[Block]:
    blocks: list[Block] = [Heading(_("Opinions"))]
    if not asked:
        return [*blocks, Paragraph(_("Nobody was asked."))]
    blocks.append(
        Table(
            columns=[
                Column(_("Asked of"), width=2),
                Column(pgettext("opinion", "Answer"), width=2),
                Column(_("Changes or conditions"), width=3),
                Column(_("What may go wrong"), width=2),
                Column(_("Lead time"), align="right"),
                *([Column(_("Cost"), align="right")] if sees_cost else []),
                Column(_("Valid until")),
            ],
            rows=[_opinion(row, sees_cost=sees_cost) for row in asked],
        )
    )
    return blocks


def _opinion(row: Consultation, *, sees_cost: bool) -> list[str | Cell]:
    who = row.answered_by_name if row.answered_by_name != row.addressee_name else ""
    answer = str(row.get_verdict_display() or row.get_status_display())
    days = row.lead_time_days
    cost = money(row.cost, row.currency) if row.cost is not None else ""
    return [
        Cell(row.addressee_name, detail=who),
        Cell(
            answer,
            detail=day(row.answered_at) if row.answered_at else "",
            tone=TONES.get(row.verdict, ""),
        ),
        Cell(row.conditions or "–", detail=row.answer),
        row.risk or "–",
        units.days(days) if days is not None else "–",
        *([cost or "–"] if sees_cost else []),
        day(row.answer_valid_until) if row.answer_valid_until else "–",
    ]


def _stages(
    asked: Sequence[Consultation], lines: Sequence[OfferLine], promised: int | None
) -> list[Block]:
    path = lead_time_path(asked, lines)
    if path.total is None:
        return []
    blocks: list[Block] = [
        Heading(_("Lead time by stage")),
        Facts(
            [
                *(
                    (name, units.days(days) if days is not None else "–")
                    for name, days in stage_words(path)
                ),
                (_("Longest way"), units.days(path.total)),
            ]
        ),
    ]
    if promised is not None and promised < path.total:
        text = _("The promised lead time is shorter than the services can keep.")
        blocks.append(Note(text, tone="bad"))
    return blocks
