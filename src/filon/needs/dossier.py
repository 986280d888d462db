"""What the methods, the grid and the value cases add to a synthesis: data, then blocks.

Expected margin, expected value and cost of answering stay out: the synthesis is
transmitted to people who may not see them. Nothing here queries or writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.deals.models import DealRole
from filon.directory.models import Contact
from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Note,
    Paragraph,
    Picture,
    Row,
    Table,
    Text,
)
from filon.kernel import units
from filon.needs.crossing import CHECKS
from filon.needs.horns import drawn
from filon.needs.methods import BEST, ITEMS, PROVEN, MethodSheet, counted, item_of
from filon.needs.models import GoNoGo, MethodAnswer, Need, ValueCase
from filon.needs.valuation import costs_of, horizon_of
from filon.needs.value import compared

M = MethodAnswer.Method
Rows = list[Row | Sequence[Text | Cell]]
_WORDED = (M.FIVE_W, M.SPIN)
_TONES: dict[str, Any] = {"GO": "good", "CONDITIONAL": "partial", "NO_GO": "bad"}


def dossier_content(
    need: Need,
    found: MethodSheet,
    latest: GoNoGo | None,
    cases: Sequence[ValueCase],
) -> dict[str, Any]:
    """Return the additions as plain data, codes untranslated."""
    return {
        "funding": need.funding,
        "payment_constraints": need.payment_constraints,
        "outstanding": _plain(need.outstanding),
        "insured_limit": _plain(need.insured_limit),
        "registration_status": need.registration_status,
        "expected_payback_months": need.expected_payback_months,
        "expected_return_percent": _plain(need.expected_return_percent),
        "policy_checks": need.policy_checks,
        "methods": {
            method: [_answer(row) for row in answers.values()]
            for method, answers in found.answers.items()
            if answers
        },
        "levers": [
            {"contact": str(contact), "rows": [_answer(row) for _item, row in rows]}
            for contact, rows in found.levers
        ],
        "roles": [
            {
                "contact": str(role.contact),
                "role": role.role,
                "stance": role.stance,
                "influence": role.influence,
            }
            for role in found.roles
        ],
        "steps": [
            {
                "label": step.label,
                "who": step.who,
                "on": step.on.isoformat(),
                "is_done": step.is_done,
            }
            for step in found.steps
        ],
        "go_no_go": None if latest is None else _assessment(latest),
        "values": [_value(case) for case in cases],
    }


def _answer(row: MethodAnswer) -> dict[str, Any]:
    return {
        "item": row.item,
        "text": row.text,
        "score": row.score,
        "evidence": row.evidence,
        "dated_on": row.dated_on.isoformat() if row.dated_on else None,
    }


def _assessment(latest: GoNoGo) -> dict[str, Any]:
    return {
        "score": f"{latest.score:f}",
        "advice": latest.advice,
        "rows": latest.rows,
        "knocked_out": latest.knocked_out,
        "conditions": latest.conditions,
        "win_percent": _plain(latest.win_percent),
        "on": timezone.localdate(latest.assessed_at).isoformat(),
    }


def _value(case: ValueCase) -> dict[str, Any]:
    inputs = list(case.inputs.all())
    found = compared(
        costs_of(inputs, "ours"), costs_of(inputs, "other"), horizon_of(case)
    )
    return {
        "title": case.title,
        "ours": case.ours,
        "other": case.other,
        "years": case.years,
        "discount_percent": _plain(case.discount_percent),
        "inflation_percent": _plain(case.inflation_percent),
        "ours_total": _plain(found.ours),
        "other_total": _plain(found.other),
        "saving": _plain(found.saving),
        "annual_saving": _plain(found.annual_saving),
        "payback_years": _plain(found.payback_years),
        "unconfirmed": sum(not row.is_confirmed for row in inputs),
    }


def question_blocks(content: Mapping[str, Any]) -> list[Block]:
    """Return the answers of QQOQCPC and SPIN, and the horned beast with its drawing.

    :param content: of a need; frozen before the methods existed, it has none.
    """
    given = content.get("methods", {})
    blocks: list[Block] = []
    beast = {row["item"]: row["text"] for row in given.get(M.HORNS, [])}
    if beast:
        drawing = render_to_string(
            "needs/_horns.html", {"horns": drawn(beast, content["title"])}
        )
        alt = "; ".join(_said(M.HORNS, row) for row in given[M.HORNS])
        blocks += [
            Heading(str(M.HORNS.label)),
            Picture(drawing.strip().encode(), alt=alt, width_percent=70),
        ]
    for method in _WORDED:
        items = _worded(method, given.get(method, []))
        if items:
            blocks += [Heading(str(method.label)), Facts(items, columns=1)]
    return blocks


def _worded(method: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Text, Text]]:
    by_item = {row["item"]: row["text"] for row in rows}
    return [
        (str(item.label), by_item[item.code])
        for item in ITEMS[method]
        if by_item.get(item.code)
    ]


def _said(method: str, row: Mapping[str, Any]) -> str:
    item = item_of(method, row["item"])
    return f"{item.label if item else row['item']} {row['text']}"


def people_blocks(content: Mapping[str, Any]) -> list[Block]:
    """Return the decision unit, what moves each person, and how they decide."""
    blocks: list[Block] = []
    levers = {row["contact"]: row["rows"] for row in content.get("levers", [])}
    rows: Rows = [
        [
            row["contact"],
            str(Contact.BuyingRole(row["role"]).label),
            str(DealRole.Stance(row["stance"]).label),
            f"{row['influence']}/3",
            _levers(levers.get(row["contact"], [])),
        ]
        for row in content.get("roles", [])
    ]
    if rows:
        columns = [
            Column(_("Person"), width=1.5),
            Column(_("Role")),
            Column(_("Stance")),
            Column(_("Influence"), align="center"),
            Column("SONCASE", width=1.5),
        ]
        blocks += [Heading(_("Who decides")), Table(columns, rows)]
    steps: Rows = [
        [
            formats.day(date.fromisoformat(step["on"]), "short"),
            Cell(step["label"], detail=step["who"]),
            _("done") if step["is_done"] else "–",
        ]
        for step in content.get("steps", [])
    ]
    if steps:
        columns = [Column(_("Day")), Column(_("Step"), width=3), Column(_("State"))]
        blocks += [Heading(_("How they decide")), Table(columns, steps)]
    return blocks


def _levers(rows: Sequence[Mapping[str, Any]]) -> str:
    named = []
    for row in rows:
        item = item_of(M.SONCASE, row["item"])
        if item is not None and row["score"]:
            named.append(f"{item.label} {row['score']}")
    return ", ".join(named) or "–"


def finance_facts(content: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    """Return the terms of the financing that are known."""
    currency = content["currency"]
    months, rate = (
        content.get("expected_payback_months"),
        content.get("expected_return_percent"),
    )
    funding = content.get("funding", "")
    facts = [
        (_("Funding"), str(Need.Funding(funding).label) if funding else ""),
        (_("Payment constraints"), content.get("payment_constraints", "")),
        (_("Outstanding with us"), _money(content.get("outstanding"), currency)),
        (
            _("Limit of the credit insurance"),
            _money(content.get("insured_limit"), currency),
        ),
        (
            _("State of the registration (SIREN)"),
            content.get("registration_status", ""),
        ),
        (
            _("Payback expected by the customer"),
            "" if months is None else units.months(months),
        ),
        (
            _("Return expected by the customer"),
            "" if rate is None else formats.percent(Decimal(rate)),
        ),
    ]
    return [(label, text) for label, text in facts if text]


def check_blocks(content: Mapping[str, Any]) -> list[Block]:
    """Return the points of the policy with their reasons."""
    tones: dict[str, Any] = {"GREEN": "good", "AMBER": "partial", "RED": "bad"}
    rows: Rows = [
        [
            str(CHECKS[code]),
            Cell(
                str(Need.PolicyVerdict(found["verdict"]).label),
                tone=tones[found["verdict"]],
            ),
            found["reason"] or "–",
        ]
        for code, found in content.get("policy_checks", {}).items()
        if code in CHECKS
    ]
    if not rows:
        return []
    columns = [
        Column(_("Point"), width=1.5),
        Column(_("Verdict")),
        Column(_("Reason"), width=2.5),
    ]
    return [Table(columns, rows)]


def decision_blocks(content: Mapping[str, Any]) -> list[Block]:
    """Return BANT and MEDDIC, the go/no-go grid, and the value for the customer."""
    return [*_scores(content), *_grid(content), *_values(content)]


def _scores(content: Mapping[str, Any]) -> list[Block]:
    rows: Rows = []
    for method in (m for m in M if m in PROVEN):
        answers = content.get("methods", {}).get(method, [])
        if not answers:
            continue
        points = sum(counted(row["score"], row["evidence"]) for row in answers)
        most = BEST * len(ITEMS[method])
        rows.append(Row([f"{method.label} · {points}/{most}"], kind="group"))
        for row in answers:
            item = item_of(method, row["item"])
            if item is not None:
                score = counted(row["score"], row["evidence"])
                rows.append(
                    [str(item.label), f"{score}/{BEST}", row["evidence"] or "–"]
                )
    if not rows:
        return []
    columns = [
        Column(_("Criterion"), width=1.5),
        Column(_("Score"), align="center"),
        Column(_("Evidence"), width=2.5),
    ]
    return [Heading(_("Qualification")), Table(columns, rows)]


def _grid(content: Mapping[str, Any]) -> list[Block]:
    found = content.get("go_no_go")
    if not found:
        return []
    reasons = [_(row["label"]) for row in found["knocked_out"]]
    rows: Rows = [
        [
            _(row["label"]),
            str(row["weight"]),
            f"{row['note']}/5",
            row["comment"] or "–",
        ]
        for row in found["rows"]
    ]
    columns = [
        Column(_("Criterion"), width=2),
        Column(_("Weight"), align="center"),
        Column(_("Note"), align="center"),
        Column(_("Comment"), width=2),
    ]
    score = formats.quantity(Decimal(found["score"]))
    advice = GoNoGo.Advice(found["advice"]).label
    told = " · ".join(filter(None, [*reasons, found["conditions"]])) or "–"
    return [
        Heading(_("Go/no-go grid")),
        Note(told, title=f"{score}/100 – {advice}", tone=_TONES[found["advice"]]),
        Table(columns, rows),
    ]


def value_blocks(need: Need) -> list[Block]:
    """Return what our solution is worth to the customer; two queries."""
    rows = need.value_cases.prefetch_related("inputs").order_by("pk")
    cases = [_value(case) for case in rows]
    return _values({"currency": need.currency, "values": cases})


def _values(content: Mapping[str, Any]) -> list[Block]:
    currency = content["currency"]
    blocks: list[Block] = []
    for row in content.get("values", []):
        payback = row["payback_years"]
        facts: list[tuple[Text, Text]] = [
            (
                _("Cost of ownership: %(name)s") % {"name": row["ours"]},
                _money(row["ours_total"], currency),
            ),
            (
                _("Cost of ownership: %(name)s") % {"name": row["other"]},
                _money(row["other_total"], currency),
            ),
            (_("Saved with ours"), _money(row["saving"], currency)),
            (
                _("Saved in a year, at today’s prices"),
                _money(row["annual_saving"], currency),
            ),
            (
                _("Payback of the higher price"),
                _("in years: %(years)s") % {"years": formats.quantity(Decimal(payback))}
                if payback
                else "–",
            ),
        ]
        blocks += [
            Heading(_("Value for the customer: %(title)s") % {"title": row["title"]}),
            Facts(facts),
        ]
        if row["unconfirmed"]:
            blocks.append(Paragraph(_("Not all confirmed by the customer"), "small"))
    return blocks


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _money(text: str | None, currency: str) -> str:
    return formats.money(Decimal(text), currency) if text is not None else ""
