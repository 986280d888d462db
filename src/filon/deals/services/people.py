"""The customer's buying centre in a deal."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.deals import policies
from filon.deals.models import Deal, DealRole
from filon.directory.models import Contact
from filon.journal.services import record
from filon.kernel.errors import DomainError


class RoleRefused(DomainError):
    """The person has no role to play here, or has it already."""


@transaction.atomic
def role_add(
    *,
    deal: Deal,
    contact: Contact,
    role: str = "",
    stance: str = DealRole.Stance.NEUTRAL,
    influence: int = 2,
    actor: User,
    now: datetime,
) -> DealRole:
    """Say who plays which part in the customer's decision.

    :param role: empty takes the buying role of the person.
    :param influence: 1 (little) to 3 (decisive).
    :raises RoleRefused: without a role, for a person of another company, or twice.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, deal):
        raise PermissionDenied
    played = role or contact.buying_role
    if played not in Contact.BuyingRole.values:
        raise RoleRefused(_("Say which part this person plays in the decision."))
    if contact.organization_id != deal.organization_id:
        raise RoleRefused(
            _("%(name)s does not belong to the company of this deal.")
            % {"name": contact}
        )
    try:
        with transaction.atomic():
            row = DealRole.objects.create(
                deal=deal,
                contact=contact,
                role=played,
                stance=stance,
                influence=min(max(influence, 1), 3),
            )
    except IntegrityError as error:
        raise RoleRefused(_("This person has this part already.")) from error
    record(
        target=deal,
        message=gettext_noop("%(name)s takes part in the decision"),
        params={"name": str(contact)},
        actor=actor,
        now=now,
    )
    return row


@transaction.atomic
def role_remove(*, role: DealRole, actor: User, now: datetime) -> None:
    """Take a person out of the buying centre of a deal.

    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, role.deal):
        raise PermissionDenied
    record(
        target=role.deal,
        message=gettext_noop("%(name)s takes no part in the decision any more"),
        params={"name": str(role.contact)},
        actor=actor,
        now=now,
    )
    role.delete()
