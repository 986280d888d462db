"""Deals: opened, changed, put in the trash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.deals import indexing, policies
from filon.deals.lifecycle import CLOSED, USUAL_PROBABILITY
from filon.deals.models import Deal, DealRole
from filon.deals.services.placing import position_on_top
from filon.directory.models import Contact
from filon.journal import services as journal
from filon.kernel.errors import DomainError
from filon.plans.models import PlanTarget
from filon.search import services as search
from filon.watch.models import MarketInsight

D = Deal
MAX_ROLES = 20


class DealRefused(DomainError):
    """The deal lacks its title, or its company cannot have one."""


@transaction.atomic
def deal_create(*, values: Mapping[str, Any], actor: User, now: datetime) -> Deal:
    """Open a deal at the top of its column; it belongs to `actor`.

    The people of the company who have a buying role take it in the deal.

    :param values: fields of Deal; `title` and `organization` are required, `stage`
        may be any open one.
    :raises DealRefused: without a title, or if it would start closed.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    title = str(values.get("title", "")).strip()
    stage = values.get("stage") or D.Stage.QUALIFICATION
    if not title:
        raise DealRefused(_("Give the deal a title."))
    if stage in CLOSED:
        raise DealRefused(_("A deal starts open; it is won or lost afterwards."))
    organization = values["organization"]
    fields = ownership(actor, now)
    fields["team_id"] = fields["team_id"] or organization.team_id
    deal = D.objects.create(
        **{
            **fields,
            "currency": organization.currency,
            "probability_percent": USUAL_PROBABILITY[stage],
            **values,
            "title": title,
            "stage": stage,
            "position": position_on_top(stage),
        }
    )
    _copy_roles(deal)
    journal.record(
        target=deal,
        message=gettext_noop("Deal “%(title)s” opened"),
        params={"title": deal.title},
        actor=actor,
        now=now,
        about=organization,
    )
    search.index([indexing.deal_row(deal)])
    return deal


def deal_from_target(
    *, target: PlanTarget, title: str, actor: User, now: datetime
) -> Deal:
    """Open a deal with a target of a plan: company, person, aim and potential."""
    values = {
        "title": title,
        "organization": target.organization,
        "contact": target.contact,
        "plan": target.plan,
        "plan_target": target,
        "source": D.Source.PLAN,
        "amount": target.potential,
        "next_step": target.aim[:200],
    }
    return deal_create(values=values, actor=actor, now=now)


def deal_from_insight(
    *,
    insight: MarketInsight,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
) -> Deal:
    """Open a deal because of a conclusion of the watch.

    :param values: `organization` at least; the title is the insight's by default.
    """
    carried = {
        "title": insight.statement[:200],
        "insight": insight,
        "source": D.Source.WATCH,
    }
    return deal_create(values={**carried, **values}, actor=actor, now=now)


@transaction.atomic
def deal_update(
    *,
    deal: Deal,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> bool:
    """Change a deal, its stage left alone; return False if nothing differed.

    :raises DealRefused: without a title.
    :raises PermissionDenied: if `actor` does not write sales records.
    :raises EditConflict: if somebody else changed it meanwhile.
    """
    if not policies.can_edit(actor, deal):
        raise PermissionDenied
    written = {k: v for k, v in values.items() if k not in {"stage", "position"}}
    if not str(written.get("title", deal.title)).strip():
        raise DealRefused(_("Give the deal a title."))
    changed = journal.save_changes(
        deal,
        values=written,
        actor=actor,
        now=now,
        expected_version=expected_version,
        about=deal.organization,
    )
    if changed:
        search.index([indexing.deal_row(deal)])
    return changed


@transaction.atomic
def deal_trash(*, deal: Deal, actor: User, now: datetime) -> None:
    """Put a deal in the trash.

    :raises AlreadyTrashed: if it lies there already.
    """
    if not policies.can_edit(actor, deal):
        raise PermissionDenied
    journal.trash(instance=deal, actor=actor, now=now)
    search.remove(indexing.DEAL, [deal.pk])


@transaction.atomic
def deal_restore(*, deal: Deal, actor: User, now: datetime) -> None:
    """Take a deal out of the trash.

    :raises AlreadyTrashed: if it is not there any more.
    """
    journal.restore(instance=deal, actor=actor, now=now)
    search.index([indexing.deal_row(deal)])


def _copy_roles(deal: Deal) -> None:
    people = Contact.objects.alive().filter(
        organization_id=deal.organization_id, is_active=True
    )
    known = list(people.exclude(buying_role="").order_by("pk")[:MAX_ROLES])
    DealRole.objects.bulk_create(
        DealRole(deal=deal, contact=person, role=person.buying_role) for person in known
    )
