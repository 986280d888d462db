"""Reading what happens after the sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, Q, QuerySet

from filon.accounts.models import User
from filon.loyalty.models import (
    Claim,
    LoyaltyAction,
    SatisfactionResponse,
    SatisfactionSurvey,
    Vigilance,
)

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How content customers are: answers, mean, net promoter score (−100 to 100)."""

    answers: int
    mean: float | None
    promoters: int
    detractors: int

    @property
    def net_score(self) -> int | None:
        """Share of 9–10 minus share of 0–6, in points."""
        if not self.answers:
            return None
        return round(100 * (self.promoters - self.detractors) / self.answers)


@dataclass(frozen=True, slots=True)
class LoyaltyHome:
    """What the page of loyalty shows, read in five queries."""

    satisfaction: Satisfaction
    surveys: Sequence[SatisfactionSurvey]
    claims: Sequence[Claim]
    vigilances: Sequence[Vigilance]
    actions: Sequence[LoyaltyAction]


def surveys(user: User) -> QuerySet[SatisfactionSurvey]:
    """Return the surveys that a person may read."""
    rows = SatisfactionSurvey.objects.visible_to(user)
    return rows.select_related("organization", "contact", "order", "response")


def claims(user: User) -> QuerySet[Claim]:
    """Return the claims that a person may read."""
    return Claim.objects.visible_to(user).select_related(
        "organization", "order", "item", "owner"
    )


def vigilances(user: User) -> QuerySet[Vigilance]:
    """Return the vigilances that a person may read."""
    return Vigilance.objects.visible_to(user).select_related(
        "organization", "item", "owner"
    )


def actions(user: User) -> QuerySet[LoyaltyAction]:
    """Return the loyalty actions that a person may read."""
    return LoyaltyAction.objects.visible_to(user).select_related(
        "organization", "owner"
    )


def loyalty_home(*, user: User, on: date) -> LoyaltyHome:
    """Return what needs care, each list at most SHOWN long."""
    open_surveys = surveys(user).filter(
        status__in=[SatisfactionSurvey.Status.PLANNED, SatisfactionSurvey.Status.SENT]
    )
    return LoyaltyHome(
        satisfaction=satisfaction(user),
        surveys=list(open_surveys.order_by("due_on", "pk")[:SHOWN]),
        claims=list(
            claims(user)
            .exclude(status=Claim.Status.CLOSED)
            .order_by("-severity", "opened_on", "pk")[:SHOWN]
        ),
        vigilances=list(
            vigilances(user)
            .filter(status=Vigilance.Status.ACTIVE)
            .order_by("next_on", "pk")[:SHOWN]
        ),
        actions=list(
            actions(user)
            .filter(status=LoyaltyAction.Status.PLANNED)
            .order_by("planned_on", "pk")[:SHOWN]
        ),
    )


def satisfaction(
    user: User, *, since: date | None = None, until: date | None = None
) -> Satisfaction:
    """Return how content the customers of a person's scope are, in a period."""
    rows = SatisfactionResponse.objects.filter(
        survey__in=SatisfactionSurvey.objects.visible_to(user)
    )
    if since:
        rows = rows.filter(answered_at__date__gte=since)
    if until:
        rows = rows.filter(answered_at__date__lte=until)
    counted = rows.aggregate(
        answers=Count("pk"),
        mean=Avg("recommendation"),
        promoters=Count("pk", filter=Q(recommendation__gte=9)),
        detractors=Count("pk", filter=Q(recommendation__lte=6)),
    )
    return Satisfaction(**counted)
