"""Ties between companies: who distributes, supplies, prescribes for whom."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.directory import policies
from filon.directory.models import Organization, OrganizationLink
from filon.journal.services import record
from filon.kernel.errors import DomainError


class LinkExists(DomainError):
    """The same tie is recorded already, or ties a company to itself."""


@transaction.atomic
def link_create(
    *,
    source: Organization,
    target: Organization,
    kind: str,
    actor: User,
    now: datetime,
    note: str = "",
) -> OrganizationLink:
    """Tie two companies; both show it, read from `source` to `target`.

    :raises PermissionDenied: if another team follows `source`.
    :raises LinkExists: if the tie exists, or both are the same company.
    """
    if not policies.can_edit(actor, source):
        raise PermissionDenied
    if source.pk == target.pk:
        raise LinkExists(_("A company cannot be tied to itself."))
    link, is_new = OrganizationLink.objects.get_or_create(
        source=source, target=target, kind=kind, defaults={"note": note}
    )
    if not is_new:
        raise LinkExists(_("These two companies are tied in this way already."))
    record(
        target=source,
        message=gettext_noop("Tied to %(name)s"),
        params={"name": target.name},
        actor=actor,
        now=now,
        about=target,
    )
    return link


@transaction.atomic
def link_remove(*, link: OrganizationLink, actor: User, now: datetime) -> None:
    """Untie two companies.

    :raises PermissionDenied: if another team follows the first one.
    """
    if not policies.can_edit(actor, link.source):
        raise PermissionDenied
    record(
        target=link.source,
        message=gettext_noop("No longer tied to %(name)s"),
        params={"name": link.target.name},
        actor=actor,
        now=now,
        about=link.target,
    )
    link.delete()
