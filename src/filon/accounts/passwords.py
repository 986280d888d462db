"""Rules of a new password (ASVS 6.2)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from filon.accounts.models import User

SHORTEST, LONGEST = 12, 128


class LengthValidator:
    """12 to 128 characters, any of them."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a password that is too short or absurdly long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise ValidationError(self.get_help_text(), code="password_length")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("The password has %(low)d to %(high)d characters.") % {
            "low": SHORTEST,
            "high": LONGEST,
        }
