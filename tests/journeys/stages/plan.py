"""The action plan: from the insight to the start."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys import days
from tests.journeys.person import Person
from tests.journeys.stages import market, watch

PLAN = "Reprendre les clients M8 de Vissal"
START, END = days.today(), days.today() + timedelta(days=180)
TARGETS = 3


def plans_from_the_insight(alice: Person) -> None:
    """Start a plan from the insight; what the insight says is carried over."""
    alice.goes_to("Watch")
    alice.follows(watch.INSIGHT)
    alice.follows("Start a plan")
    alice.fills(
        {
            "Title": PLAN,
            "Starts on": START,
            "Ends on": END,
            "Mission that was given": "Gagner deux clients en six mois.",
            "Given by": "Denis",
            "Given on": START,
            "Scope": "Ateliers de la Loire",
            "Market potentials": [watch.INSIGHT],
            "No other plan interacts with it": True,
            "Feasibility": "Feasible",
            "Why, under which conditions": "Stock et capacité disponibles.",
            "Law and standards": "ISO 898-1",
            "Safety": "Aucune",
            "Environment": "REACH",
            "Quality": "ISO 9001",
            "Cost": "Budget de 2 000 €",
            "Time": "Avant juin",
        },
        then="Save",
    )
    alice.sees(PLAN, watch.INSIGHT, watch.FINDING, watch.POTENTIAL_AMOUNT)


def sets_objectives(alice: Person) -> None:
    """Set revenue, volume, margin and orders, with the figures given beside."""
    for metric, target in (
        ("Revenue", "9 000"),
        ("Quantity sold", "20 000"),
        ("Margin", "3 500"),
        ("Offers sent", "3"),
        ("Orders", "2"),
    ):
        alice.follows("Objectives")
        alice.follows("New objective")
        unit = {"Unit of the quantity": "Unité"} if metric == "Quantity sold" else {}
        alice.fills(
            {"What is counted": metric, "Proposed": target, "Given": target, **unit},
            then="Save",
        )
    alice.sees("Revenue", "Margin", "Orders")
    alice.follows("Conversion rates")
    alice.fills(
        {
            "Revenue of an average order": "4 500",
            "Offers that become orders (%)": "50",
            "Appointments that lead to an offer (%)": "50",
            "Contacts that lead to an appointment (%)": "40",
        },
        then="Save",
    )


def finds_targets(alice: Person) -> None:
    """Filter the base by place and trade; the companies found are the targets."""
    alice.follows("Targets")
    alice.follows("Find targets")
    alice.fills({"Departments": "42", "Activities (NAF)": "25.5, 25.6"}, then="Count")
    alice.sees(market.CUSTOMER)
    alice.fills({"Why these companies": "Clients de Vissal"}, then="Add to the plan")
    assert alice.rows("Clients de Vissal") or alice.rows(market.CUSTOMER)


def plans_actions_and_budget(alice: Person) -> None:
    """Add a wave of visits, a budget, a checkpoint and a reminder rule."""
    alice.follows("Actions")
    alice.follows("New action")
    alice.fills(
        {
            "Channel": "Visits",
            "Title": "Visiter les trois ateliers",
            "Starts on": START,
            "Ends on": START + timedelta(days=60),
            "Contacts to make": "3",
            "Assigned to": "Alice",
        },
        then="Save",
    )
    alice.follows("Budget")
    alice.follows("New budget line")
    alice.fills(
        {"Category": "Travel", "Label": "Déplacements", "Planned": "1 200"}, then="Save"
    )
    alice.follows("Follow-up")
    alice.follows("New checkpoint")
    alice.fills({"Checkpoint on": START + timedelta(days=90)}, then="Save")
    alice.follows("New rule")
    alice.fills(
        {
            "After what": "An offer was sent and is unanswered",
            "After how many days": "7",
            "Channel": "Phoning",
            "What to say": "Prendre des nouvelles de l’offre",
        },
        then="Save",
    )


def submits(alice: Person, approver: Person) -> None:
    """Submit the plan with its budget, which cannot start before."""
    alice.follows("Submit to approval")
    alice.fills({"Who approves": approver.name}, then="Submit")
    assert not alice.can_press("Start the plan")


def approves(denis: Person, title: str, comment: str = "D’accord.") -> None:
    """Find what awaits a decision, and approve it."""
    denis.goes_to("Inbox")
    denis.follows(title)
    denis.fills({"Comment": comment}, then="Approve")


def starts(alice: Person) -> None:
    """Start the approved plan."""
    opens(alice)
    alice.presses("Start the plan")
    alice.sees("Running")


def opens(person: Person) -> None:
    """Go to the plan."""
    person.goes_to("Action plans")
    person.follows(PLAN)
