"""Writing users, sign-in links and the company profile."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from filon.accounts.models import (
    CompanyProfile,
    Department,
    DepartmentKind,
    Role,
    SignInLink,
    Team,
    User,
)
from filon.kernel.errors import DomainError

LINK_LIFE = timedelta(days=3)
LOGO_PIXELS = (1200, 600)


class SignInLinkSpent(DomainError):
    """The link was used, has expired or never existed."""


class EmailTaken(DomainError):
    """Another account has this e-mail."""


class NameTaken(DomainError):
    """Another team has this name."""


class LogoUnreadable(DomainError):
    """The logo is no image."""


class CodesCannotLeave(DomainError):
    """Customers would have to type a code that no mail server sends."""


class LastAdministrator(DomainError):
    """Nobody would be left to administer."""


def hash_token(token: str) -> str:
    """Return what is stored of a 256-bit token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def user_create(
    *,
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    password: str | None = None,
    **fields: Any,
) -> User:
    """Create a user.

    :raises EmailTaken: if the e-mail is in use.
    """
    if User.objects.filter(email=email.strip().lower()).exists():
        raise EmailTaken(_("Another account already has this e-mail address."))
    return User.objects.create_user(
        email.strip(),
        password,
        first_name=first_name,
        last_name=last_name,
        role=role,
        **fields,
    )


def sign_in_link_create(*, user: User, now: datetime) -> str:
    """Return the token of a new one-time link; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        user=user, token_hash=hash_token(token), expires_at=now + LINK_LIFE
    )
    return token


def sign_in_link_use(*, token: str, now: datetime) -> User:
    """Spend a link and return its user; of two simultaneous uses one wins.

    :raises SignInLinkSpent: if it was used, has expired or is unknown.
    """
    rows = SignInLink.objects.filter(
        token_hash=hash_token(token),
        used_at=None,
        expires_at__gt=now,
        user__is_active=True,
    )
    link = rows.select_related("user").first()
    spent = link and SignInLink.objects.filter(pk=link.pk, used_at=None).update(
        used_at=now
    )
    if link is None or not spent:
        raise SignInLinkSpent(
            _("This sign-in link has been used or has expired. Ask for a new one.")
        )
    return link.user


@transaction.atomic
def first_sign_in_link(*, base_url: str, now: datetime) -> str | None:
    """Return the address that lets the first administrator in, or None.

    Only while nobody has ever signed in: the administrator is created if there is
    none. There is no default password.
    """
    administrator = first_administrator()
    if administrator.last_login is not None or administrator.has_usable_password():
        return None
    token = sign_in_link_create(user=administrator, now=now)
    return f"{base_url.rstrip('/')}/sign-in/{token}/"


def first_administrator() -> User:
    """Return the oldest administrator, created without a password if there is none."""
    known = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    return known.order_by("pk").first() or User.objects.create_user(
        "admin@filon.local",
        first_name="",
        last_name=_("Administrator"),
        role=Role.ADMINISTRATOR,
    )


def company() -> CompanyProfile:
    """Return the company profile; an empty one before the set-up."""
    return CompanyProfile.objects.filter(pk=1).first() or CompanyProfile(pk=1)


@transaction.atomic
def company_update(
    *, values: Mapping[str, Any], actor: User | None, now: datetime
) -> None:
    """Write the company's particulars, logo and departments.

    :param values: fields of CompanyProfile; `logo` an image of at most 300 kB or
        None (keeps the present one), `departments` a list of DepartmentKind.
    :raises LogoUnreadable: if the logo is no PNG or JPEG.
    :raises CodesCannotLeave: if customers must type a code and no mail server is set.
    """
    fields = dict(values)
    proof = fields.get("acceptance_proof", CompanyProfile.AcceptanceProof.CLICK)
    if proof == CompanyProfile.AcceptanceProof.CODE and not settings.FILON_SMTP_URL:
        raise CodesCannotLeave(
            _("No mail server is set (FILON_SMTP_URL): no code would reach a customer.")
        )
    kinds = fields.pop("departments", None)
    image = fields.pop("logo", None)
    if image:
        fields["logo"], fields["logo_type"] = clean_logo(image)
    profile, _created = CompanyProfile.objects.update_or_create(
        pk=1, defaults={**fields, "is_set_up": True}
    )
    if kinds is not None:
        profile.departments.set(_departments(kinds))


def clean_logo(image: Any) -> tuple[bytes, str]:
    """Return the image drawn anew as PNG, without what else the file carried.

    :raises LogoUnreadable: if it cannot be read as an image.
    """
    try:
        with Image.open(image) as picture:
            picture.thumbnail(LOGO_PIXELS)
            buffer = io.BytesIO()
            picture.convert("RGBA").save(buffer, format="PNG")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise LogoUnreadable(_("The logo cannot be read as an image.")) from error
    return buffer.getvalue(), "image/png"


def _departments(kinds: Iterable[str]) -> list[Department]:
    """Return a department of each kind, made with its usual name where missing."""
    rows = []
    for kind in kinds:
        row = Department.objects.filter(kind=kind, is_active=True).first()
        label = str(DepartmentKind(kind).label)
        rows.append(row or Department.objects.create(kind=kind, name=label))
    return rows


@transaction.atomic
def user_update(
    *, user: User, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change a user.

    :raises EmailTaken: if another account has the e-mail.
    :raises LastAdministrator: if the last administrator would lose the role.
    """
    email = values["email"].strip().lower()
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise EmailTaken(_("Another account already has this e-mail address."))
    if values["role"] != Role.ADMINISTRATOR:
        _keep_an_administrator(user)
    User.objects.filter(pk=user.pk).update(**{**values, "email": email})


@transaction.atomic
def user_set_active(*, user: User, is_active: bool, actor: User, now: datetime) -> None:
    """Close an account or open it again.

    :raises LastAdministrator: if it is the last administrator's.
    """
    if not is_active:
        _keep_an_administrator(user)
    User.objects.filter(pk=user.pk).update(is_active=is_active)


def _keep_an_administrator(user: User) -> None:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    if user.role == Role.ADMINISTRATOR and not others.exclude(pk=user.pk).exists():
        raise LastAdministrator(_("The last administrator must keep this role."))


@transaction.atomic
def team_create(
    *, name: str, manager: User | None = None, actor: User | None, now: datetime
) -> Team:
    """Create a sales team.

    :raises NameTaken: if the name is in use.
    """
    if Team.objects.filter(name=name).exists():
        raise NameTaken(_("Another team already has this name."))
    return Team.objects.create(name=name, manager=manager)


def profile_update(*, user: User, values: Mapping[str, Any]) -> None:
    """Write what a person chooses for themselves."""
    User.objects.filter(pk=user.pk).update(**values)


def calendar_token_create(*, user: User) -> str:
    """Return a new token of the person's calendar feed; the former one dies."""
    token = secrets.token_urlsafe(32)
    User.objects.filter(pk=user.pk).update(calendar_token_hash=hash_token(token))
    return token


def language_choose(*, user: User, language: str) -> None:
    """Remember the language of a person's interface."""
    User.objects.filter(pk=user.pk).update(language=language)
