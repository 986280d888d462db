"""A mail server for the tests that need one; none for the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.mail.catcher import Catcher, catching


@pytest.fixture(autouse=True)
def no_server(settings: Settings) -> None:
    settings.FILON_SMTP_URL = ""
    settings.DEFAULT_FROM_EMAIL = "Filon <offres@atelier.example>"


@pytest.fixture
def catcher(settings: Settings, no_server: None) -> Iterator[Catcher]:
    """The mail server that FILON_SMTP_URL names."""
    with catching() as server:
        settings.FILON_SMTP_URL = server.url
        yield server
