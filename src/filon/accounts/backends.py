"""Signing in with e-mail and password, the limit checked before any hashing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from filon.accounts.limits import sign_in_is_allowed
from filon.accounts.models import Team, User


class EmailBackend(BaseBackend):
    """Authenticates by e-mail in any case; unknown people cost the same time."""

    def authenticate(
        self,
        request: HttpRequest | None,
        email: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the user, or None; nothing is hashed once the limit is reached."""
        email = (email or kwargs.get("username") or "").strip().lower()
        if not email or password is None:
            return None
        if request is not None and not sign_in_is_allowed(request, email):
            return None
        user = User.objects.filter(email=email).first()
        if user is None:
            make_password(password)
            return None
        if check_password(password, user.password) and user.is_active:
            return user
        return None

    def get_user(self, user_id: int) -> User | None:
        """Return an active user with team, department and led teams in one query."""
        led = (
            Team.objects.filter(manager_id=OuterRef("pk"), is_active=True)
            .order_by("pk")
            .values("pk")
        )
        return (
            User.objects.select_related("team", "department")
            .annotate(led_first=Subquery(led[:1]), led_second=Subquery(led[1:2]))
            .filter(pk=user_id, is_active=True)
            .first()
        )
