from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Fills the table of kinds once every app is loaded."""

    name = "filon.desk"

    def ready(self) -> None:
        """Register the kinds of records of the whole flow."""
        from filon.desk.kinds import register_all

        register_all()
