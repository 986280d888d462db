"""Create a user and print the one-time link that lets them in."""

from __future__ import annotations

import argparse

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from filon.accounts.models import Role, Team
from filon.accounts.services import sign_in_link_create, user_create
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.project.commands.serve import base_url
from filon.project.database import prepare_database


class UserRefused(DomainError):
    """An argument does not describe a user."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say who the person is."""
    parser.add_argument("email")
    parser.add_argument("--first-name", default="")
    parser.add_argument("--last-name", default="")
    parser.add_argument("--role", default=Role.SALESPERSON, choices=sorted(Role.values))
    parser.add_argument("--team", default="", help="name of a team, made if new")
    parser.add_argument("--language", default="fr", choices=["fr", "en"])


def run(options: argparse.Namespace) -> int:
    """Create the user; there is no default password."""
    try:
        validate_email(options.email)
    except ValidationError as error:
        raise UserRefused(
            _("“%(email)s” is not an e-mail address.") % {"email": options.email}
        ) from error
    prepare_database()
    team = Team.objects.get_or_create(name=options.team)[0] if options.team else None
    user = user_create(
        email=options.email,
        first_name=options.first_name,
        last_name=options.last_name,
        role=options.role,
        team=team,
        language=options.language,
    )
    token = sign_in_link_create(user=user, now=clock.now())
    print(_("%(user)s can sign in once with this link:") % {"user": user})
    print(f"    {base_url()}/sign-in/{token}/")
    return 0
