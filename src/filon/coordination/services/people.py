"""Whom a gesture is for: a person here, a department, or somebody outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from filon.accounts.models import Department, User
from filon.directory.models import Organization
from filon.kernel.errors import DomainError


class AddresseeRefused(DomainError):
    """It is not clear whom this is for, or they cannot be reached."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """One of: a user, a department, or a name with an e-mail address.

    `supplier` is the company that an outside person answers for. `language` counts
    for people without an account only.
    """

    user: User | None = None
    department: Department | None = None
    supplier: Organization | None = None
    name: str = ""
    email: str = ""
    language: str = "fr"

    @property
    def is_external(self) -> bool:
        """Whether this person has no account here."""
        return self.user is None and self.department is None

    @property
    def called(self) -> str:
        """The name to show."""
        return str(self.user or self.department or self.name)


def checked(addressee: Addressee) -> Addressee:
    """Return an addressee who is exactly one person or department, and still here.

    :raises AddresseeRefused: otherwise.
    """
    is_outside = bool(addressee.name.strip() or addressee.email.strip())
    given = [addressee.user is not None, addressee.department is not None, is_outside]
    if sum(given) != 1:
        raise AddresseeRefused(
            _(
                "Choose one addressee: a person, a department, or somebody outside"
                " with a name."
            )
        )
    if is_outside and not addressee.name.strip():
        raise AddresseeRefused(_("Give the name of the person outside."))
    if addressee.user is not None and not addressee.user.is_active:
        raise AddresseeRefused(
            _("%(name)s no longer has an account.") % {"name": addressee.user}
        )
    return addressee


def each_once(people: Sequence[Addressee]) -> list[Addressee]:
    """Return the people in their order, nobody twice.

    :raises AddresseeRefused: if one of them cannot be an addressee.
    """
    found: dict[object, Addressee] = {}
    for one in people:
        person = checked(one)
        key: object = person.email.strip().lower() or person.name.strip().lower()
        if person.user is not None:
            key = person.user.pk
        elif person.department is not None:
            key = ("department", person.department.pk)
        found.setdefault(key, person)
    return list(found.values())
