"""What every change of a need asks for first."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.kernel.errors import DomainError
from filon.needs import policies
from filon.needs.models import Need


class NeedFrozen(DomainError):
    """The synthesis is frozen; the need does not change any more."""


def require_draft(need: Need, actor: User) -> None:
    """Refuse whoever does not write, and every change of a frozen need.

    :raises PermissionDenied: if `actor` does not write sales records.
    :raises NeedFrozen: if its synthesis is frozen.
    """
    if not policies.can_write(actor, need):
        raise PermissionDenied
    if need.status != Need.Status.DRAFT:
        raise NeedFrozen(
            _("The synthesis is frozen. Open the need again to change it.")
        )
