"""A call from somebody unknown becomes a sent offer, without plan or need."""

from __future__ import annotations

from tests.journeys.person import Person
from tests.journeys.stages import offer

COMPANY = "Serrurerie Blanc"
TITLE = "Vis pour portails"
CALLER_MAIL = "h.blanc@serrurerie-blanc.example"
LINES = [("VS-M6", "400"), ("VS-M8", "200"), ("EM-S2", "2")]


def takes_the_call(alice: Person) -> None:
    """Type the new company and the caller in one form."""
    alice.goes_to("Offers")
    alice.follows("New offer")
    alice.fills(
        {
            "Subject": TITLE,
            "Name": COMPANY,
            "Postcode": "42400",
            "Town": "Saint-Chamond",
            "First name": "Hélène",
            "Last name": "Blanc",
            "E-mail": CALLER_MAIL,
        },
        then="Go to the lines",
    )


def sends_three_lines(alice: Person) -> None:
    """Type three lines, confirm the verifications, send."""
    for reference, quantity in LINES:
        offer.adds_line(alice, reference, quantity)
    alice.follows("Checks and sending")
    alice.presses("All verified")
    alice.follows("Send")
    alice.presses("Send to %(count)s recipients")
    alice.sees("Sent")
