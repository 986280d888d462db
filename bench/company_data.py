"""A sales house of 100,000 companies that does not exist, the same every time.

Everything follows from the number of a record, so that a deal, its offer and its
order agree without being looked up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from bench.search_data import companies as named
from django.utils import timezone

from filon.directory.derivation import name_key
from filon.kernel.text import phone_digits

DEPARTMENTS = ("01", "26", "38", "42", "44", "49", "63", "69", "73", "74", "85")
NAF = ("22.29A", "25.11Z", "25.61Z", "25.62B", "28.12Z", "28.14Z", "28.99B", "33.12Z")
TRADES = ("Ateliers", "Mécanique", "Tôlerie", "Fonderie")
PER_TEAM = 5
# Of twenty deals with an offer: one is being written, two are sent, ten won.
DRAFT, SENT, ACCEPTED, REFUSED, EXPIRED = (
    (0,),
    (1, 2),
    tuple(range(3, 13)),
    tuple(range(13, 17)),
    tuple(range(17, 20)),
)
STATUS = {
    **dict.fromkeys(DRAFT, "DRAFT"),
    **dict.fromkeys(SENT, "SENT"),
    **dict.fromkeys(ACCEPTED, "ACCEPTED"),
    **dict.fromkeys(REFUSED, "REFUSED"),
    **dict.fromkeys(EXPIRED, "EXPIRED"),
}
DRAFT_LINES, LINES = 5, 3


class Size(NamedTuple):
    """How many records of each kind."""

    companies: int = 100_000
    items: int = 500

    @property
    def deals(self) -> int:
        """Three deals for five companies."""
        return self.companies * 3 // 5

    @property
    def offers(self) -> int:
        """Two deals of three come to an offer."""
        return self.companies * 2 // 5


class World:
    """The numbers and their facts."""

    def __init__(self, size: Size, now: datetime) -> None:
        self.size = size
        self.now = now
        self.today: date = timezone.localtime(now).date()

    # --- who ---------------------------------------------------------------------

    def team(self, company: int) -> int:
        """Team 1 follows every second company, team 4 the very last one only."""
        if company == self.size.companies:
            return 4
        if company % 2 == 0:
            return 1
        return 2 if company % 10 < 6 else 3

    def owner(self, company: int) -> int:
        """The salesperson: 1 to 5 in the first team, and so on."""
        team = self.team(company)
        return (team - 1) * PER_TEAM + 1 + company // 2 % PER_TEAM

    def company_of(self, number: int) -> int:
        """Return the company of a deal, spread over all of them."""
        return (number * 7_919 + number // 20) % self.size.companies + 1

    # --- when --------------------------------------------------------------------

    def at(self, days: int, number: int) -> datetime:
        """Return a moment of working hours, so many days from today."""
        zone = timezone.get_current_timezone()
        moment = time(8 + number % 10, number % 4 * 15)
        day = self.today + timedelta(days=days)
        return datetime.combine(day, moment, tzinfo=zone)

    # --- rows --------------------------------------------------------------------

    def companies(self) -> Iterator[tuple[Any, ...]]:
        """Companies: every third a customer; columns as `build.COMPANY`."""
        for row in named(self.size.companies):
            pk = row.object_id
            owner, department = self.owner(pk), DEPARTMENTS[pk % len(DEPARTMENTS)]
            is_customer = pk % 3 == 0
            yield (
                pk,
                row.title,
                name_key(row.title),
                is_customer,
                not is_customer,
                row.identifiers[0],
                NAF[pk % len(NAF)],
                "ABC"[pk % 3] if is_customer else "",
                "ACTIVE" if is_customer else "PROSPECT",
                row.phones[0],
                phone_digits(row.phones[0]),
                f"contact{pk}@companies.example",
                f"{department}{pk % 1000:03}",
                row.subtitle,
                name_key(row.subtitle),
                department,
                self.today - timedelta(days=pk % 400),
                owner,
                self.team(pk),
                owner,
                self.at(-1_100 + pk % 1_000, pk),
                self.at(-(pk % 400), pk),
            )

    def sites(self) -> Iterator[tuple[Any, ...]]:
        """One site a company."""
        for pk in range(1, self.size.companies + 1):
            department = DEPARTMENTS[pk % len(DEPARTMENTS)]
            yield (
                *(
                    pk,
                    pk,
                    f"{pk % 90 + 1} rue des Ateliers",
                    f"{department}{pk % 1000:03}",
                ),
                *("Ville", department, NAF[pk % len(NAF)], True),
            )

    def contacts(self) -> Iterator[tuple[Any, ...]]:
        """Two people a company."""
        chance = random.Random(11)  # noqa: S311 -- nothing secret
        firsts = ("Claire", "Hugo", "Sonia", "Paul", "Inès", "Marc", "Julie", "Karim")
        lasts = ("Moreau", "Girard", "Bonnet", "Lambert", "Faure", "Rousseau", "Blanc")
        for pk in range(1, 2 * self.size.companies + 1):
            company = (pk + 1) // 2
            first, last = chance.choice(firsts), chance.choice(lasts)
            phone = f"06 {chance.randrange(10_000_000, 99_999_999)}"
            owner = self.owner(company)
            yield (
                *(pk, company, first, last, name_key(f"{last} {first}")),
                *(("Acheteur", "Maintenance")[pk % 2], f"p{pk}@companies.example"),
                *(phone, phone_digits(phone), owner, self.team(company), owner),
                *(self.at(-900, pk), self.at(-900, pk)),
            )

    def activities(self) -> Iterator[tuple[Any, ...]]:
        """Three contacts a company: of fifteen, one is still planned."""
        kinds = ("CALL", "VISIT", "CALL", "EMAIL", "MEETING")
        outcomes = ("INTERESTED", "APPOINTMENT", "CALL_BACK", "NOT_INTERESTED")
        for pk in range(1, 3 * self.size.companies + 1):
            company = (pk + 2) // 3
            is_planned = pk % 15 == 0
            days = pk // 15 % 70 - 10 if is_planned else -1 - pk * 31 % 1_000
            starts, owner = self.at(days, pk), self.owner(company)
            yield (
                *(pk, kinds[pk % 5], "PLANNED" if is_planned else "DONE"),
                *("Point sur les installations", company, starts),
                None if is_planned else starts + timedelta(minutes=30),
                "" if is_planned else outcomes[pk % 4],
                "" if is_planned else "Besoin en vannes, décision au trimestre.",
                None if is_planned else Decimal(20 + pk % 80),
                *(owner, self.team(company), owner, starts, starts),
            )

    def deals(self) -> Iterator[tuple[Any, ...]]:
        """Deals with an offer first; the others are just opened, or lost."""
        for pk in range(1, self.size.deals + 1):
            company = self.company_of(pk)
            stage, owner = self.stage(pk), self.owner(company)
            opened = self.at(-1 - pk * 17 % (60 if stage in OPEN else 1_000), pk)
            closed = opened + timedelta(days=20)
            yield (
                *(pk, f"{TRADES[pk % 4]} lot {pk % 97}", company, stage, pk % 1_000),
                *(Decimal(pk % 300 * 250 + 1_000), 40),
                self.today + timedelta(days=pk % 120 - 20),
                "PRICE" if stage == "LOST" else "",
                closed if stage == "WON" else None,
                closed if stage == "LOST" else None,
                *(owner, self.team(company), owner, opened, opened),
            )

    def stage(self, deal: int) -> str:
        """Return where a deal stands; it agrees with its offer."""
        if deal > self.size.offers:
            return "QUALIFICATION" if deal % 20 == 0 else "LOST"
        status = STATUS[deal % 20]
        if status == "SENT":
            return ("OFFER", "NEGOTIATION")[deal % 20 - 1]
        return {"DRAFT": "STUDY", "ACCEPTED": "WON"}.get(status, "LOST")

    def quantity(self, offer: int, line: int) -> Decimal:
        """Return the quantity of a line."""
        return Decimal(1 + (offer + line) % 12)

    def item(self, offer: int, line: int) -> int:
        """Return the item of a line."""
        return (offer * 7 + line * 31) % self.size.items + 1

    def price(self, item: int) -> Decimal:
        """Return the price of an item."""
        return Decimal(10 + item * 13 % 900)

    def lines(self, offer: int) -> list[tuple[int, Decimal, Decimal]]:
        """Return the lines of an offer: item, quantity, price."""
        count = DRAFT_LINES if offer % 20 in DRAFT else LINES
        found = []
        for line in range(count):
            item = self.item(offer, line)
            found.append((item, self.quantity(offer, line), self.price(item)))
        return found

    def net(self, offer: int) -> Decimal:
        """Return the sum of an offer before VAT."""
        lines = self.lines(offer)
        return sum((quantity * price for _i, quantity, price in lines), Decimal(0))

    def sent(self, offer: int) -> datetime:
        """Return when an offer was sent; the open ones lately."""
        is_open = STATUS[offer % 20] in {"DRAFT", "SENT"}
        return self.at(-1 - offer * 17 % (25 if is_open else 1_000), offer)


OPEN = frozenset({"QUALIFICATION", "STUDY", "OFFER", "NEGOTIATION"})
