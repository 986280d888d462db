"""A grid of analysis as it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from filon.accounts.models import User
from filon.watch.methods import cells_of
from filon.watch.models import Analysis, MarketInsight, WatchTopic


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: lines that were typed, insights that were drawn."""

    code: str
    label: str
    tone: str
    lines: list[str]
    insights: list[MarketInsight]
    is_drawn: bool

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not self.lines and not self.insights


def weighty(rows: QuerySet[MarketInsight]) -> QuerySet[MarketInsight]:
    """Order insights by impact × likelihood, the heaviest first."""
    return rows.annotate(weighs=F("impact") * F("likelihood")).order_by(
        "-weighs", "-pk"
    )


def insights_for(user: User, topic: WatchTopic | None) -> QuerySet[MarketInsight]:
    """Return the insights that were not dropped; of a topic, where one is given."""
    rows: QuerySet[MarketInsight] = MarketInsight.objects.visible_to(user)
    rows = rows.exclude(decision=MarketInsight.Decision.DROP)
    if topic is not None:
        of_topic = MarketInsight.objects.filter(findings__topic=topic)
        rows = rows.filter(pk__in=of_topic.values("pk"))
    return weighty(rows)


def drawn_insights(user: User, analysis: Analysis) -> list[MarketInsight]:
    """Return the insights that a grid draws: the chosen ones, else its topic's.

    Two queries at most.
    """
    chosen = weighty(
        MarketInsight.objects.visible_to(user).filter(analyses=analysis.pk)
    )
    return list(chosen) or list(insights_for(user, analysis.topic)[:60])


def grid(analysis: Analysis, insights: Sequence[MarketInsight]) -> list[GridCell]:
    """Return the cells of an analysis, what the market does drawn from insights."""
    return [
        GridCell(
            code=cell.code,
            label=str(cell.label),
            tone=cell.tone,
            lines=list(analysis.cells.get(cell.code, [])),
            insights=[i for i in insights if i.kind in cell.drawn],
            is_drawn=bool(cell.drawn),
        )
        for cell in cells_of(analysis.method)
    ]
