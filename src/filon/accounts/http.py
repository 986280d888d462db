"""The request of a signed-in person, for the types of views."""

from __future__ import annotations

from django.http import HttpRequest

from filon.accounts.models import User


class UserRequest(HttpRequest):
    """A request whose user is signed in."""

    user: User
    htmx: bool
