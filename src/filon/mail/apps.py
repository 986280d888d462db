from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from filon.mail.smtp import parse


class MailConfig(AppConfig):
    """Outgoing mail."""

    name = "filon.mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse a wrong FILON_SMTP_URL at start rather than at the first mail."""
        if settings.FILON_SMTP_URL:
            parse(settings.FILON_SMTP_URL)
