"""How django-allauth is used here: people are invited, nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are created by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-made accounts."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the work: without this the form would come again, empty."""
        return str(settings.LOGIN_REDIRECT_URL)
