"""A running Filon, and people at browsers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import browser
from tests.installations import Installation, Workshop
from tests.journeys.people import Cast
from tests.journeys.server import Server, served


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Return the system's browser, closed with its driver after the journey.

    Not the session's browser of pytest-playwright: as long as its driver runs, Django
    takes the thread for an asynchronous one and refuses the database to other tests.
    """
    path = browser.find()
    assert path, "no Chromium: `make test` says how to get one"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=list(browser.ARGUMENTS)
        )
        yield opened
        opened.close()


@pytest.fixture
def server(tmp_path: Path, migrated: Installation) -> Iterator[Server]:
    """Serve an empty company."""
    workshop = Workshop(tmp_path)
    installation = workshop.make("journey", like=migrated)
    with served(installation, tmp_path / "console") as running:
        yield running
    workshop.close()


@pytest.fixture
def cast(chromium: Browser, server: Server) -> Iterator[Cast]:
    """Return the people of a journey."""
    people = Cast(chromium, server)
    yield people
    people.leave()
