"""Companies: created, changed, handed over, moved along, put in the trash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.directory import indexing, policies
from filon.directory.derivation import (
    checked,
    organization_values,
    with_department,
)
from filon.directory.lifecycle import ORGANIZATION
from filon.directory.models import Contact, Organization, Site
from filon.directory.selectors.market import market_of
from filon.journal import services as journal
from filon.kernel.errors import DomainError
from filon.search import services as search


class NameMissing(DomainError):
    """A company or a person needs a name."""


class LoopInGroup(DomainError):
    """A company would belong to itself."""


@transaction.atomic
def organization_create(
    *,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    site: Mapping[str, Any] | None = None,
) -> Organization:
    """Create a company; it belongs to `actor` and their team.

    Segment and territory follow from the NAF code and the department where they are
    not given. `owner` and `team` may be given; `is_shared` opens it to all sales.

    :param values: fields of Organization; `name` is required.
    :param site: fields of its main place, if one is known.
    :raises PermissionDenied: if `actor` does not write sales records.
    :raises NameMissing: if there is no name.
    :raises IdentifierRefused: if an identifier cannot be right.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    written = organization_values(values, values.get("country", "FR"))
    _require_name(written)
    placed = {**market_of(written), **written}
    organization = Organization.objects.create(**{**ownership(actor, now), **placed})
    journal.record(
        target=organization, message=gettext_noop("Created"), actor=actor, now=now
    )
    if site:
        place = with_department(checked(site), organization.country)
        place.setdefault("territory", organization.territory)
        Site.objects.create(organization=organization, is_main=True, **place)
    search.index([indexing.organization_row(organization)])
    return organization


@transaction.atomic
def organization_update(
    *,
    organization: Organization,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> bool:
    """Change a company; return False if nothing differed.

    :param expected_version: the version the person saw; None skips the check.
    :raises PermissionDenied: if another team follows it.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises IdentifierRefused: if an identifier cannot be right.
    :raises LoopInGroup: if it would belong to itself.
    """
    if not policies.can_edit(actor, organization):
        raise PermissionDenied
    written = organization_values(values, organization.country)
    _require_name({"name": organization.name, **written})
    _check_group(organization, written)
    before = (organization.name, organization.is_shared)
    changed = journal.save_changes(
        organization,
        values=written,
        actor=actor,
        now=now,
        expected_version=expected_version,
    )
    if changed:
        has_spread = (organization.name, organization.is_shared) != before
        _index(organization, with_contacts=has_spread)
    return changed


@transaction.atomic
def organization_assign(
    *, organization: Organization, owner: User | None, actor: User, now: datetime
) -> None:
    """Hand a company and its contacts over to another person and their team.

    :raises PermissionDenied: if `actor` does not hand companies over.
    """
    if not policies.can_assign(actor):
        raise PermissionDenied
    before = (organization.owner_id, organization.team_id)
    after = (owner.pk if owner else None, owner.team_id if owner else None)
    if before == after:
        return
    journal.save_changes(
        organization,
        values={"owner": owner, "team_id": after[1]},
        actor=actor,
        now=now,
        message=gettext_noop("Handed over"),
    )
    Contact.objects.filter(organization=organization).update(
        owner=owner, team_id=after[1], updated_at=now
    )
    _index(organization, with_contacts=True)


@transaction.atomic
def lifecycle_move(
    *, organization: Organization, to: str, actor: User | None, now: datetime
) -> None:
    """Say where a company stands as a customer (new, active, dormant, lost…).

    A company that becomes a customer is no prospect any more.

    :raises TransitionRefused: if it stands elsewhere meanwhile.
    """
    roles: dict[str, Any] = {}
    if to != Organization.Lifecycle.PROSPECT:
        roles = {"is_customer": True, "is_prospect": False}
    journal.move(
        organization,
        to=to,
        transitions=ORGANIZATION,
        actor=actor,
        now=now,
        message=gettext_noop("Customer status changed"),
        field="lifecycle",
        updated_at=now,
        **roles,
    )
    _index(organization)


@transaction.atomic
def contact_made(
    *, organization: Organization, on: date, contacts: Iterable[Contact] = ()
) -> None:
    """Remember the latest day on which a company and people of it were reached.

    The activity that did it is the entry of the history; a day in the past of the
    known one changes nothing.
    """
    Organization.objects.filter(
        Q(last_contact_on=None) | Q(last_contact_on__lt=on), pk=organization.pk
    ).update(last_contact_on=on)
    Contact.objects.filter(
        Q(last_contacted_on=None) | Q(last_contacted_on__lt=on),
        pk__in=[contact.pk for contact in contacts],
        organization=organization,
    ).update(last_contacted_on=on)


@transaction.atomic
def organization_trash(
    *, organization: Organization, actor: User, now: datetime
) -> None:
    """Put a company and its contacts in the trash.

    :raises PermissionDenied: if another team follows it.
    :raises AlreadyTrashed: if it lies there already.
    """
    if not policies.can_edit(actor, organization):
        raise PermissionDenied
    journal.trash(instance=organization, actor=actor, now=now)
    people = Contact.objects.filter(organization=organization, deleted_at=None)
    ids = list(people.values_list("pk", flat=True))
    people.update(deleted_at=now, deleted_by=actor)
    search.remove(indexing.CONTACT, ids)
    search.remove(indexing.ORGANIZATION, [organization.pk])


@transaction.atomic
def organization_restore(
    *, organization: Organization, actor: User, now: datetime
) -> None:
    """Take a company out of the trash, with the contacts that went in with it.

    :raises AlreadyTrashed: if it is not there any more.
    """
    trashed_at = organization.deleted_at
    journal.restore(instance=organization, actor=actor, now=now)
    Contact.objects.filter(organization=organization, deleted_at=trashed_at).update(
        deleted_at=None, deleted_by=None
    )
    _index(organization, with_contacts=True)


def _index(organization: Organization, *, with_contacts: bool = False) -> None:
    rows = [indexing.organization_row(organization)]
    if with_contacts:
        people = Contact.objects.filter(organization=organization)
        people.update(is_shared=organization.is_shared)
        rows += [
            indexing.contact_row(contact, organization.name)
            for contact in people.filter(deleted_at=None)
        ]
    search.index(rows)


def _require_name(values: Mapping[str, Any]) -> None:
    if not str(values.get("name", "")).strip():
        raise NameMissing(_("A company needs a name."))


def _check_group(organization: Organization, values: Mapping[str, Any]) -> None:
    parent = values.get("parent")
    for _step in range(20):
        if parent is None:
            return
        if parent.pk == organization.pk:
            break
        parent = parent.parent
    raise LoopInGroup(_("A company cannot belong to itself or to its subsidiary."))
