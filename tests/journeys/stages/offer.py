"""The offer: from the need to a sent revision and a customer who accepts."""

from __future__ import annotations

from decimal import Decimal

from tests.journeys.documents import text_of
from tests.journeys.people import Cast
from tests.journeys.person import Person
from tests.journeys.stages import house, need, plan, prospecting

CONTACT_MAIL = "c.vidal@roanne-mecanique.example"
OPTION = "Formation au montage"

# What the journey offers, worked out by hand. The price after the discount is rounded
# to the cent: 24.90 − 12 % = 21.912, so 21.91 for a hundred.
LINES = [
    ("VS-M8", "5 000", Decimal("21.91") * 5000 / 100),
    ("VS-M6", "2 000", Decimal("18.50") * 2000 / 100),
    ("EM-S2", "10", Decimal("46.75") * 10),
]
DISCOUNT_PERCENT = "12"  # more than the 10 % that a salesperson may grant alone
OPTION_PRICE = Decimal("650")
FIRM_NET = sum((amount for _ref, _quantity, amount in LINES), Decimal())
VAT = Decimal("1.20")
COST = Decimal("12.00") * 50 + Decimal("9.10") * 20 + Decimal("21.30") * 10
OPTION_COST = Decimal("380")
ORDER_NET = FIRM_NET + OPTION_PRICE
ORDER_GROSS = ORDER_NET * VAT
ORDER_MARGIN = ORDER_NET - COST - OPTION_COST


def starts_from_the_need(alice: Person) -> None:
    """Make the offer from the frozen need: its requirements come along."""
    alice.goes_to("Needs")
    alice.follows(need.NEED)
    alice.follows("Make the offer")
    alice.fills({"Contact": "Vidal"}, then="Go to the lines")
    alice.sees(need.NEED)


def writes_the_lines(alice: Person) -> None:
    """Type three lines, an option and a discount."""
    for reference, quantity, _amount in LINES:
        adds_line(alice, reference, quantity)
    adds_line(alice, "SRV-FORM", "1")
    alice.changes("Inclusion", "Option", within=alice.row("SRV-FORM"))
    alice.changes("Discount", DISCOUNT_PERCENT, within=alice.row("VS-M8"))
    alice.sees(*(alice.money(one) for one in (FIRM_NET, FIRM_NET * VAT, ORDER_NET)))


def adds_line(person: Person, reference: str, quantity: str) -> None:
    """Type a reference and a quantity."""
    form = person.form("Add", "Reference or words")
    person.fills_in({"Reference or words": reference, "Quantity": quantity}, form=form)
    person.presses_in_place("Add", within=form)
    person.sees(reference)


def judges_the_adequacy(alice: Person) -> None:
    """Say of each requirement whether the offer meets it."""
    alice.follows("Adequacy")
    for requirement in (*prospecting.ANSWERS, need.EXTRA):
        row = alice.main.get_by_role("row").filter(has_text=requirement)
        alice.fills_in({"Verdict": "Compliant", "What we offer": "VS-M8"}, form=row)
        alice.presses("Save", within=row)
    alice.sees("100")


def argues(alice: Person) -> None:
    """Write the three sections of the argument and the recommendation."""
    alice.follows("Arguments")
    alice.fills(
        {
            "Technical side": "12 kN prouvés par essai.",
            "Financial side": "Prix tenus six mois.",
            "Services and follow-up": "Formation de vos monteurs.",
            "Our recommendation": "La M8 avec la formation.",
        },
        then="Save",
    )


def verifies(alice: Person) -> None:
    """Confirm the six verifications; a second person receives the offer, to read."""
    alice.follows("Checks and sending")
    alice.presses("All verified")
    alice.sees(CONTACT_MAIL)
    alice.follows("Add a recipient")
    alice.fills(
        {
            "or a name": "Bureau d’études",
            "E-mail": "etudes@roanne-mecanique.example",
            "May accept or refuse": False,
        },
        then="Add",
    )
    alice.sees("reads only")


def cannot_be_sent_before_approval(alice: Person, denis: Person) -> None:
    """Find the offer blocked by its discount, ask for the approval, get it."""
    alice.follows("Send")
    assert not alice.can_press("Send to %(count)s recipients")
    alice.follows("Back to the checks")
    alice.fills(
        {"What the approver should know": "Premier client pris à Vissal."},
        then="Ask for the approval",
    )
    plan.approves(denis, need.NEED, "Pour gagner le client.")


def sends(alice: Person) -> None:
    """Send the approved offer."""
    opens(alice)
    alice.follows("Send")
    alice.fills(
        {"Message of the e-mail": "Comme convenu."},
        then="Send to %(count)s recipients",
    )
    alice.sees("Sent")


def opens(person: Person, title: str = need.NEED) -> None:
    """Go to the offer."""
    person.goes_to("Offers")
    person.follows(title)


def customer_accepts(cast: Cast, ada: Person) -> Person:
    """Open the link of the mail, tick the option, see the total change, accept."""
    link = house.link_in_mail(ada, CONTACT_MAIL)
    customer = cast.enters("Camille")
    customer.opens(link)
    reads_the_offer(customer)
    choice = customer.main.locator("form").filter(has_text=OPTION).first
    customer.ticks(OPTION, within=choice)
    customer.sees(customer.money(ORDER_NET), customer.money(ORDER_GROSS))
    accepts(customer, ORDER_GROSS)
    customer.sees(customer.money(ORDER_NET))
    customer.does_not_see(customer.money(FIRM_NET))
    return customer


def reads_the_offer(customer: Person) -> None:
    """Read the same amounts on the page and in the document, to the cent."""
    totals = [customer.money(one) for one in (FIRM_NET, FIRM_NET * VAT)]
    amounts = [customer.money(amount) for _ref, _quantity, amount in LINES]
    customer.sees(*totals, *amounts, "12 kN prouvés par essai.")
    pdf = text_of(customer.receives("Document (PDF)"))
    for amount in (*totals, *amounts):
        assert amount in pdf, (amount, pdf)


def accepts(customer: Person, gross: Decimal) -> None:
    """Accept for the total that the page shows."""
    total = customer.money(gross)
    form = customer.form(total, "First and last name")
    customer.fills_in(
        {
            "First and last name": "Camille Vidal",
            "Function": "Responsable achats",
            "Your order reference": "CDE-4512",
        },
        form=form,
    )
    form.get_by_role("checkbox").last.check()
    customer.clicks += 1
    customer.presses(total, within=form)
    customer.sees("Camille Vidal", total)
