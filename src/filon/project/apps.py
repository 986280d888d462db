"""Registers the checks of the installation."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """System checks, commands and background work of the installation as a whole."""

    name = "filon.project"

    def ready(self) -> None:
        """Let Django know the checks, and the worker what it does."""
        from django.core.checks import register

        from filon.project import background
        from filon.project.checks import check_settings

        register(check_settings)
        background.register()
