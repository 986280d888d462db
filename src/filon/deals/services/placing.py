"""Where a card stands in its column.

Positions are sparse: a card put between two others takes the middle of the gap. Only
when a gap is used up are the cards above it moved, in one statement.
"""

from __future__ import annotations

from django.db.models import F, QuerySet

from filon.accounts.models import User
from filon.deals.models import Deal

GAP = 1024


def position_on_top(stage: str) -> int:
    """Return the position above every card of a column."""
    first = Deal.objects.filter(stage=stage).order_by("position", "-pk").first()
    return first.position - GAP if first else 0


def position_at(*, user: User, deal: Deal, stage: str, index: int) -> int:
    """Return the position that shows `deal` as the card `index` of the column.

    :param index: 0 is the top, counted among the cards that `user` sees.
    """
    column = Deal.objects.visible_to(user).filter(stage=stage).exclude(pk=deal.pk)
    if index <= 0:
        return position_on_top(stage)
    above, below = _neighbours(column, index)
    if above is None:
        return position_on_top(stage)
    if below is None:
        return above + GAP
    if below - above < 2:
        _make_room(stage, above)
        above -= GAP
    return above + (below - above) // 2


def _neighbours(column: QuerySet[Deal], index: int) -> tuple[int | None, int | None]:
    """Return the positions of the cards that will stand above and below."""
    ordered = column.order_by("position", "-pk").values_list("position", flat=True)
    around = list(ordered[max(index - 1, 0) : index + 1])
    if around:
        return around[0], around[1] if len(around) > 1 else None
    last = column.order_by("-position", "pk").values_list("position", flat=True).first()
    return last, None


def _make_room(stage: str, position: int) -> None:
    """Move the cards down to `position` up by one gap, their order kept."""
    Deal.objects.filter(stage=stage, position__lte=position).update(
        position=F("position") - GAP
    )
