"""Registers the checks of the installation."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """System checks and commands of the installation as a whole."""

    name = "filon.project"

    def ready(self) -> None:
        """Let Django know the checks."""
        from django.core.checks import register

        from filon.project.checks import check_settings

        register(check_settings)
