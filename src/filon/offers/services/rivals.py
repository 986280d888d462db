"""What rivals offer of each requirement, our arguments, and answers to objections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.deals.models import CompetitiveBid
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers import policies
from filon.offers.models import (
    AdequacyCheck,
    Argument,
    BidLevel,
    Objection,
    Offer,
    OfferRevision,
)
from filon.offers.services.revisions import revision_update


class ArgumentRefused(DomainError):
    """The argument or objection belongs to another need or deal, or has no words."""


@transaction.atomic
def bid_levels_set(
    *,
    offer: Offer,
    bid: CompetitiveBid,
    levels: Mapping[int, tuple[str, str]],
    actor: User,
    now: datetime,
) -> None:
    """Say how a rival answers the requirements of the need.

    :param levels: by requirement: verdict and what is offered; an open verdict without
        words forgets the row.
    :raises ArgumentRefused: if the rival offer is on another deal.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    if bid.deal_id != offer.deal_id or offer.need is None:
        raise ArgumentRefused(_("This rival offer is on another deal."))
    known = set(offer.need.requirements.values_list("pk", flat=True))
    for requirement, (verdict, offered) in levels.items():
        if requirement not in known:
            continue
        words = offered.strip()[:200]
        rows = BidLevel.objects.filter(bid=bid, requirement=requirement)
        if verdict == AdequacyCheck.Verdict.OPEN and not words:
            rows.delete()
            continue
        BidLevel.objects.update_or_create(
            bid=bid,
            requirement_id=requirement,
            defaults={"verdict": verdict, "offered": words},
        )
    record(
        target=offer,
        message=gettext_noop("Levels of %(competitor)s noted"),
        params={"competitor": str(bid.competitor)},
        actor=actor,
        now=now,
        about=offer.deal,
    )


@transaction.atomic
def argument_save(
    *,
    offer: Offer,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    argument: Argument | None = None,
) -> Argument:
    """Write an argument, or change it.

    :raises ArgumentRefused: if its requirement belongs to another need.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    requirement = values.get("requirement")
    if requirement is not None and requirement.need_id != offer.need_id:
        raise ArgumentRefused(_("This requirement belongs to another need."))
    row = argument or Argument(offer=offer)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _noted(offer, gettext_noop("Argument: %(text)s"), row.characteristic, actor, now)
    return row


@transaction.atomic
def objection_save(
    *,
    offer: Offer,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    objection: Objection | None = None,
) -> Objection:
    """Write an objection with our answer, or change it.

    :raises ArgumentRefused: if its rival offer is on another deal.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    bid = values.get("bid")
    if bid is not None and bid.deal_id != offer.deal_id:
        raise ArgumentRefused(_("This rival offer is on another deal."))
    row = objection or Objection(offer=offer)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _noted(offer, gettext_noop("Objection: %(text)s"), row.text, actor, now)
    return row


@transaction.atomic
def argument_remove(*, row: Argument | Objection, actor: User, now: datetime) -> None:
    """Take an argument or an objection out."""
    if not policies.can_create(actor):
        raise PermissionDenied
    _noted(row.offer, gettext_noop("Taken out: %(text)s"), str(row), actor, now)
    row.delete()


_SIDES = {
    Argument.Side.TECHNICAL: "technical_argument",
    Argument.Side.FINANCIAL: "financial_argument",
    Argument.Side.SERVICE: "service_argument",
}


@transaction.atomic
def argument_use(
    *, argument: Argument, revision: OfferRevision, actor: User, now: datetime
) -> None:
    """Put an argument into the letter of a draft, once, under its side.

    :raises RevisionFrozen: if the revision was sent.
    """
    name = _SIDES[Argument.Side(argument.side)]
    said = str(getattr(revision, name))
    sentence = argument_words(argument)
    if sentence in said:
        return
    text = f"{said.rstrip()}\n\n{sentence}".strip()
    revision_update(revision=revision, values={name: text}, actor=actor, now=now)


def argument_words(argument: Argument) -> str:
    """Write an argument as the customer reads it."""
    parts = [argument.characteristic, argument.advantage, argument.benefit]
    sentence = " – ".join(part.strip().rstrip(".") for part in parts if part.strip())
    proof = f" ({argument.proof.strip()})" if argument.proof.strip() else ""
    return f"{sentence}{proof}."


def _noted(offer: Offer, message: str, text: str, actor: User, now: datetime) -> None:
    record(
        target=offer,
        message=message,
        params={"text": text[:120]},
        actor=actor,
        now=now,
        about=offer.deal,
    )
