"""Rival offers on a deal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.deals import policies
from filon.deals.lifecycle import BID
from filon.deals.models import CompetitiveBid, Deal
from filon.journal.services import move, record
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.watch.models import CompetitorOffer, Finding, Heading
from filon.watch.services import competitor_offer_create, finding_create

B = CompetitiveBid


class BidRefused(DomainError):
    """The rival offer comes from the customer, or from nobody."""


class AlreadyPublished(DomainError):
    """The watch knows this rival offer already."""


@transaction.atomic
def bid_add(
    *, deal: Deal, values: Mapping[str, Any], actor: User, now: datetime
) -> CompetitiveBid:
    """Note what a rival offers on this deal.

    :param values: fields of CompetitiveBid; `competitor` and `observed_on` are
        required.
    :raises BidRefused: if the competitor is the customer, or the day lies ahead.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, deal):
        raise PermissionDenied
    if values["competitor"].pk == deal.organization_id:
        raise BidRefused(_("The customer is not their own rival."))
    if values["observed_on"] > clock.day_of(now):
        raise BidRefused(_("A rival offer cannot be heard of in the future."))
    bid = B.objects.create(**{"deal": deal, "currency": deal.currency, **values})
    record(
        target=deal,
        message=gettext_noop("Rival offer of %(competitor)s noted"),
        params={"competitor": str(bid.competitor)},
        actor=actor,
        now=now,
        about=bid.competitor,
    )
    return bid


@transaction.atomic
def bid_settle(*, bid: CompetitiveBid, to: str, actor: User, now: datetime) -> None:
    """Say whether a rival offer was confirmed or withdrawn.

    :raises TransitionRefused: if that was said before.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, bid.deal):
        raise PermissionDenied
    move(
        bid,
        to=to,
        transitions=BID,
        actor=actor,
        now=now,
        message=gettext_noop("Rival offer confirmed")
        if to == B.Status.CONFIRMED
        else gettext_noop("Rival offer withdrawn"),
        about=bid.deal,
    )


@transaction.atomic
def bid_publish(*, bid: CompetitiveBid, actor: User, now: datetime) -> CompetitorOffer:
    """Hand a rival offer over to the watch: a finding and the competitor's offer.

    The customer is named in neither: the whole house reads them.

    :raises AlreadyPublished: if the watch has it; nothing is written.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, bid.deal):
        raise PermissionDenied
    locked = B.objects.select_for_update(of=("self",)).get(pk=bid.pk)
    if locked.published_as_id is not None:
        raise AlreadyPublished(_("The watch knows this rival offer already."))
    finding = _finding(bid, actor=actor, now=now)
    offer = competitor_offer_create(
        values={
            "competitor": bid.competitor,
            "product": bid.product or _("Offer heard on a deal"),
            "price": bid.price,
            "currency": bid.currency,
            "lead_time_days": bid.lead_time_days,
            "strengths": bid.strengths,
            "weaknesses": bid.weaknesses,
            "evidence": bid.source or _("Heard on a deal"),
            "observed_on": bid.observed_on,
            "finding": finding,
        },
        actor=actor,
        now=now,
    )
    B.objects.filter(pk=bid.pk).update(published_as=offer)
    bid.refresh_from_db()
    record(
        target=bid.deal,
        message=gettext_noop("Rival offer of %(competitor)s handed to the watch"),
        params={"competitor": str(bid.competitor)},
        actor=actor,
        now=now,
    )
    return offer


def _finding(bid: CompetitiveBid, *, actor: User, now: datetime) -> Finding:
    title = _("Offer of %(competitor)s: %(product)s") % {
        "competitor": bid.competitor,
        "product": bid.product or "–",
    }
    return finding_create(
        values={
            "title": title[:300],
            "observed_on": bid.observed_on,
            "heading": Heading.COMPETITION,
            "excerpt": bid.strengths,
            "source_text": (bid.source or _("Heard on a deal"))[:300],
            "organization": bid.competitor,
        },
        actor=actor,
        now=now,
    )
