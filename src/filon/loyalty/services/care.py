"""Claims, vigilance and loyalty actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.accounts.policies import can_write_sales
from filon.directory.models import Organization
from filon.documents.services import next_number
from filon.journal.services import move, record, save_changes
from filon.kernel.clock import day_of
from filon.kernel.errors import DomainError
from filon.loyalty.lifecycle import ACTION, CLAIM, VIGILANCE
from filon.loyalty.models import Claim, LoyaltyAction, Vigilance


class NotYetAnswered(DomainError):
    """A claim cannot be closed without cause and action."""


class OneSubject(DomainError):
    """A vigilance is about a customer or a product."""


@transaction.atomic
def claim_open(
    *, organization: Organization, values: Mapping[str, Any], actor: User, now: datetime
) -> Claim:
    """Record that something went wrong for a customer."""
    _may_write(actor)
    claim = Claim.objects.create(
        organization=organization,
        ref=next_number(series="REC", on=day_of(now)),
        opened_on=day_of(now),
        **values,
        **ownership(actor, now),
    )
    record(
        target=claim,
        message=gettext_noop("Claim opened"),
        actor=actor,
        now=now,
        about=organization,
    )
    return claim


@transaction.atomic
def claim_treat(
    *, claim: Claim, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Write cause, action and cost; an open claim is in progress from then on."""
    _may_write(actor)
    save_changes(claim, values=values, actor=actor, now=now, about=claim.organization)
    if claim.status == Claim.Status.OPEN:
        move(
            claim,
            to=Claim.Status.IN_PROGRESS,
            transitions=CLAIM,
            actor=actor,
            now=now,
            message=gettext_noop("Claim taken in hand"),
            about=claim.organization,
        )


@transaction.atomic
def claim_close(*, claim: Claim, actor: User, now: datetime) -> None:
    """Close a claim.

    :raises NotYetAnswered: without a cause and an action.
    """
    _may_write(actor)
    if not claim.cause or not claim.action:
        raise NotYetAnswered(_("Write the cause and the action before closing."))
    move(
        claim,
        to=Claim.Status.CLOSED,
        transitions=CLAIM,
        actor=actor,
        now=now,
        message=gettext_noop("Claim closed"),
        about=claim.organization,
        closed_at=now,
    )


@transaction.atomic
def vigilance_declare(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> Vigilance:
    """Declare a critical customer or product under vigilance (C6-RES-2).

    :param values: organization or item, level, cause, measures, cadence_days and, when
        it follows from one, claim or survey. The first look is due after a cadence.
    :raises OneSubject: unless exactly one of organization and item is given.
    """
    _may_write(actor)
    subject = values.get("organization") or values.get("item")
    if bool(values.get("organization")) == bool(values.get("item")):
        raise OneSubject(_("Choose either a customer or a product."))
    vigilance = Vigilance.objects.create(
        **values,
        next_on=day_of(now) + timedelta(days=values.get("cadence_days", 30)),
        **ownership(actor, now),
    )
    record(
        target=vigilance,
        message=gettext_noop("Vigilance declared: %(cause)s"),
        params={"cause": vigilance.cause},
        actor=actor,
        now=now,
        about=subject,
    )
    _mark_critical(vigilance, is_critical=True)
    return vigilance


@transaction.atomic
def vigilance_review(
    *, vigilance: Vigilance, note: str, actor: User, now: datetime
) -> None:
    """Note a look at the subject; the next one is due after another cadence."""
    _may_write(actor)
    next_on: date = day_of(now) + timedelta(days=vigilance.cadence_days)
    save_changes(
        vigilance,
        values={"next_on": next_on, "measures": note or vigilance.measures},
        actor=actor,
        now=now,
        message=gettext_noop("Looked after"),
        # An item is read by every team: its own time line stays clear of this.
        about=vigilance.organization,
    )


@transaction.atomic
def vigilance_lift(*, vigilance: Vigilance, actor: User, now: datetime) -> None:
    """End a vigilance."""
    _may_write(actor)
    move(
        vigilance,
        to=Vigilance.Status.LIFTED,
        transitions=VIGILANCE,
        actor=actor,
        now=now,
        message=gettext_noop("Vigilance lifted"),
        about=vigilance.organization,
    )
    _mark_critical(vigilance, is_critical=False)


@transaction.atomic
def loyalty_action_plan(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> LoyaltyAction:
    """Plan something to keep or grow a customer."""
    _may_write(actor)
    action = LoyaltyAction.objects.create(**values, **ownership(actor, now))
    record(
        target=action,
        message=gettext_noop("Loyalty action planned: %(title)s"),
        params={"title": action.title},
        actor=actor,
        now=now,
        about=action.organization,
    )
    return action


@transaction.atomic
def loyalty_action_done(
    *, action: LoyaltyAction, result: str, actor: User, now: datetime
) -> None:
    """Note that a loyalty action took place, and what came of it."""
    _may_write(actor)
    move(
        action,
        to=LoyaltyAction.Status.DONE,
        transitions=ACTION,
        actor=actor,
        now=now,
        message=gettext_noop("Loyalty action done"),
        about=action.organization,
        done_on=day_of(now),
        result=result,
    )


def _mark_critical(vigilance: Vigilance, *, is_critical: bool) -> None:
    """Keep the mark of the customer or item in step with its vigilances."""
    subject = vigilance.organization or vigilance.item
    if subject is None:
        return
    if not is_critical:
        is_critical = subject.vigilances.filter(status=Vigilance.Status.ACTIVE).exists()
    type(subject)._base_manager.filter(pk=subject.pk).update(is_critical=is_critical)


def _may_write(actor: User) -> None:
    if not can_write_sales(actor):
        raise PermissionDenied
