"""Plans: made from insights, changed while they are drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.documents.services import next_number
from filon.files.models import StoredFile
from filon.journal.services import record, restore, save_changes, trash
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.plans import policies
from filon.plans.models import ActionPlan

SERIES = "PLAN"
_LINKS = ("insights", "potentials", "families", "related_plans")


class DatesReversed(DomainError):
    """The plan ends before it starts."""


class RelatedContradicted(DomainError):
    """A plan cannot have related plans and none."""


@transaction.atomic
def plan_create(*, values: Mapping[str, Any], actor: User, now: datetime) -> ActionPlan:
    """Create a plan, numbered in its year.

    :param values: fields of ActionPlan, and lists `insights`, `potentials`,
        `families`, `related_plans`; the insights' history tells of the plan.
    :raises DatesReversed: if it ends before it starts.
    :raises RelatedContradicted: if it names related plans and says there is none.
    :raises PermissionDenied: if this person makes no plans.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    fields, links = _parted(values)
    _check(fields, links)
    ref = next_number(series=SERIES, on=clock.day_of(now))
    plan = ActionPlan.objects.create(ref=ref, **ownership(actor, now), **fields)
    _link(plan, links)
    record(target=plan, message=gettext_noop("Created"), actor=actor, now=now)
    for insight in links.get("insights", ()):
        record(
            target=insight,
            message=gettext_noop("Plan %(ref)s rests on it"),
            params={"ref": ref},
            actor=actor,
            now=now,
        )
    return plan


@transaction.atomic
def plan_update(
    *,
    plan: ActionPlan,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change a draft.

    :raises DatesReversed: if it would end before it starts.
    :raises RelatedContradicted: if it would have related plans and none.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if it is no draft, or not this person's.
    """
    if not policies.can_edit(actor, plan):
        raise PermissionDenied
    fields, links = _parted(values)
    present = {"start_on": plan.start_on, "end_on": plan.end_on}
    _check({**present, **fields}, links)
    if "related_plans" in links:
        links["related_plans"] = [p for p in links["related_plans"] if p != plan]
    save_changes(
        plan, values=fields, actor=actor, now=now, expected_version=expected_version
    )
    _link(plan, links)


@transaction.atomic
def mission_attach(
    *, plan: ActionPlan, file: StoredFile, actor: User, now: datetime
) -> None:
    """Keep the letter or specification in which the mission was given.

    :raises PermissionDenied: if it is no draft, or not this person's.
    """
    if not policies.can_edit(actor, plan):
        raise PermissionDenied
    save_changes(
        plan,
        values={"mission_file": file},
        actor=actor,
        now=now,
        message=gettext_noop("Mission attached"),
    )


def plan_trash(*, plan: ActionPlan, actor: User, now: datetime) -> None:
    """Put a draft in the trash.

    :raises PermissionDenied: if it is no draft, or not this person's.
    """
    if not policies.can_trash(actor, plan):
        raise PermissionDenied
    trash(instance=plan, actor=actor, now=now)


def plan_restore(*, plan: ActionPlan, actor: User, now: datetime) -> None:
    """Take a draft out of the trash.

    :raises PermissionDenied: if it is not this person's.
    """
    if not policies.can_trash(actor, plan):
        raise PermissionDenied
    restore(instance=plan, actor=actor, now=now)


def _parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    fields = {name: value for name, value in values.items() if name not in _LINKS}
    links = {name: list(values[name]) for name in _LINKS if name in values}
    return fields, links


def _link(plan: ActionPlan, links: Mapping[str, Any]) -> None:
    for name, rows in links.items():
        getattr(plan, name).set(rows)


def _check(fields: Mapping[str, Any], links: Mapping[str, Any]) -> None:
    if fields["end_on"] < fields["start_on"]:
        raise DatesReversed(_("The plan ends before it starts."))
    if fields.get("has_no_related_plan") and links.get("related_plans"):
        raise RelatedContradicted(
            _("Either name related plans, or say that there is none.")
        )
