"""Whom a plan goes for: found in the base, added once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filon.accounts.models import User
from filon.directory.models import Organization, Site
from filon.journal.services import move, record
from filon.kernel.errors import DomainError
from filon.plans import lifecycle, policies
from filon.plans.models import ActionPlan, PlanTarget
from filon.watch.market import MarketCut, cut_data, organizations_in, sites_in

MOST_TARGETS = 5_000
_BATCH = 200


class TooManyTargets(DomainError):
    """Nobody works through so many targets."""


class TargetExists(DomainError):
    """The plan goes for it already."""


class TargetInUse(DomainError):
    """The target has a history."""


class CloseReasonMissing(DomainError):
    """A target is closed with its reason."""


@dataclass(frozen=True, slots=True)
class TargetsAdded:
    """How many targets were added, and how many the plan had already."""

    added: int
    present: int

    @property
    def sentence(self) -> str:
        """The result for people."""
        text = ngettext(
            "%(count)s target added.", "%(count)s targets added.", self.added
        ) % {"count": self.added}
        if not self.present:
            return text
        known = ngettext(
            "%(count)s was there already.",
            "%(count)s were there already.",
            self.present,
        ) % {"count": self.present}
        return f"{text} {known}"


@transaction.atomic
def targets_add(
    *,
    plan: ActionPlan,
    cut: MarketCut,
    actor: User,
    now: datetime,
    assignee: User | None = None,
    priority: int = 2,
    reason: str = "",
) -> TargetsAdded:
    """Add what a cut of the base holds to the targets, each of them once.

    With a cut by site each site is a target of its own; a company that is a target as
    a whole does not come again with its sites, nor the other way round.

    :param assignee: None: the owner of the plan.
    :raises TooManyTargets: if the plan would go for more than 5,000.
    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    if not policies.can_work(actor, plan):
        raise PermissionDenied
    found = list(_found(actor, cut))
    # Locks the plan: of two who add at once the second sees what the first added.
    ActionPlan.objects.filter(pk=plan.pk).update(
        target_filter=cut_data(cut), updated_at=now
    )
    new = _new(plan, found, by_site=cut.by_site)
    if plan.targets.count() + len(new) > MOST_TARGETS:
        raise TooManyTargets(
            _("A plan has at most %(count)s targets: narrow the filter down.")
            % {"count": MOST_TARGETS}
        )
    PlanTarget.objects.bulk_create(
        (
            PlanTarget(
                plan=plan,
                organization_id=organization,
                site_id=site,
                potential=potential,
                priority=priority,
                reason=reason[:300],
                assignee=assignee or plan.owner,
            )
            for organization, site, potential in new
        ),
        batch_size=_BATCH,
    )
    record(
        target=plan,
        message=gettext_noop("Targets added by filter: %(count)s"),
        params={"count": len(new)},
        actor=actor,
        now=now,
    )
    plan.refresh_from_db()
    return TargetsAdded(added=len(new), present=len(found) - len(new))


@transaction.atomic
def target_add(
    *,
    plan: ActionPlan,
    organization: Organization,
    actor: User,
    now: datetime,
    site: Site | None = None,
    **values: Any,
) -> PlanTarget:
    """Add one company, or one of its sites, to the targets.

    :raises TargetExists: if the plan goes for it already.
    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    if not policies.can_work(actor, plan):
        raise PermissionDenied
    if plan.targets.filter(organization=organization, site=site).exists():
        raise TargetExists(
            _("%(name)s is a target of this plan already.")
            % {"name": organization.name}
        )
    values.setdefault("assignee", plan.owner)
    target = PlanTarget.objects.create(
        plan=plan, organization=organization, site=site, **values
    )
    record(
        target=plan,
        message=gettext_noop("Target added: %(name)s"),
        params={"name": organization.name},
        actor=actor,
        now=now,
        about=organization,
    )
    return target


@transaction.atomic
def target_update(
    *, target: PlanTarget, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change whom to see there, what for, who goes and how urgent it is.

    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    if not policies.can_work(actor, target.plan):
        raise PermissionDenied
    PlanTarget.objects.filter(pk=target.pk).update(**values)
    target.refresh_from_db()
    record(
        target=target,
        message=gettext_noop("Changed"),
        actor=actor,
        now=now,
        about=target.plan,
    )


def target_move(
    *, target: PlanTarget, to: str, actor: User, now: datetime, reason: str = ""
) -> None:
    """Say that a target is won, closed, or to be contacted again.

    :raises CloseReasonMissing: if it is closed without a reason.
    :raises TransitionRefused: if it cannot go there from where it is.
    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    if not policies.can_work(actor, target.plan):
        raise PermissionDenied
    if to == PlanTarget.Status.CLOSED and not reason.strip():
        raise CloseReasonMissing(_("Say why this target is closed."))
    move(
        target,
        to=to,
        transitions=lifecycle.TARGET,
        actor=actor,
        now=now,
        message=gettext_noop("Target moved on"),
        about=target.plan,
        closed_reason=reason.strip()[:300],
    )


@transaction.atomic
def target_remove(*, target: PlanTarget, actor: User, now: datetime) -> None:
    """Take a target that nobody contacted out of the plan.

    :raises TargetInUse: if it was contacted: then it is closed, not taken out.
    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    plan = target.plan
    if not policies.can_work(actor, plan):
        raise PermissionDenied
    is_touched = target.status != PlanTarget.Status.TO_CONTACT
    if is_touched or target.last_activity_on or target.next_activity_on:
        raise TargetInUse(
            _("This target was worked on: close it instead of taking it out.")
        )
    name, organization = target.organization.name, target.organization
    target.delete()
    record(
        target=plan,
        message=gettext_noop("Target taken out: %(name)s"),
        params={"name": name},
        actor=actor,
        now=now,
        about=organization,
    )


Found = tuple[int, int | None, Any]


def _found(actor: User, cut: MarketCut) -> Iterable[Found]:
    if cut.by_site:
        rows = sites_in(actor, cut).order_by("organization_id", "pk")
        yield from rows.values_list("organization_id", "pk", "organization__potential")
        return
    companies = organizations_in(actor, cut).order_by("pk")
    for pk, potential in companies.values_list("pk", "potential"):
        yield pk, None, potential


def _new(plan: ActionPlan, found: list[Found], *, by_site: bool) -> list[Found]:
    """Return what the plan does not go for yet, as a whole or by its sites."""
    pairs: list[tuple[int, Any]] = list(
        plan.targets.values_list("organization_id", "site_id")
    )
    if not by_site:
        known = {organization for organization, _site in pairs}
        return [row for row in found if row[0] not in known]
    wholes = {organization for organization, site in pairs if site is None}
    sites = {site for _organization, site in pairs}
    return [row for row in found if row[0] not in wholes and row[1] not in sites]
