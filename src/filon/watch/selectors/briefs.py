"""What a brief holds: collected from a period, then pictured as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from filon.accounts.models import User
from filon.watch.models import (
    Analysis,
    Brief,
    Finding,
    MarketInsight,
    MarketPotential,
    WatchTopic,
)
from filon.watch.selectors.grids import drawn_insights, grid, weighty

POTENTIAL_LIFE = timedelta(days=365)
MOST_FINDINGS = 200


def collectable(
    user: User, *, start: date, end: date, topic: WatchTopic | None
) -> Mapping[str, QuerySet[Any]]:
    """Return what a period brought, within what this person reads.

    Findings observed in it; insights concluded in it or resting on those findings,
    the dropped ones left out; potentials of the last twelve months; the grids of the
    topic. With a topic, findings are its own.
    """
    findings = Finding.objects.visible_to(user).filter(observed_on__range=(start, end))
    insights = MarketInsight.objects.visible_to(user).exclude(decision="DROP")
    concluded = Q(created_at__date__range=(start, end))
    potentials = MarketPotential.objects.visible_to(user).filter(
        as_of__range=(end - POTENTIAL_LIFE, end)
    )
    analyses = Analysis.objects.visible_to(user)
    if topic is not None:
        findings = findings.filter(topic=topic)
        analyses = analyses.filter(topic=topic)
        concluded &= Q(findings__topic=topic)
    resting = Q(findings__in=findings)
    kept = findings.order_by("-observed_on", "-pk").values("pk")[:MOST_FINDINGS]
    found = insights.filter(concluded | resting).values("pk")
    return {
        "insights": MarketInsight.objects.filter(pk__in=found),
        "findings": Finding.objects.filter(
            pk__in=list(kept.values_list("pk", flat=True))
        ),
        "potentials": potentials,
        "analyses": analyses,
    }


def brief_content(
    user: User, brief: Brief, *, with_grids: bool = True
) -> dict[str, Any]:
    """Return a brief as data: codes, texts and ISO dates, nothing translated.

    Margins are left out: a brief is transmitted further than margins are shown.
    Seven queries, and two for each grid.

    :param with_grids: False leaves the cells of the grids empty.
    """
    topic = brief.topic
    expectations = list(topic.expectations.order_by("subject", "pk")) if topic else []
    insights = weighty(brief.insights.select_related("segment", "territory", "family"))
    findings = brief.findings.select_related("source", "organization")
    return {
        "title": brief.title,
        "language": brief.language,
        "topic": topic.title if topic else "",
        "scope": topic.scope if topic else "",
        "period_start": brief.period_start.isoformat(),
        "period_end": brief.period_end.isoformat(),
        "due_on": brief.due_on.isoformat() if brief.due_on else "",
        "author": str(brief.owner or user),
        "introduction": brief.introduction,
        "conclusion": brief.conclusion,
        "expectations": [
            {"subject": row.subject, "text": row.text, "status": row.status}
            for row in expectations
        ],
        "insights": [
            insight_content(row) for row in insights.prefetch_related("findings")
        ],
        "findings": [
            finding_content(row)
            for row in findings.order_by("heading", "-observed_on", "pk")
        ],
        "potentials": [
            potential_content(row)
            for row in brief.potentials.select_related("segment", "territory", "family")
        ],
        "analyses": [
            _analysis(user, row, with_cells=with_grids)
            for row in brief.analyses.select_related("topic").order_by("pk")
        ],
    }


def insight_content(row: MarketInsight) -> dict[str, Any]:
    """Return an insight as data."""
    about = [row.segment, row.territory, row.family]
    return {
        "id": row.pk,
        "kind": row.kind,
        "axis": row.axis,
        "statement": row.statement,
        "analysis": row.analysis,
        "impact": row.impact,
        "likelihood": row.likelihood,
        "horizon": row.horizon,
        "decision": row.decision,
        "decision_reason": row.decision_reason,
        "about": [str(part) for part in about if part],
        "findings": [finding.title for finding in row.findings.all()],
    }


def finding_content(row: Finding) -> dict[str, Any]:
    """Return a finding as data."""
    return {
        "id": row.pk,
        "heading": row.heading,
        "title": row.title,
        "observed_on": row.observed_on.isoformat(),
        "source": row.source.name if row.source else row.source_text,
        "url": row.url,
        "reliability": row.reliability,
        "excerpt": row.excerpt,
        "about": row.organization.name if row.organization else "",
    }


def potential_content(row: MarketPotential) -> dict[str, Any]:
    """Return a potential as data, its margin left out."""
    about = [row.segment, row.territory, row.family]
    return {
        "id": row.pk,
        "title": row.title,
        "about": [str(part) for part in about if part],
        "accounts": row.accounts,
        "take_rate_percent": str(row.take_rate_percent),
        "basket": str(row.basket),
        "amount": str(row.amount),
        "currency": row.currency,
        "volume": str(row.volume) if row.volume is not None else "",
        "scores": [row.technical_score, row.commercial_score, row.financial_score],
        "assumptions": row.assumptions,
        "confidence": row.confidence,
        "as_of": row.as_of.isoformat(),
    }


def _analysis(user: User, row: Analysis, *, with_cells: bool) -> dict[str, Any]:
    cells = grid(row, drawn_insights(user, row)) if with_cells else []
    return {
        "id": row.pk,
        "method": row.method,
        "title": row.title,
        "conclusion": row.conclusion,
        "cells": {
            cell.code: cell.lines + [insight.statement for insight in cell.insights]
            for cell in cells
        },
    }
