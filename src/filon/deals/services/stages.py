"""A deal on its way: moved, won, lost, taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.deals import policies
from filon.deals.lifecycle import DEAL, OPEN, USUAL_PROBABILITY
from filon.deals.models import Deal
from filon.deals.services.placing import position_at, position_on_top
from filon.directory.models import Organization
from filon.journal import services as journal
from filon.journal.services import EditConflict
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import Transitions, may_advance
from filon.plans.lifecycle import TARGET
from filon.plans.models import PlanTarget

D = Deal


class WonByOfferOnly(DomainError):
    """Nobody drags a deal to Won: an accepted offer wins it."""


class ReasonMissing(DomainError):
    """A lost deal needs its reason."""


class RivalMissing(DomainError):
    """Nobody says who won, by how much, or who told us."""


class StageUnknown(DomainError):
    """There is no such column."""


class GapRefused(DomainError):
    """The price gap is not a percentage."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a deal was lost, to whom, and how far their price was from ours.

    :param price_gap_percent: positive where ours was dearer.
    :param told_by: who told us.
    :param is_rival_unknown, is_gap_unknown: nobody could say, after all.
    """

    reason: str
    comment: str = ""
    lost_to: Organization | None = None
    price_gap_percent: Decimal | None = None
    told_by: str = ""
    is_rival_unknown: bool = False
    is_gap_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Win:
    """Why a deal was won, against whom, and how far their price was from ours.

    :param price_gap_percent: positive where ours was dearer.
    """

    reason: str
    comment: str = ""
    won_against: Organization | None = None
    price_gap_percent: Decimal | None = None
    told_by: str = ""
    is_rival_unknown: bool = False
    is_gap_unknown: bool = False


# Nobody else got the order.
WITHOUT_RIVAL = frozenset({D.LostReason.ABANDONED, D.LostReason.NO_ANSWER})


@transaction.atomic
def deal_move(
    *,
    deal: Deal,
    stage: str,
    position: int,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Put a deal in a column of the board, as the card `position` (0 is the top).

    :param expected_version: the version on the mover's board; None skips the check.
    :raises WonByOfferOnly: towards Won.
    :raises ReasonMissing: towards Lost; `deal_lose` takes the reason.
    :raises EditConflict: if somebody moved or changed the deal meanwhile.
    :raises TransitionRefused: if the deal is closed.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, deal):
        raise PermissionDenied
    _check_open_stage(stage)
    _claim(deal, expected_version)
    place = position_at(user=actor, deal=deal, stage=stage, index=position)
    if stage == deal.stage:
        # Order is how one looks at the board, not a fact about the deal.
        D.objects.filter(pk=deal.pk).update(position=place)
        deal.refresh_from_db()
        return
    # The claim has raised the version already.
    _move(deal, to=stage, actor=actor, now=now, position=place, version=F("version"))


def deal_advance(*, deal: Deal, to: str, actor: User | None, now: datetime) -> bool:
    """Bring an open deal forward to a stage that its work has reached.

    :returns: False if it is there already, further on, or closed; nothing is written.
    """
    if deal.stage not in OPEN or OPEN.index(deal.stage) >= OPEN.index(to):
        return False
    _move(deal, to=to, actor=actor, now=now, position=position_on_top(to))
    return True


@transaction.atomic
def deal_win(
    *,
    deal: Deal,
    actor: User | None,
    now: datetime,
    amount: Decimal | None = None,
    actor_name: str = "",
) -> bool:
    """Mark a deal won; called by the acceptance of an offer or its order.

    :param amount: what was ordered, in the deal's currency; None keeps the estimate.
    :param actor_name: the customer, when they accepted through their link.
    :returns: False if it was won before; nothing is written then.
    """
    deal.refresh_from_db()
    if deal.stage == D.Stage.WON:
        return False
    changes: dict[str, Any] = {} if amount is None else {"amount": amount}
    _move(
        deal,
        to=D.Stage.WON,
        actor=actor,
        actor_name=actor_name,
        now=now,
        position=position_on_top(D.Stage.WON),
        won_at=now,
        lost_at=None,
        lost_reason="",
        lost_to=None,
        won_reason="",
        price_gap_percent=None,
        told_by="",
        **changes,
    )
    _win_target(deal, actor=actor, actor_name=actor_name, now=now)
    return True


def _win_target(
    deal: Deal, *, actor: User | None, actor_name: str, now: datetime
) -> None:
    """Mark the target of the plan won, which the deal came from."""
    target = deal.plan_target
    if target is None or not may_advance(target.status, PlanTarget.Status.WON, TARGET):
        return
    journal.move(
        target,
        to=PlanTarget.Status.WON,
        transitions=TARGET,
        actor=actor,
        actor_name=actor_name,
        now=now,
        message=gettext_noop("Target won"),
        about=target.plan,
    )


@transaction.atomic
def deal_lose(*, deal: Deal, loss: Loss, actor: User, now: datetime) -> None:
    """Close a deal as lost.

    :raises ReasonMissing: without a reason.
    :raises RivalMissing: without rival, gap and who told us, unless the project was
        abandoned or remained unanswered, or it is said that nobody knows.
    :raises GapRefused: if the gap is beyond ±100 %.
    :raises TransitionRefused: if it was closed meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, deal):
        raise PermissionDenied
    if loss.reason not in D.LostReason.values:
        raise ReasonMissing(_("Say why the deal is lost."))
    if loss.reason not in WITHOUT_RIVAL:
        _check_learnt(
            rival=loss.lost_to,
            gap=loss.price_gap_percent,
            told_by=loss.told_by,
            is_rival_unknown=loss.is_rival_unknown,
            is_gap_unknown=loss.is_gap_unknown,
        )
    gap = _checked_gap(loss.price_gap_percent)
    _move(
        deal,
        to=D.Stage.LOST,
        actor=actor,
        now=now,
        position=position_on_top(D.Stage.LOST),
        lost_at=now,
        lost_reason=loss.reason,
        lost_to=loss.lost_to,
        price_gap_percent=gap,
        told_by=loss.told_by.strip(),
        closed_comment=loss.comment.strip(),
    )


@transaction.atomic
def deal_debrief(*, deal: Deal, win: Win, actor: User, now: datetime) -> None:
    """Say why a won deal was won, against whom, and by what gap.

    :raises ReasonMissing: without a reason.
    :raises RivalMissing: without rival, gap and who told us, unless there was no rival
        or it is said that nobody knows.
    :raises GapRefused: if the gap is beyond ±100 %.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_debrief(actor, deal):
        raise PermissionDenied
    if win.reason not in D.WonReason.values:
        raise ReasonMissing(_("Say why the deal was won."))
    if win.reason != D.WonReason.ALONE:
        _check_learnt(
            rival=win.won_against,
            gap=win.price_gap_percent,
            told_by=win.told_by,
            is_rival_unknown=win.is_rival_unknown,
            is_gap_unknown=win.is_gap_unknown,
        )
    D.objects.filter(pk=deal.pk).update(
        won_reason=win.reason,
        won_against=win.won_against,
        price_gap_percent=_checked_gap(win.price_gap_percent),
        told_by=win.told_by.strip(),
        closed_comment=win.comment.strip(),
        updated_at=now,
        version=F("version") + 1,
    )
    deal.refresh_from_db()
    journal.record(
        target=deal,
        message=gettext_noop("What was learnt from the win is noted"),
        actor=actor,
        now=now,
        about=deal.organization,
    )


def _check_learnt(
    *,
    rival: Organization | None,
    gap: Decimal | None,
    told_by: str,
    is_rival_unknown: bool,
    is_gap_unknown: bool,
) -> None:
    if rival is None and not is_rival_unknown:
        raise RivalMissing(
            _("Name the rival, or say that nobody knows who the customer compared.")
        )
    if gap is None and not is_gap_unknown:
        raise RivalMissing(_("Give the price gap, or say that nobody knows it."))
    if not told_by.strip() and not (is_rival_unknown and is_gap_unknown):
        raise RivalMissing(_("Say who told us: a figure without a source is a guess."))


def _checked_gap(gap: Decimal | None) -> Decimal | None:
    if gap is not None and abs(gap) > 100:
        raise GapRefused(_("The price gap is a percentage between −100 and 100."))
    return gap


@transaction.atomic
def deal_reopen(
    *,
    deal: Deal,
    actor: User,
    now: datetime,
    stage: str = D.Stage.QUALIFICATION,
) -> None:
    """Take a lost deal up again; why it was lost stays in its history.

    :raises TransitionRefused: if it is not lost any more.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    _check_open_stage(stage)
    if deal.stage == D.Stage.LOST and not policies.can_reopen(actor, deal):
        raise PermissionDenied
    lost_only: Transitions = {D.Stage.LOST: DEAL[D.Stage.LOST]}
    journal.move(
        deal,
        to=stage,
        transitions=lost_only,
        field="stage",
        actor=actor,
        now=now,
        message=gettext_noop("Taken up again"),
        about=deal.organization,
        position=position_on_top(stage),
        probability_percent=USUAL_PROBABILITY[stage],
        lost_at=None,
        lost_reason="",
        lost_to=None,
        price_gap_percent=None,
        told_by="",
        updated_at=now,
        version=F("version") + 1,
    )


def _check_open_stage(stage: str) -> None:
    if stage == D.Stage.WON:
        raise WonByOfferOnly(
            _(
                "An accepted offer wins a deal. Open the deal and record the acceptance"
                " on its offer."
            )
        )
    if stage == D.Stage.LOST:
        raise ReasonMissing(
            _("Say why the deal is lost: open the deal and choose “Lost”.")
        )
    if stage not in OPEN:
        raise StageUnknown(_("There is no such stage."))


def _claim(deal: Deal, expected_version: int | None) -> None:
    """Let one of two movers win; the row stays ours until the transaction ends."""
    rows = D.objects.filter(pk=deal.pk, deleted_at=None)
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(version=F("version") + 1):
        raise EditConflict(
            _("Somebody moved or changed this deal meanwhile. Look at the board again.")
        )
    deal.refresh_from_db()


def _move(
    deal: Deal,
    *,
    to: str,
    actor: User | None,
    now: datetime,
    actor_name: str = "",
    **changes: Any,
) -> None:
    journal.move(
        deal,
        to=to,
        transitions=DEAL if to == D.Stage.WON else _from_open(),
        field="stage",
        actor=actor,
        actor_name=actor_name,
        now=now,
        message=_MESSAGES[to],
        about=deal.organization,
        updated_at=now,
        probability_percent=_probability(deal, to),
        **{"version": F("version") + 1, **changes},
    )


def _from_open() -> dict[str, frozenset[str]]:
    return {stage: DEAL[stage] for stage in OPEN}


def _probability(deal: Deal, to: str) -> int:
    """Follow the stage, unless a person has said something else."""
    is_usual = deal.probability_percent == USUAL_PROBABILITY.get(deal.stage)
    if is_usual or to not in OPEN:
        return USUAL_PROBABILITY[to]
    return deal.probability_percent


_MESSAGES: dict[str, str] = {
    D.Stage.QUALIFICATION: gettext_noop("Back to qualification"),
    D.Stage.STUDY: gettext_noop("Technical study begun"),
    D.Stage.OFFER: gettext_noop("At the stage of the offer"),
    D.Stage.NEGOTIATION: gettext_noop("In negotiation"),
    D.Stage.WON: gettext_noop("Won"),
    D.Stage.LOST: gettext_noop("Lost"),
}
