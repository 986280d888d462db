"""The synthesis of a need: what is missing, its content, its document.

Pure functions of what was read; nothing here queries or writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.coordination.models import Consultation
from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Row,
    Table,
    Text,
)
from filon.needs.dossier import (
    check_blocks,
    decision_blocks,
    finance_facts,
    people_blocks,
    question_blocks,
)
from filon.needs.levels import asked_by, level_text
from filon.needs.models import Need, NeedSource, Requirement
from filon.needs.opinions import opinions_blocks, opinions_content
from filon.needs.scales import other_names, priority_name
from filon.prospecting.models import RequirementKind


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the analysis still lacks.

    :param blocks: without it the synthesis cannot be frozen.
    """

    sentence: str
    blocks: bool


def gaps(
    need: Need, sources: Sequence[NeedSource], requirements: Sequence[Requirement]
) -> list[Gap]:
    """Return what is missing, as sentences, the blocking ones first."""
    requirements = [r for r in requirements if r.status != WITHDRAWN]
    unsourced = sum(r.source_id is None for r in requirements)
    blocking = [
        (not sources, _("No source of information is listed.")),
        (not requirements, _("No requirement is written down.")),
        (
            bool(unsourced),
            ngettext(
                "%(count)s requirement has no source.",
                "%(count)s requirements have no source.",
                unsourced,
            )
            % {"count": unsourced},
        ),
        (
            need.policy_verdict == Need.PolicyVerdict.OPEN,
            _("The need is not crossed with the company’s policy."),
        ),
        (
            need.decision == Need.Decision.OPEN,
            _("It is not decided whether we answer (go or no go)."),
        ),
        (need.clarified_on is None, _("The clarification is not dated.")),
        (need.feasibility_on is None, _("The feasibility is not dated.")),
        (need.studied_on is None, _("The study is not dated.")),
    ]
    natures = {r.nature for r in requirements}
    kinds = {r.kind for r in requirements}
    no_budget = need.budget_low is None and need.budget_high is None
    open_points = [
        (not need.problem, _("The customer’s problem is not described.")),
        (not need.expected_result, _("The result that is expected is not described.")),
        (not need.decision_process, _("How the customer decides is not known.")),
        (not need.current_suppliers, _("The present suppliers are not known.")),
        (no_budget, _("The budget is not known.")),
        (
            need.financing_capacity == Need.Capacity.UNKNOWN,
            _("The customer’s financing capacity is not known."),
        ),
        (need.needed_on is None, _("The date of the need is not known.")),
        (
            bool(requirements) and natures == {Requirement.Nature.EXPLICIT},
            _("No implicit need was looked for."),
        ),
        (
            any(r.status != Requirement.Status.CONFIRMED for r in requirements),
            _("The customer has not confirmed the whole list."),
        ),
        (
            any(_unrevealed(r) for r in requirements),
            _("An implicit or latent need lacks the question that revealed it."),
        ),
        (
            bool(requirements) and not kinds & TECHNICAL_KINDS,
            _("No technical requirement is written down."),
        ),
    ]
    found = [Gap(text, blocks=True) for is_missing, text in blocking if is_missing]
    found += [Gap(text, blocks=False) for is_missing, text in open_points if is_missing]
    return found


def _unrevealed(row: Requirement) -> bool:
    return row.nature != Requirement.Nature.EXPLICIT and not row.revealed_by


TECHNICAL_KINDS = frozenset(
    {
        RequirementKind.TECHNICAL,
        RequirementKind.PERFORMANCE,
        RequirementKind.INTERFACE,
        RequirementKind.ENVIRONMENT,
    }
)
WITHDRAWN = Requirement.Status.WITHDRAWN
TEXTS = (
    "context",
    "problem",
    "expected_result",
    "current_suppliers",
    "distributors",
    "decision_process",
    "budget_source",
    "financing_mode",
    "financial_constraints",
    "credit_check",
    "policy_note",
    "economic_constraints",
    "technical_constraints",
    "resources",
    "decision_reason",
)
DAYS = (
    "due_on",
    "decision_on",
    "needed_on",
    "clarified_on",
    "feasibility_on",
    "studied_on",
)
CODES = ("financing_capacity", "policy_verdict", "decision")


def content_of(
    need: Need,
    sources: Sequence[NeedSource],
    requirements: Sequence[Requirement],
    consultations: Sequence[Consultation],
) -> dict[str, Any]:
    """Return the need as plain data, codes untranslated, for freezing and proofs."""
    return {
        "ref": need.ref,
        "title": need.title,
        "customer": need.deal.organization.name,
        "deal": need.deal.title,
        "owner": str(need.owner or ""),
        "currency": need.currency,
        "scale": need.scale,
        **{name: getattr(need, name) for name in (*TEXTS, *CODES)},
        **{name: _iso(getattr(need, name)) for name in DAYS},
        "budget_low": _plain(need.budget_low),
        "budget_high": _plain(need.budget_high),
        "sources": [
            {
                "number": number,
                "kind": source.kind,
                "title": source.title,
                "author": source.author,
                "dated_on": source.dated_on.isoformat(),
                "reliability": source.reliability,
                "relevance": source.relevance,
            }
            for number, source in enumerate(sources, start=1)
        ],
        "requirements": [
            _requirement(row, {s.pk: n for n, s in enumerate(sources, start=1)})
            for row in requirements
        ],
        "opinions": opinions_content(consultations),
    }


def _requirement(row: Requirement, numbers: Mapping[int, int]) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "kind": row.kind,
        "nature": row.nature,
        "priority": row.priority,
        "text": row.text,
        "criterion": row.criterion,
        "operator": row.operator,
        "level": _plain(row.level),
        "level_high": _plain(row.level_high),
        "allowed": row.allowed,
        "tolerance": _plain(row.tolerance),
        "unit": row.unit,
        "limit": _plain(row.limit),
        "exchange_rate": _plain(row.exchange_rate),
        "standard": row.standard,
        "method": row.method,
        "verification": row.verification,
        "weight": row.weight,
        "revealed_by": row.revealed_by,
        "status": row.status,
        "version": row.version,
        "place": row.place,
        "source": numbers.get(row.source_id or 0),
    }


def document_of(content: Mapping[str, Any], open_points: Iterable[str]) -> Document:
    """Return the synthesis as a document; call it in the language of the reader.

    :param content: as `content_of` gives it, frozen or not.
    """
    return Document(
        title=_("Synthesis of the need"),
        subtitle=content["title"],
        number=content["ref"],
        meta=[
            (_("Customer"), content["customer"]),
            (_("Deal"), content["deal"]),
            (_("Written by"), content["owner"]),
        ],
        blocks=[
            *_conclusion(content),
            *_context(content),
            *question_blocks(content),
            *people_blocks(content),
            *_requirements(content),
            *_sources(content),
            *opinions_blocks(content),
            *_finance(content),
            *_crossing(content),
            *check_blocks(content),
            *decision_blocks(content),
            *_open_points(open_points),
        ],
    )


def _conclusion(content: Mapping[str, Any]) -> list[Block]:
    tones: dict[str, Any] = {"GO": "good", "NO_GO": "bad"}
    decision = Need.Decision(content["decision"]).label
    return [
        Note(
            text=content["decision_reason"] or "–",
            title=str(decision),
            tone=tones.get(content["decision"], "neutral"),
        ),
        Facts(
            [
                (_("Clarification"), _day(content["clarified_on"])),
                (_("Feasibility"), _day(content["feasibility_on"])),
                (_("Study"), _day(content["studied_on"])),
                (_("Needed on"), _day(content["needed_on"])),
                (_("Decision of the customer"), _day(content["decision_on"])),
            ],
        ),
    ]


def _context(content: Mapping[str, Any]) -> list[Block]:
    rows = [
        (_("Context"), content["context"]),
        (_("Problem"), content["problem"]),
        (_("Result expected"), content["expected_result"]),
        (_("Present suppliers"), content["current_suppliers"]),
        (_("Distributors"), content["distributors"]),
        (_("How the customer decides"), content["decision_process"]),
    ]
    blocks: list[Block] = [Heading(_("Context and stakes"))]
    for label, text in rows:
        if text:
            blocks += [Heading(label, level=3), Paragraph(text)]
    return blocks


def _requirements(content: Mapping[str, Any]) -> list[Block]:
    rows: list[Row | Sequence[Text | Cell]] = []
    scale = content.get("scale", Need.Scale.FLEXIBILITY)
    standing = [r for r in content["requirements"] if r.get("status") != WITHDRAWN]
    for kind in RequirementKind:
        group = [r for r in standing if r["kind"] == kind.value]
        if group:
            rows.append(Row([str(kind.label)], kind="group"))
            rows += [_row(r, scale) for r in group]
    columns = [
        Column(_("Ref.")),
        Column(_("Requirement"), width=3),
        Column(_("Level"), width=1.3),
        Column(_("Priority"), width=1.2),
        Column(_("Source"), align="center"),
    ]
    return [Heading(_("Requirements")), Table(columns, rows)]


def _row(row: Mapping[str, Any], scale: str) -> list[Text | Cell]:
    nature = Requirement.Nature(row["nature"]).label
    method = row.get("method", "")
    details = [
        str(nature),
        row["criterion"],
        row["standard"],
        str(Requirement.Method(method).label) if method else "",
        row["verification"],
        _state(row),
    ]
    return [
        Cell(row["ref"], strong=True),
        Cell(row["text"], detail=" · ".join(filter(None, details))),
        level_text(asked_by(row), formats.quantity),
        Cell(
            priority_name(row["priority"], scale),
            detail=other_names(row["priority"], scale),
        ),
        f"S{row['source']}" if row["source"] else "–",
    ]


def _state(row: Mapping[str, Any]) -> str:
    """Say whether the customer confirmed; a row frozen before that existed cannot."""
    status = row.get("status", Requirement.Status.DRAFT)
    if status == Requirement.Status.DRAFT:
        return ""
    return str(Requirement.Status(status).label)


def _sources(content: Mapping[str, Any]) -> list[Block]:
    columns = [
        Column(_("No.")),
        Column(_("Source"), width=2),
        Column(_("Day")),
        Column(_("Reliability"), align="center"),
        Column(_("Why it can be relied on"), width=2),
    ]
    rows: list[Row | Sequence[Text | Cell]] = [
        [
            f"S{source['number']}",
            Cell(
                source["title"],
                detail=" · ".join(
                    filter(
                        None,
                        [str(NeedSource.Kind(source["kind"]).label), source["author"]],
                    )
                ),
            ),
            formats.day(date.fromisoformat(source["dated_on"]), "short"),
            source["reliability"],
            source["relevance"],
        ]
        for source in content["sources"]
    ]
    return [Heading(_("Sources")), Table(columns, rows)]


def _finance(content: Mapping[str, Any]) -> list[Block]:
    low = _money(content["budget_low"], content["currency"])
    high = _money(content["budget_high"], content["currency"])
    capacity = Need.Capacity(content["financing_capacity"]).label
    return [
        Heading(_("Financing")),
        Facts(
            [
                (_("Budget"), " – ".join(filter(None, [low, high])) or "–"),
                (_("Source of the budget"), content["budget_source"] or "–"),
                (_("Way of financing"), content["financing_mode"] or "–"),
                (_("Financing capacity"), str(capacity)),
                (_("Financial constraints"), content["financial_constraints"] or "–"),
                (_("Solvency"), content["credit_check"] or "–"),
                *finance_facts(content),
            ]
        ),
    ]


def _crossing(content: Mapping[str, Any]) -> list[Block]:
    tones: dict[str, Any] = {"GREEN": "good", "AMBER": "partial", "RED": "bad"}
    verdict = Need.PolicyVerdict(content["policy_verdict"]).label
    return [
        Heading(_("Crossing with the company’s policy")),
        Note(
            text=content["policy_note"] or "–",
            title=str(verdict),
            tone=tones.get(content["policy_verdict"], "neutral"),
        ),
        Facts(
            [
                (_("Economic constraints"), content["economic_constraints"] or "–"),
                (_("Technical constraints"), content["technical_constraints"] or "–"),
                (_("Resources"), content["resources"] or "–"),
            ],
            columns=1,
        ),
    ]


def _open_points(points: Iterable[str]) -> list[Block]:
    found = list(points)
    if not found:
        return []
    return [Heading(_("Open points")), *(Paragraph(f"• {text}") for text in found)]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _day(text: str | None) -> str:
    return formats.day(date.fromisoformat(text), "short") if text else "–"


def _money(text: str | None, currency: str) -> str:
    return formats.money(Decimal(text), currency) if text is not None else ""
