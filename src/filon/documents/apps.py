from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """PDF documents and the numbers they bear."""

    name = "filon.documents"
    default_auto_field = "django.db.models.BigAutoField"
