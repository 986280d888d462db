"""The watch: from what was seen to a brief that was read."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys import days
from tests.journeys.documents import text_of
from tests.journeys.person import Person
from tests.journeys.stages import market

TOPIC = "Vissage inviolable"
SOURCE = "Salon Global Industrie"
FINDING = "Vissal arrête les vis inviolables M8"
INSIGHT = "Les ateliers de la Loire cherchent un nouveau fournisseur de M8"
POTENTIAL_AMOUNT = "27 000,00 €"
BRIEF = "Note de veille : vissage inviolable"


def opens_a_topic(alice: Person) -> None:
    """Say what is watched and what the company expects to learn."""
    alice.goes_to("Watch")
    alice.follows("New topic")
    alice.fills(
        {
            "What is watched": TOPIC,
            "Scope": "Vis et empreintes de sécurité en Auvergne-Rhône-Alpes",
            "Headings": ["Competition", "Customer expectations"],
            "Review every (days)": "30",
            "Market segments": [market.SEGMENT],
            "Product families": [market.FAMILY],
            "What the company expects to learn about products": "Qui fait du M8 ?",
            "What the company expects to learn about customers": "Qui change ?",
        },
        then="Save",
    )
    alice.sees(TOPIC, "Qui fait du M8 ?", "Qui change ?")
    alice.follows("New source")
    alice.fills(
        {
            "Name of the source": SOURCE,
            "Kind": "Trade show",
            "Reliability": "A, verified",
            "Why this source": "Tous les fabricants y exposent",
        },
        then="Save",
    )
    alice.sees(SOURCE)


def captures_a_finding(alice: Person) -> None:
    """Write down what was heard, by hand."""
    alice.goes_to("Watch")
    alice.follows("New finding")
    alice.fills(
        {
            "What did you see or hear?": FINDING,
            "Heading": "Competition",
            "Where from": "Stand de Vissal",
            "Details": "Fin de série annoncée pour juin.",
            "Source": SOURCE,
            "Reliability": "A, verified",
            "Topic": TOPIC,
            "Product family": market.FAMILY,
            "Market segment": market.SEGMENT,
        },
        then="Save",
    )
    alice.sees(FINDING)


def concludes(alice: Person) -> None:
    """Draw an insight from the finding, and decide to pursue it."""
    alice.goes_to("Watch")
    alice.follows(FINDING)
    alice.follows("Conclude")
    alice.fills(
        {
            "What follows from it": INSIGHT,
            "Kind": "Opportunity",
            "Side of the market": "Commercial",
            "Impact": "4",
            "Likelihood": "4",
            "Horizon": "Within 6 months",
            "Analysis": "Trois ateliers du segment sont clients de Vissal.",
            "Territory": market.TERRITORY,
        },
        then="Save",
    )
    alice.sees(INSIGHT, FINDING, "16")
    alice.fills({"Decision": "Pursue", "Reason": "Marge et stock"}, then="Decide")
    alice.sees("Marge et stock")


def measures_the_potential(alice: Person) -> None:
    """Compute the market potential of the insight: 3 × 60 % × 15 000."""
    alice.goes_to("Watch")
    alice.follows(INSIGHT)
    alice.follows("Measure")
    alice.fills(
        {
            "Companies that could buy": "3",
            "Share expected to buy (%)": "60",
            "What one of them spends in a year": "15 000",
            "Assumptions": "Base clients, panier des clients actuels.",
        },
        then="Save",
    )
    alice.sees(POTENTIAL_AMOUNT)


def draws_a_swot(alice: Person) -> None:
    """Draw the SWOT of the topic from its insights."""
    alice.goes_to("Watch")
    alice.follows("Analyses")
    alice.follows("New analysis")
    alice.fills({"Method": "SWOT"}, then="Go on")
    alice.fills(
        {
            "Title": "SWOT du vissage inviolable",
            "Topic": TOPIC,
            "Strengths": "Stock de M8 disponible",
            "Weaknesses": "Peu connus dans la Loire",
            "Conclusion": "Attaquer avant juin.",
        },
        then="Save",
    )
    alice.sees(INSIGHT, "Stock de M8 disponible", "Attaquer avant juin.")


def transmits_a_brief(alice: Person, reader: Person) -> None:
    """Freeze a brief and transmit it; the reader's reading is proved."""
    alice.goes_to("Watch")
    alice.follows("Briefs")
    alice.follows("New brief")
    alice.fills(
        {
            "Title": BRIEF,
            "Topic": TOPIC,
            "From": days.today() - timedelta(days=30),
            "To": days.today(),
            "To be transmitted by": days.today() + timedelta(days=7),
            "Key messages": "Une place se libère.",
        },
        then="Collect",
    )
    alice.sees(INSIGHT, FINDING, "Qui fait du M8 ?")
    alice.presses("Freeze")
    transmits(alice, [reader.name])
    proof = alice.page.url
    reader.goes_to("Inbox")
    reader.follows(BRIEF)
    reader.presses("I have read this")
    alice.opens(proof)
    alice.does_not_see("Not yet")
    alice.goes_to("Watch")
    alice.follows("Briefs")
    alice.follows(BRIEF)
    text = text_of(alice.receives("PDF"))
    assert INSIGHT in text
    assert FINDING in text


def transmits(sender: Person, people: list[str]) -> None:
    """Send what is shown to people of the house."""
    sender.follows_gesture("Transmit")
    sender.fills(
        {
            "People": people,
            "To be sent by": days.today() + timedelta(days=7),
            "Message": "Pour lecture avant la réunion.",
        },
        then="Send",
    )
    sender.sees(*people)
