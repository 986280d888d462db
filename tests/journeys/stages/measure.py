"""The measure: figures from the thread, frozen, commented, reported."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.journeys import days
from tests.journeys.documents import cells_of, text_of
from tests.journeys.person import Person
from tests.journeys.stages import market, offer, plan

COMMENT = "Première commande gagnée sur Vissal."
PIECES = 5000 + 2000 + 10 + 1


def expected(alice: Person) -> dict[str, str]:
    """Compute each objective again, from what the journey typed."""
    return {
        "Revenue": alice.money(offer.ORDER_NET),
        "Margin": alice.money(offer.ORDER_MARGIN),
        "Offers sent": "1",
        "Orders": "1",
    }


def reads_the_figures(alice: Person) -> None:
    """Find the figures of the plan equal to what was computed beside."""
    alice.goes_to("Indicators")
    alice.follows(plan.PLAN)
    for metric, figure in expected(alice).items():
        assert shown(alice, metric) == figure, metric


def shown(alice: Person, metric: str) -> str:
    """Return the value beside an objective."""
    card = alice.card("Today, from the thread")
    line = card.get_by_role("listitem").filter(has_text=alice.words(metric)).first
    return " ".join(line.locator("strong").inner_text().split())


def freezes_and_comments(alice: Person) -> None:
    """Freeze the figures of today and comment the revenue."""
    alice.fills({"As of": days.today()}, then="Freeze")
    alice.follows("Comment", within=alice.row(alice.money(offer.ORDER_NET)))
    alice.fills(
        {"Comment": COMMENT, "Cause": "Salon", "Action": "Relancer les deux autres"},
        then="Save",
    )
    alice.sees(COMMENT)


def publishes_a_review(alice: Person) -> None:
    """Write the period review; its PDF and XLSX hold the frozen figures."""
    alice.follows("Period review")
    alice.fills(
        {
            "Title": "Bilan de la période",
            "From": days.today() - timedelta(days=30),
            "To": days.today(),
            "Comment": "Le plan démarre bien.",
        },
        then="Save",
    )
    alice.presses("Publish")
    text = text_of(alice.receives("PDF"))
    for words in (plan.PLAN, alice.money(offer.ORDER_NET), "Le plan démarre bien."):
        assert words in text, text
    numbers = numbers_of(alice.receives("XLSX"))
    assert offer.ORDER_NET in numbers, numbers
    assert offer.ORDER_MARGIN in numbers, numbers


def numbers_of(workbook: bytes) -> set[Decimal]:
    """Return every number of a workbook."""
    cells = (cell for row in cells_of(workbook) for cell in row)
    return {
        Decimal(str(cell)).quantize(Decimal("0.01"))
        for cell in cells
        if isinstance(cell, int | float) and not isinstance(cell, bool)
    }


def reads_the_history(alice: Person) -> None:
    """Find the customer's order in the history by customer."""
    alice.goes_to("Indicators")
    alice.follows("Histories")
    alice.sees(market.CUSTOMER, alice.money(offer.ORDER_NET))
