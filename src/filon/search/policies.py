"""Which entries a person may find: the reading scope, as marks and as columns."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from filon.accounts.models import (
    READS_ALL_SALES,
    READS_TEAM_SALES,
    User,
    team_ids_of,
)
from filon.search.expressions import Expression, either, mark
from filon.search.rows import SHARED_MARK, owner_mark, team_mark


@dataclass(frozen=True, slots=True)
class Reach:
    """The teams and owners whose records a person reads, beside the shared ones."""

    is_everything: bool = False
    teams: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()

    @property
    def expression(self) -> Expression | None:
        """The condition inside the search itself; None restricts nothing."""
        if self.is_everything:
            return None
        marks = [SHARED_MARK]
        marks += [team_mark(team) for team in self.teams]
        marks += [owner_mark(owner) for owner in self.owners]
        return either(mark(text) for text in marks)

    @property
    def condition(self) -> Q:
        """The same on the columns of the entries."""
        if self.is_everything:
            return Q()
        mine = Q(is_shared=True)
        if self.teams:
            mine |= Q(team_id__in=self.teams)
        if self.owners:
            mine |= Q(owner_id__in=self.owners)
        return mine


def reach_of(user: User) -> Reach | None:
    """Return what a person may find, None if nothing; as `accounts.scope_of` reads.

    No query for most; one for a manager (teams) and for a salesperson without a team
    (the people who report to them).
    """
    if not user.is_active:
        return None
    if user.role in READS_ALL_SALES:
        return Reach(is_everything=True)
    if user.role not in READS_TEAM_SALES:
        return None
    teams = team_ids_of(user)
    if teams:
        return Reach(teams=tuple(teams))
    reports = User.objects.filter(reports_to_id=user.pk).order_by("pk")
    return Reach(owners=(user.pk, *reports.values_list("pk", flat=True)))
