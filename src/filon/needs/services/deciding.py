"""Weighing whether to answer, on the company's grid."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.policies import can_manage
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.needs import gonogo, policies
from filon.needs.models import GoNoGo, GoNoGoGrid, Need
from filon.needs.selectors.deciding import grid_in_force
from filon.needs.services.guards import require_draft


class AssessmentRefused(DomainError):
    """A note is missing, or the conditions are not written."""


class GridRefused(DomainError):
    """The weights do not make a hundred, or the thresholds are upside down."""


@dataclass(frozen=True, slots=True)
class Prospects:
    """What answering may bring: rate in percent, amounts in the need's currency."""

    win_percent: Decimal | None = None
    win_source: str = ""
    expected_margin: Decimal | None = None
    answer_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """What was given on the grid: 0 to 5 for each criterion, with comments."""

    notes: Mapping[str, int]
    comments: Mapping[str, str] = field(default_factory=dict)
    knocked_out: Collection[str] = ()
    conditions: str = ""


@transaction.atomic
def need_assess(
    *,
    need: Need,
    given: Notes,
    actor: User,
    now: datetime,
    prospects: Prospects | None = None,
) -> GoNoGo:
    """Weigh a need on the grid in force; earlier assessments stay.

    An expected margin below zero knocks out by itself.

    :raises AssessmentRefused: if a criterion lacks its note from 0 to 5.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    may_bring = prospects or Prospects()
    grid, _version = grid_in_force()
    try:
        score = gonogo.score_of(
            {row.code: row.weight for row in grid.criteria}, given.notes
        )
    except ValueError as error:
        raise AssessmentRefused(_("Give each criterion a note from 0 to 5.")) from error
    known = {row.code for row in grid.knock_outs}
    knocked_out = sorted(known & set(given.knocked_out))
    margin = may_bring.expected_margin
    if margin is not None and margin < 0 and gonogo.MARGIN not in knocked_out:
        knocked_out.append(gonogo.MARGIN)
    advice = gonogo.advice_of(
        score,
        knocked_out,
        go_from=grid.go_from,
        conditional_from=grid.conditional_from,
    )
    labels = {
        row.code: row.label for row in (*gonogo.DEFAULT.knock_outs, *grid.knock_outs)
    }
    made = GoNoGo.objects.create(
        need=need,
        rows=[
            {
                "code": row.code,
                "label": row.label,
                "weight": row.weight,
                "note": given.notes[row.code],
                "comment": given.comments.get(row.code, "").strip()[:300],
            }
            for row in grid.criteria
        ],
        knocked_out=[{"code": code, "label": labels[code]} for code in knocked_out],
        score=score,
        advice=advice,
        conditions=given.conditions.strip(),
        win_percent=may_bring.win_percent,
        win_source=may_bring.win_source.strip()[:300],
        expected_margin=margin,
        answer_cost=may_bring.answer_cost,
        assessed_at=now,
        assessed_by=actor,
    )
    record(
        target=need,
        message=gettext_noop("Assessed on the go/no-go grid: %(score)s of 100"),
        params={"score": f"{score:f}"},
        actor=actor,
        now=now,
    )
    return made


@transaction.atomic
def grid_save(*, grid: gonogo.Grid, actor: User, now: datetime) -> GoNoGoGrid:
    """Put a new edition of the grid in force; earlier assessments keep theirs.

    :raises GridRefused: unless weights make 100, codes differ, and the thresholds are
        in order between 0 and 100.
    :raises PermissionDenied: if `actor` leads no salespeople.
    """
    if not can_manage(actor):
        raise PermissionDenied
    weights = [row.weight for row in grid.criteria]
    if sum(weights) != 100 or any(weight < 0 for weight in weights):
        raise GridRefused(
            _("The weights make %(sum)s; they must make 100.") % {"sum": sum(weights)}
        )
    if not 0 <= grid.conditional_from <= grid.go_from <= 100:
        raise GridRefused(_("“Under conditions” begins below “go”, between 0 and 100."))
    for rows in (grid.criteria, grid.knock_outs):
        if len({row.code for row in rows}) < len(rows):
            raise GridRefused(_("Two rows have the same code."))
    last = GoNoGoGrid.objects.aggregate(last=Max("version"))["last"] or 0
    made = GoNoGoGrid.objects.create(
        version=last + 1,
        content=gonogo.grid_data(grid),
        created_at=now,
        created_by=actor,
    )
    record(
        target=made,
        message=gettext_noop("Go/no-go grid: edition %(version)s"),
        params={"version": made.version},
        actor=actor,
        now=now,
    )
    return made


def check_go(need: Need, actor: User) -> None:
    """Refuse a go that the latest assessment leaves to somebody else, or forbids.

    :raises GoRefused: knocked out, or below the score from which one simply answers.
    """
    latest = need.assessments.order_by("-assessed_at", "-pk").first()
    if latest is None or latest.advice == GoNoGo.Advice.GO:
        return
    if latest.knocked_out:
        raise GoRefused(
            _("Knocked out: %(reasons)s. Lift it on the grid before you go.")
            % {"reasons": ", ".join(_(row["label"]) for row in latest.knocked_out)}
        )
    if not policies.can_go_under_conditions(actor):
        raise GoRefused(
            _("The grid gives %(score)s of 100: your manager decides.")
            % {"score": f"{latest.score:f}"}
        )
    if latest.advice == GoNoGo.Advice.CONDITIONAL and not latest.conditions:
        raise GoRefused(_("List the conditions on the grid before you go."))


class GoRefused(DomainError):
    """The assessment forbids to answer, or leaves it to a manager."""
