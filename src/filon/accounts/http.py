"""The request of a signed-in person, for the types of views."""

from __future__ import annotations

from django.http import HttpRequest

from filon.accounts.models import CompanyProfile, User


class UserRequest(HttpRequest):
    """A request whose user is signed in; `company` where the view has read it."""

    user: User
    company: CompanyProfile
    htmx: bool
