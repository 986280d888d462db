"""Prospecting: a guide, a visit planned on a target, its report."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.journeys.person import Person
from tests.journeys.stages import market, plan

GUIDE = "Visite d’un atelier de mécanique"
AIM = "Obtenir le cahier des charges du M8"
HEARD = "Vissal livre en huit semaines"
DEAL = "Vis M8 des carters"
QUESTIONS = [
    # question in French, in English, what its answer becomes
    ("Quelle quantité par an ?", "How many a year?", "Logistic"),
    ("Quelle tenue au cisaillement ?", "Which shear strength?", "Technical"),
]
ANSWERS = ["20 000 par an, par lots de 5 000", "12 kN minimum"]


def writes_a_guide(alice: Person) -> None:
    """Write a call guide whose answers become requirements."""
    alice.goes_to("Prospecting")
    alice.follows("Guides")
    alice.follows("New guide")
    alice.fills(
        {
            "Title": GUIDE,
            "Opening": "Se présenter, rappeler le salon.",
            "Families of products": [market.FAMILY],
            "Market segments": [market.SEGMENT],
        },
        then="Save",
    )
    for french, english, kind in QUESTIONS:
        alice.follows("New question")
        alice.fills(
            {
                "Question in French": french,
                "Question in English": english,
                "Argument in French": "Nous tenons du stock.",
                "The answer becomes a requirement": kind,
            },
            then="Save",
        )
    alice.sees(*(question[0] for question in QUESTIONS))


def plans_a_visit(alice: Person, *, on: datetime) -> None:
    """Plan a visit on the first target, with the aim and the guide."""
    plan.opens(alice)
    alice.follows("Targets")
    alice.follows(market.CUSTOMER)
    fills_the_visit(alice, on=on)


def plans_a_visit_without_a_plan(alice: Person, *, on: datetime) -> None:
    """Plan a visit from the page of the company."""
    market.opens_company(alice, market.CUSTOMER)
    fills_the_visit(alice, on=on)


def fills_the_visit(alice: Person, *, on: datetime) -> None:
    """Say when, what for, whom and with which guide."""
    alice.follows("Plan a contact")
    alice.fills(
        {
            "Kind": "Visit",
            "Starts": on,
            "Ends": on + timedelta(hours=1),
            "Subject": "Première visite",
            "Aim of the contact": AIM,
            "People to meet": ["Vidal"],
            "Guide": GUIDE,
        },
        then="Plan it",
    )
    alice.sees("Première visite", AIM, *(question[0] for question in QUESTIONS))


def reads_the_brief(alice: Person) -> None:
    """Read the one-page brief of the contact before the visit."""
    alice.follows("Contact brief")
    alice.sees(market.CUSTOMER, "Vidal")
    alice.page.go_back()


def reports(alice: Person, *, next_at: datetime) -> None:
    """Report the visit: the answers, the cost, what follows."""
    alice.follows("Report")
    answers = {q[0]: answer for q, answer in zip(QUESTIONS, ANSWERS, strict=True)}
    alice.fills(
        {
            "Outcome": "Need identified",
            "Report": "Bon accueil. Besoin confirmé.",
            **answers,
            "Next contact": "Call",
            "When": next_at,
            "About": "Remettre l’offre",
            "Cost without VAT": "86,40",
            "Distance (km)": "120",
        },
        then="Save",
    )
    alice.sees("Bon accueil. Besoin confirmé.", *ANSWERS)


def captures_what_was_heard(alice: Person) -> None:
    """Give the watch what the customer said about a rival."""
    alice.follows("Keep a finding")
    alice.fills(
        {
            "What was heard": HEARD,
            "Heading": "Competition",
            "About the competitor": "Vissal",
        },
        then="Save",
    )
    alice.sees(HEARD)


def opens_a_deal(alice: Person) -> None:
    """Open the deal from the report: customer, plan and contact follow."""
    alice.follows("Open a deal")
    alice.fills({"Title": DEAL}, then="Open the deal")
    alice.sees(DEAL, market.CUSTOMER)
