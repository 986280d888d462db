"""After the order: confirmation, delivery, satisfaction, claim, vigilance."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.journeys import days
from tests.journeys.documents import text_of
from tests.journeys.people import Cast
from tests.journeys.person import Person
from tests.journeys.stages import house, market, offer

CLAIM = "Un lot de M6 mal étiqueté"
RECOMMENDATION = 7


def finds_the_order(alice: Person, net: Decimal, gross: Decimal) -> None:
    """Find the order that the acceptance made, with the very same amounts."""
    alice.goes_to("Orders and contracts")
    alice.follows("CMD-")
    alice.sees(offer.OPTION, alice.money(net), alice.money(gross), "CDE-4512")


def confirms(alice: Person) -> None:
    """Confirm the order with its delivery date; the PDF says the same amounts."""
    alice.follows("Confirm")
    alice.fills(
        {"Delivery date": days.today() + timedelta(days=15)},
        then="Confirm",
    )
    pdf = text_of(alice.receives("Acknowledgement (PDF)"))
    for amount in (offer.ORDER_NET, offer.ORDER_GROSS):
        assert alice.money(amount) in pdf, pdf


def delivers(alice: Person) -> None:
    """Note the delivery: the satisfaction survey is planned with it."""
    alice.follows("Note the delivery")
    alice.fills({"Delivered on": days.today()}, then="Delivered")
    alice.sees("Delivered")


def asks_for_satisfaction(alice: Person) -> None:
    """Send the survey's link."""
    alice.goes_to("Satisfaction")
    alice.follows(market.CUSTOMER)
    alice.presses("Send the link")


def customer_answers(cast: Cast, ada: Person) -> None:
    """Answer the survey by the link, on a phone."""
    link = house.link_in_mail(ada, offer.CONTACT_MAIL)
    customer = cast.enters("Camille sur son téléphone", is_on_phone=True)
    customer.opens(link)
    customer.fills(
        {
            "Would you recommend us? (0 not at all, 10 certainly)": RECOMMENDATION,
            "Products (1 to 5)": "5",
            "Delivery (1 to 5)": "3",
            "In your own words": "Étiquettes à revoir.",
        },
        then="Send my answer",
    )
    customer.sees("Your answer was received. It helps us to serve you better.")


def treats_a_claim(alice: Person) -> None:
    """Open the claim that the answer calls for, treat it and close it."""
    reads_the_answer(alice)
    alice.follows("Open a claim")
    alice.fills(
        {
            "Title": CLAIM,
            "Severity": "Minor",
            "What happened": "Deux boîtes interverties.",
        },
        then="Save",
    )
    alice.fills(
        {"Cause": "Erreur d’étiquette", "Corrective action": "Contrôle", "Cost": "35"},
        then="Save",
    )
    alice.presses("Close the claim")
    alice.sees(CLAIM, "Erreur d’étiquette")


def reads_the_answer(alice: Person) -> None:
    """Open the answered survey."""
    alice.goes_to("Satisfaction")
    alice.follows("All surveys")
    alice.follows(market.CUSTOMER)
    alice.sees(f"{RECOMMENDATION}/10", "Étiquettes à revoir.")


def declares_a_vigilance(alice: Person) -> None:
    """Put the customer under vigilance, and look at it once."""
    reads_the_answer(alice)
    alice.follows("Declare a vigilance")
    alice.fills(
        {
            "Level": "To watch",
            "Cause": "Première livraison mal étiquetée",
            "Measures": "Appeler après chaque livraison",
            "Look every (days)": "15",
        },
        then="Save",
    )
    alice.sees("Première livraison mal étiquetée")
    alice.goes_to("Satisfaction")
    alice.sees(market.CUSTOMER)
