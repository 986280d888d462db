"""Reports as documents and as sheets, built from their frozen facts alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from filon.documents import formats as f
from filon.documents.content import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Table,
)
from filon.measure.definitions import MARGIN_METRICS, MONEY, Metric
from filon.measure.models import Report
from filon.prospecting.models import Activity


def report_document(report: Report, *, currency: str, with_margin: bool) -> Document:
    """Return a report as a document, in the active language.

    :param with_margin: False leaves margin objectives out, for readers without the
        right.
    """
    facts = report.frozen
    body = (
        _review(facts, currency, with_margin=with_margin)
        if report.kind == Report.Kind.REVIEW
        else _activity(facts, currency)
    )
    comment: list[Block] = []
    if report.comment:
        comment = [Heading(_("Comment")), Paragraph(report.comment)]
    return Document(
        title=report.title,
        subtitle=report.get_kind_display(),
        meta=[
            (_("Period"), f"{f.day(report.period_start)} – {f.day(report.period_end)}"),
            (_("Author"), str(report.owner or "")),
        ],
        blocks=[*body, *comment],
    )


def _activity(facts: Mapping[str, Any], currency: str) -> list[Block]:
    kinds = dict(Activity.Kind.choices)
    outcomes = dict(Activity.Outcome.choices)
    satisfaction = facts["satisfaction"]
    return [
        Facts(
            [
                (_("Contacts made"), str(sum(facts["contacts"].values()))),
                (_("Offers sent"), _counted(facts["offers"], currency)),
                (_("Orders"), _counted(facts["orders"], currency)),
                (_("Claims opened"), str(facts["claims"])),
                (
                    _("Satisfaction"),
                    f"{satisfaction['mean'] or '–'} / 10 ({satisfaction['answers']})",
                ),
            ],
            columns=2,
        ),
        Heading(_("Contacts by kind")),
        _count_table(_("Kind"), facts["contacts"], kinds),
        Heading(_("Outcomes")),
        _count_table(_("Outcome"), facts["outcomes"], outcomes),
        Heading(_("Orders of the period")),
        Table(
            [
                Column(_("Number")),
                Column(_("Customer"), width=1),
                Column(_("Date"), "right"),
                Column(_("Amount before VAT"), "right"),
            ],
            [
                [
                    number,
                    customer,
                    f.day(date.fromisoformat(on)),
                    f.money(Decimal(amount), currency),
                ]
                for number, customer, on, amount in facts["order_rows"]
            ],
            empty=_("No order in this period."),
        ),
    ]


def _counted(found: Mapping[str, Any], currency: str) -> str:
    return f"{found['count']} · {f.money(Decimal(found['total']), currency)}"


def _count_table(
    label: str, counts: Mapping[str, int], names: Mapping[str, Any]
) -> Table:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Table(
        [Column(label, width=1), Column(_("Count"), "right")],
        [[str(names.get(code, code)), str(count)] for code, count in ordered],
        totals=[Row([_("Total"), str(sum(counts.values()))], "total")],
    )


def _review(
    facts: Mapping[str, Any], currency: str, *, with_margin: bool
) -> list[Block]:
    rows = [
        objective
        for objective in facts["objectives"]
        if with_margin or Metric(objective["metric"]) not in MARGIN_METRICS
    ]
    blocks: list[Block] = [
        Paragraph(facts["plan"], "lead"),
        Heading(_("Objectives and results")),
        Table(
            [
                Column(_("Objective"), width=1),
                Column(_("Given"), "right"),
                Column(_("Target"), "right"),
                Column(_("Reached"), "right"),
                Column("%", "right"),
            ],
            [_objective(row, currency) for row in rows],
        ),
        Heading(_("Quantitative result")),
        Paragraph(facts["quantitative"] or _("Not written yet.")),
        Heading(_("Qualitative result")),
        Paragraph(facts["qualitative"] or _("Not written yet.")),
    ]
    if facts["checkpoints"]:
        blocks.append(Heading(_("Checkpoints")))
    for point in facts["checkpoints"]:
        blocks += [
            Heading(f.day(date.fromisoformat(point["on"])), 2),
            Facts(
                [
                    (_("Done well"), point["done_well"] or "–"),
                    (_("Deviation"), point["deviation"] or "–"),
                    (_("Decision"), point["decision"] or "–"),
                ],
                columns=1,
            ),
        ]
    if facts["comments"]:
        blocks.append(Heading(_("Comments on indicators")))
    for comment in facts["comments"]:
        day = f.day(date.fromisoformat(comment["on"]))
        blocks.append(Paragraph(f"{comment['indicator']}, {day}", "strong"))
        blocks.append(Paragraph(comment["text"]))
    return blocks


def _objective(row: Mapping[str, Any], currency: str) -> list[str]:
    name = str(Metric(row["metric"]).label)
    values = [
        figure(row[key], row["unit"], currency) for key in ("given", "target", "value")
    ]
    percent = "–" if row["percent"] is None else f"{row['percent']} %"
    return [name, *values, percent]


def figure(value: Any, unit: str, currency: str) -> str:
    """Return a figure with its unit, in the active language; "–" for none."""
    if value is None:
        return "–"
    number = Decimal(value)
    if unit == MONEY:
        return f.money(number, currency)
    if unit == "%":
        return f.percent(number)
    return f.quantity(number)


def report_rows(report: Report, *, with_margin: bool) -> tuple[list[str], list[Any]]:
    """Return the head and rows of a report's sheet."""
    facts = report.frozen
    if report.kind == Report.Kind.REVIEW:
        header = [_("Objective"), _("Given"), _("Target"), _("Reached"), "%"]
        rows = [
            [
                str(Metric(row["metric"]).label),
                *[_number(row[key]) for key in ("given", "target", "value")],
                row["percent"],
            ]
            for row in facts["objectives"]
            if with_margin or Metric(row["metric"]) not in MARGIN_METRICS
        ]
        return header, rows
    header = [_("Number"), _("Customer"), _("Date"), _("Amount before VAT")]
    rows = [
        [number, customer, date.fromisoformat(on), Decimal(amount)]
        for number, customer, on, amount in facts["order_rows"]
    ]
    return header, rows


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
