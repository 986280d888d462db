"""The need: from the guide's answers to a synthesis that does not change."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys import days
from tests.journeys.documents import text_of
from tests.journeys.people import Cast
from tests.journeys.person import Person
from tests.journeys.stages import house, prospecting

EXPERT, EXPERT_MAIL = "Inès Roux", "ines.roux@laboratoire.example"
NEED = "Vis M8 inviolables pour carters"
QUESTION = "Une M8 classe 10.9 tient-elle 12 kN au cisaillement ?"
ANSWER = "Oui, essai de 2025 à l’appui."
EXTRA = "Longueur = 25 ±0,5 mm"
GAP = "What does not fit, and what is done about it"


def opens(person: Person) -> None:
    """Go to the need."""
    person.goes_to("Needs")
    person.follows(NEED)


def starts(alice: Person) -> None:
    """Start the need from the deal."""
    alice.follows("Start the need")
    alice.fills(
        {
            "Title": NEED,
            "Problem of the customer": "Le fournisseur arrête la série.",
            "Synthesis due on": days.today() + timedelta(days=15),
        },
        then="Start",
    )
    alice.sees(NEED)


def takes_the_answers(alice: Person) -> None:
    """Find the answers of the visit as requirements, and add one typed in a line."""
    alice.follows("Requirements")
    alice.sees(*prospecting.ANSWERS)
    alice.fills(
        {
            "New requirement": EXTRA,
            "About": "Technical",
            "Nature": "Implicit",
            "Priority": "F0 imperative",
        },
        then="Add the requirement",
    )
    alice.sees("25 ±0,5")


def describes_context_and_money(alice: Person, *, reserve: str = "") -> None:
    """Write the context, the financing capacity, the crossing with the policy.

    :param reserve: what does not fit the policy, where a point of it does not.
    """
    alice.follows("Overview")
    alice.follows("Edit", within=alice.card("Context"))
    alice.fills(
        {
            "Result expected": "Des carters inviolables",
            "Context, market, stakes": "Machines agricoles",
            "Present suppliers": "Vissal",
            "How the customer decides": "Achats puis bureau d’études",
        },
        then="Save",
    )
    alice.follows("Edit", within=alice.card("Financing"))
    alice.fills(
        {
            "Budget from": "4 000",
            "to": "6 000",
            "Source of the budget": "Mme Vidal, lors de la visite",
            "Way of financing": "Fonds propres",
            "Financing capacity": "Established",
            "Financial constraints": "Paiement à 45 jours",
        },
        then="Save",
    )
    alice.follows("Cross with the policy")
    alice.fills(
        {
            "Does it fit the company’s policy?": (
                "Fits with reserves" if reserve else "Fits"
            ),
            **({GAP: reserve} if reserve else {}),
            "Text of the company that counts here": "Politique commerciale",
            "How it is taken into account": "Remise tenue sous 10 %.",
            "Resources of the company": "Stock de M8",
        },
        then="Save",
    )
    alice.follows("Go or no go")
    alice.follows("Decide")
    alice.fills({"Decision": "Go", "Reason": "Cœur de gamme"}, then="Save")


def asks_an_expert(alice: Person) -> None:
    """Ask somebody without an account, by name and mail."""
    alice.follows("Opinions and sharing")
    alice.follows_gesture("Ask for an opinion")
    alice.fills(
        {
            "Name outside": EXPERT,
            "E-mail outside": EXPERT_MAIL,
            "What you need": "Expertise",
            "Question": QUESTION,
        },
        then="Send the question",
    )
    alice.sees(EXPERT)


def expert_answers_on_a_phone(cast: Cast, ada: Person) -> None:
    """Answer by the link of the mail, on a phone, without an account."""
    link = house.link_in_mail(ada, EXPERT_MAIL)
    expert = cast.enters("Inès", is_on_phone=True)
    expert.opens(link)
    expert.sees(QUESTION)
    expert.fills(
        {
            "Is it feasible?": "Feasible",
            "Explanation": ANSWER,
            "Lead time in days": "12",
        },
        then="Send the answer",
    )
    expert.sees(ANSWER)


def freezes_the_synthesis(alice: Person, *, expert_says: str = ANSWER) -> None:
    """Date the three steps and freeze the synthesis; its PDF says all of it."""
    opens(alice)
    for step in ("Clarification", "Feasibility", "Study"):
        alice.follows(step)
        alice.fills({"Done on": days.today()}, then="Save")
    alice.presses("Freeze the synthesis")
    alice.follows("Overview")
    text = text_of(alice.receives("Synthesis (PDF)"))
    for words in (NEED, *prospecting.ANSWERS, expert_says, "Fonds propres"):
        assert words in text, words
