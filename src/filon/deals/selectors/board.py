"""The pipeline as a board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum

from filon.accounts.models import User
from filon.deals.lifecycle import CLOSED, OPEN
from filon.deals.models import Deal

CARDS = 20
CLOSED_CARDS = 10


@dataclass(slots=True)
class BoardColumn:
    """One stage: how many deals, their sum per currency, the first cards."""

    stage: str
    count: int = 0
    totals: dict[str, Decimal] = field(default_factory=dict)
    cards: list[Deal] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """How many deals are not among the cards."""
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """The columns in the order of the work."""

    columns: Sequence[BoardColumn]

    @property
    def is_empty(self) -> bool:
        """Whether there is no deal at all."""
        return not any(column.count for column in self.columns)


def board(*, user: User, owner: User | None = None, with_closed: bool = False) -> Board:
    """Return the columns with their totals and first cards, in two queries.

    :param owner: only this person's deals.
    :param with_closed: the columns Won and Lost too.
    """
    stages = [*OPEN, *CLOSED] if with_closed else [*OPEN]
    columns = {stage: BoardColumn(stage) for stage in stages}
    mine = Q(owner=owner) if owner else Q()
    # One reading of the scope: a manager's teams are asked for once.
    rows = Deal.objects.visible_to(user).filter(mine)
    figures = (
        rows.filter(stage__in=stages)
        .order_by()
        .values("stage", "currency")
        .annotate(number=Count("pk"), total=Sum("amount"))
    )
    for line in figures:
        column = columns[line["stage"]]
        column.count += line["number"]
        if line["total"]:
            column.totals[line["currency"]] = line["total"]
    first = Q()
    for stage in stages:
        limit = CLOSED_CARDS if stage in CLOSED else CARDS
        ordered = rows.filter(stage=stage).order_by("position", "-pk")
        first |= Q(pk__in=ordered.values("pk")[:limit])
    cards = Deal.objects.filter(first).select_related("organization", "owner")
    for deal in cards.order_by("position", "-pk"):
        columns[deal.stage].cards.append(deal)
    return Board(list(columns.values()))
