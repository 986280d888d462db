"""A brief on paper, made of its data alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Columns,
    Document,
    Facts,
    Heading,
    List,
    Paragraph,
    Row,
    Table,
)
from filon.watch.methods import cells_of
from filon.watch.models import (
    Analysis,
    Axis,
    Expectation,
    MarketInsight,
    Reliability,
)
from filon.watch.models import Heading as Subject

Data = Mapping[str, Any]
_TONES = {"OPPORTUNITY": "good", "THREAT": "bad", "CONSTRAINT": "partial"}


def brief_document(content: Data, *, is_draft: bool = False) -> Document:
    """Return the document of a brief in its own language.

    Expectations first, then insights by axis, findings by heading, potentials, grids.
    """
    with translation.override(content["language"]):
        start, end = (_day(content[n]) for n in ("period_start", "period_end"))
        return Document(
            title=content["title"],
            subtitle=content["topic"],
            watermark=_("Draft") if is_draft else "",
            meta=[
                (_("Period"), f"{start} – {end}"),
                (pgettext("brief", "Author"), content["author"]),
                *(
                    [(_("Due on"), _day(content["due_on"]))]
                    if content["due_on"]
                    else []
                ),
            ],
            blocks=[
                *_expectations(content),
                *_text("", content["introduction"], style="lead"),
                *_insights(content["insights"]),
                *_findings(content["findings"]),
                *_potentials(content["potentials"]),
                *_grids(content["analyses"]),
                *_text(_("Conclusion"), content["conclusion"]),
            ],
        )


def _expectations(content: Data) -> list[Block]:
    rows = content["expectations"]
    blocks: list[Block] = []
    if rows or content["scope"]:
        blocks.append(Heading(_("What the company expects")))
    blocks += _text("", content["scope"])
    if rows:
        blocks.append(
            Table(
                [
                    Column(_("About")),
                    Column(_("Expectation"), width=1),
                    Column(_("State")),
                ],
                [
                    [
                        str(Expectation.Subject(row["subject"]).label),
                        row["text"],
                        str(Expectation.Status(row["status"]).label),
                    ]
                    for row in rows
                ],
            )
        )
    return blocks


def _insights(rows: Sequence[Data]) -> list[Block]:
    """Three sections: technical, commercial, financial."""
    blocks: list[Block] = []
    if rows:
        blocks.append(Heading(_("How the market moves")))
    for axis in Axis:
        of_axis = [row for row in rows if row["axis"] == axis]
        if not of_axis:
            continue
        blocks.append(Heading(str(axis.label), level=2))
        columns = [
            Column(_("Kind")),
            Column(_("Insight"), width=1),
            Column(_("Horizon")),
            Column(_("Weight"), align="right"),
        ]
        blocks.append(Table(columns, [_insight_row(row) for row in of_axis]))
    return blocks


def _insight_row(row: Data) -> Row:
    reason = row["decision_reason"]
    decision = str(MarketInsight.Decision(row["decision"]).label)
    details = [
        row["analysis"],
        ", ".join(row["about"]),
        f"{decision}: {reason}" if reason else decision,
    ]
    kind = str(MarketInsight.Kind(row["kind"]).label)
    return Row(
        [
            Cell(kind, tone=_TONES[row["kind"]]),  # type: ignore[arg-type]
            Cell(row["statement"], detail="\n".join(filter(None, details))),
            str(MarketInsight.Horizon(row["horizon"]).label),
            f"{row['impact']} × {row['likelihood']} = "
            f"{row['impact'] * row['likelihood']}",
        ]
    )


def _findings(rows: Sequence[Data]) -> list[Block]:
    """Six sections, those without a finding left out."""
    blocks: list[Block] = []
    if rows:
        blocks.append(Heading(_("Findings")))
    for heading in Subject:
        of_heading = [row for row in rows if row["heading"] == heading]
        if not of_heading:
            continue
        blocks.append(Heading(str(heading.label), level=2))
        columns = [
            Column(pgettext("finding", "Observed on")),
            Column(_("Finding"), width=3),
            Column(_("Source"), width=1.4),
            Column(_("Reliability")),
        ]
        blocks.append(Table(columns, [_finding_row(row) for row in of_heading]))
    return blocks


def _finding_row(row: Data) -> Row:
    return Row(
        [
            formats.day(date.fromisoformat(row["observed_on"]), "short"),
            Cell(row["title"], detail=row["about"]),
            row["source"],
            str(Reliability(row["reliability"]).label),
        ]
    )


def _potentials(rows: Sequence[Data]) -> list[Block]:
    blocks: list[Block] = []
    if rows:
        blocks.append(Heading(_("Market potential")))
    for row in rows:
        amount = formats.money(Decimal(row["amount"]), row["currency"])
        basket = formats.money(Decimal(row["basket"]), row["currency"])
        rate = formats.percent(Decimal(row["take_rate_percent"]))
        blocks.append(Heading(row["title"], level=2))
        facts: list[tuple[str, str]] = [
            (_("Potential of a year"), amount),
            (
                _("Computed as"),
                f"{formats.number(row['accounts'])} × {rate} × {basket}",
            ),
            (_("About"), ", ".join(row["about"]) or "–"),
            (_("Confidence"), f"{row['confidence']} / 5"),
            (
                _("Technical, commercial, financial"),
                " · ".join(f"{score} / 5" for score in row["scores"]),
            ),
            (_("As of"), _day(row["as_of"])),
        ]
        if row["volume"]:
            volume = formats.quantity(Decimal(row["volume"]))
            facts.insert(1, (_("Volume of a year"), volume))
        blocks += [Facts(facts), *_text("", row["assumptions"], style="small")]
    return blocks


def _grids(rows: Sequence[Data]) -> list[Block]:
    blocks: list[Block] = []
    for row in rows:
        method = str(Analysis.Method(row["method"]).label)
        blocks.append(Heading(f"{method} · {row['title']}"))
        cells: list[list[Block]] = [
            [
                Heading(str(cell.label), level=3),
                List(row["cells"].get(cell.code) or ["–"]),
            ]
            for cell in cells_of(row["method"])
        ]
        if len(cells) % 2:
            cells.append([])
        for left, right in zip(cells[::2], cells[1::2], strict=True):
            blocks.append(Columns(left, right))
        blocks += _text("", row["conclusion"])
    return blocks


def _text(heading: str, text: str, *, style: Any = "normal") -> list[Block]:
    if not text.strip():
        return []
    found: list[Block] = [Heading(heading)] if heading else []
    return [*found, Paragraph(text, style)]


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text), "short")
