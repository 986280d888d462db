from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background and scheduled work."""

    name = "filon.jobs"
    default_auto_field = "django.db.models.BigAutoField"
