"""Who takes part in a journey, each in a browser context of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ViewportSize

from tests.journeys.person import PATIENCE_MS, Person
from tests.journeys.server import Server

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOCALES = {"fr": "fr-FR", "en": "en-GB"}

WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""


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


def sit_down(context: BrowserContext, name: str, address: str, language: str) -> Person:
    """Give a person a browser whose every answer and complaint is noted."""
    context.add_init_script(WATCH_POLICY)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    person = Person(name, page, address, language)
    page.on("response", lambda response: person.notes(response))
    page.on("pageerror", lambda error: person.problems.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: (
            person.problems.append(f"console: {message.text}")
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    return person
