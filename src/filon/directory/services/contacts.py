"""People in companies, and their opposition to being written to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.directory import indexing, policies
from filon.directory.derivation import contact_values
from filon.directory.models import Contact, Organization
from filon.directory.services.organizations import NameMissing
from filon.journal import services as journal
from filon.search import services as search


@transaction.atomic
def contact_create(
    *, organization: Organization, values: Mapping[str, Any], actor: User, now: datetime
) -> Contact:
    """Add a person to a company; they belong to whom the company belongs to.

    :param values: fields of Contact; `last_name` is required.
    :raises PermissionDenied: if another team follows the company.
    :raises NameMissing: if there is no last name.
    """
    if not policies.can_edit(actor, organization):
        raise PermissionDenied
    written = contact_values(values, "", "")
    _require_name(written)
    contact = Contact.objects.create(
        **{
            "organization": organization,
            "owner_id": organization.owner_id,
            "team_id": organization.team_id,
            "is_shared": organization.is_shared,
            "created_by": actor,
            "created_at": now,
            "updated_at": now,
            **written,
        }
    )
    journal.record(
        target=contact,
        message=gettext_noop("Contact %(name)s added"),
        params={"name": str(contact)},
        actor=actor,
        now=now,
        about=organization,
    )
    search.index([indexing.contact_row(contact, organization.name)])
    return contact


@transaction.atomic
def contact_update(
    *,
    contact: Contact,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> bool:
    """Change a person; return False if nothing differed.

    :raises PermissionDenied: if another team follows them.
    :raises EditConflict: if somebody else changed them meanwhile.
    """
    if not policies.can_edit_contact(actor, contact):
        raise PermissionDenied
    written = contact_values(values, contact.first_name, contact.last_name)
    _require_name({"last_name": contact.last_name, **written})
    changed = journal.save_changes(
        contact,
        values=written,
        actor=actor,
        now=now,
        expected_version=expected_version,
        message=gettext_noop("Contact changed"),
        about=contact.organization,
    )
    if changed:
        search.index([indexing.contact_row(contact, contact.organization.name)])
    return changed


@transaction.atomic
def contact_opt_out(
    *, contact: Contact, actor: User | None, now: datetime, actor_name: str = ""
) -> None:
    """Record that a person does not want to be written to; twice is once.

    Nothing undoes it: a new consent is a new record of its own (basis and date).

    :param actor_name: the person, when they said so through a link.
    """
    rows = Contact.objects.filter(pk=contact.pk, opted_out_at=None)
    if not rows.update(opted_out_at=now, updated_at=now):
        return
    contact.refresh_from_db()
    journal.record(
        target=contact,
        message=gettext_noop("%(name)s does not want to be written to any more"),
        params={"name": str(contact)},
        actor=actor,
        actor_name=actor_name,
        now=now,
        about=contact.organization,
    )


@transaction.atomic
def contact_trash(*, contact: Contact, actor: User, now: datetime) -> None:
    """Put a person in the trash.

    :raises PermissionDenied: if another team follows them.
    :raises AlreadyTrashed: if they lie there already.
    """
    if not policies.can_edit_contact(actor, contact):
        raise PermissionDenied
    journal.trash(instance=contact, actor=actor, now=now)
    search.remove(indexing.CONTACT, [contact.pk])


@transaction.atomic
def contact_restore(*, contact: Contact, actor: User, now: datetime) -> None:
    """Take a person out of the trash.

    :raises AlreadyTrashed: if they are not there any more.
    """
    journal.restore(instance=contact, actor=actor, now=now)
    search.index([indexing.contact_row(contact, contact.organization.name)])


def _require_name(values: Mapping[str, Any]) -> None:
    if not str(values.get("last_name", "")).strip():
        raise NameMissing(_("A contact needs a last name."))
