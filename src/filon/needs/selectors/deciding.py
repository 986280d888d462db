"""The grid in force, how a need was assessed, and how often such deals are won."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, QuerySet

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.needs import gonogo
from filon.needs.models import GoNoGo, GoNoGoGrid, Need, ValueCase

ENOUGH = 10
_LOWEST, _HIGHEST = Decimal("0.5"), Decimal(2)


@dataclass(frozen=True, slots=True)
class WinHistory:
    """How many of the closed deals that resemble this one were won.

    :ivar like: "amount", "segment" or "all": what they have in common with it.
    :ivar percent: won of closed, None where fewer than ten were closed.
    """

    like: str
    won: int
    closed: int

    @property
    def percent(self) -> Decimal | None:
        """The rate of success; none is invented from a handful."""
        if self.closed < ENOUGH:
            return None
        rate = Decimal(100 * self.won) / self.closed
        return rate.quantize(Decimal(1), ROUND_HALF_UP)


def grid_in_force() -> tuple[gonogo.Grid, int]:
    """Return the latest edition of the grid with its number, 0 for the default."""
    latest = GoNoGoGrid.objects.order_by("-version").first()
    if latest is None:
        return gonogo.DEFAULT, 0
    return gonogo.grid_from(latest.content), latest.version


def assessments_of(need: Need) -> list[GoNoGo]:
    """Return how the need was assessed, the latest first."""
    rows = need.assessments.select_related("assessed_by")
    return list(rows.order_by("-assessed_at", "-pk")[:10])


def win_history(*, user: User, deal: Deal) -> WinHistory:
    """Return the history nearest to a deal that is large enough; one query.

    Same segment and half to twice the amount, else same segment, else all that this
    person may read.
    """
    closed = Q(stage__in=[Deal.Stage.WON, Deal.Stage.LOST])
    won = Q(stage=Deal.Stage.WON)
    segment = Q(organization__segment=deal.organization.segment_id)
    amount = deal.amount or Decimal(0)
    near = segment & Q(amount__gte=amount * _LOWEST, amount__lte=amount * _HIGHEST)
    groups = {"amount": near, "segment": segment, "all": Q()}
    if deal.organization.segment_id is None:
        groups = {"all": Q()}
    rows: QuerySet[Deal] = Deal.objects.visible_to(user)
    counts = rows.filter(closed).aggregate(
        **{
            f"{name}_won": Count("pk", filter=rule & won)
            for name, rule in groups.items()
        },
        **{
            f"{name}_all": Count("pk", filter=rule & closed)
            for name, rule in groups.items()
        },
    )
    found = [
        WinHistory(name, counts[f"{name}_won"], counts[f"{name}_all"])
        for name in groups
    ]
    return next((one for one in found if one.closed >= ENOUGH), found[-1])


def value_cases_of(need: Need) -> list[ValueCase]:
    """Return the value cases with their inputs; two queries."""
    return list(need.value_cases.prefetch_related("inputs").order_by("pk"))
