"""How django-allauth is used here: people are invited, nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are created by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-made accounts."""
        return False
