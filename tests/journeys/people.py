"""Who takes part in a journey, each in a browser context of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, ViewportSize

from tests.journeys.person import Person, sit_down
from tests.journeys.server import Server

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


@dataclass(slots=True)
class Cast:
    """Makes people sit down, and sends them home at the end."""

    browser: Browser
    server: Server
    people: list[Person] = field(default_factory=list)

    def enters(
        self, name: str, *, language: str = "fr", is_on_phone: bool = False
    ) -> Person:
        """Return a person at a fresh browser, not signed in."""
        context = self.browser.new_context(
            locale=LOCALES[language],
            timezone_id="Europe/Paris",
            viewport=PHONE if is_on_phone else DESK,
            has_touch=is_on_phone,
            is_mobile=is_on_phone,
        )
        person = sit_down(context, name, self.server.address, language)
        self.people.append(person)
        return person

    def leave(self) -> None:
        """Close every browser context."""
        for person in self.people:
            person.page.context.close()
