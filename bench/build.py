"""Builds the database of the bench once; a stamp says which one it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bench import places
from bench.bulk import Bulk
from bench.company_data import ACCEPTED, PER_TEAM, STATUS, Size, World
from django.db import connection, models, transaction

from filon.accounts.models import CompanyProfile, Role, Team, User
from filon.accounts.services import company_update, team_create, user_create
from filon.catalog.models import Item
from filon.contracts.models import Order, OrderLine
from filon.deals.indexing import deal_row
from filon.deals.models import Deal
from filon.directory.indexing import contact_row, organization_row
from filon.directory.models import Contact, Organization, Site
from filon.journal.models import Entry
from filon.kernel import clock
from filon.kernel.statistics import refresh_statistics
from filon.offers.indexing import offer_row
from filon.offers.models import ConformityCheck, Offer, OfferLine, OfferRevision
from filon.project.database import prepare_database
from filon.prospecting.models import Activity
from filon.search import services as search
from filon.search.rows import IndexRow

PASSWORD = "a long password for the bench"  # noqa: S105 -- of nobody
SALESPERSON = "alice@filon.example"
LONELY = "solo@filon.example"
TEAMS = ("Nord", "Sud", "Est", "Solo")
OWNED = " owner_id team_id created_by_id created_at updated_at"
COMPANY = (
    "id name name_key is_customer is_prospect siren naf_rev2 abc_class lifecycle phone"
    " phone_digits email postcode city city_key department_code last_contact_on"
)


def build(size: Size, now: datetime) -> None:
    """Fill an empty, migrated database."""
    world = World(size, now)
    _people(now)
    stages: list[tuple[str, Any]] = [
        ("items", _items),
        ("companies", _companies),
        ("contacts", _contacts),
        ("deals and offers", _offers),
        ("orders", _orders),
        ("activities", _activities),
        ("history", _history),
        ("search index", _index),
    ]
    for label, fill in stages:
        start = time.perf_counter()
        with transaction.atomic():
            count = fill(world)
        print(f"  {label:<18}{count:>9,}  {time.perf_counter() - start:6.1f} s")
    _restart_counters()
    if connection.vendor == "postgresql":
        # As its own daemon does within a minute.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    else:
        # As Filon does after an import, and every night.
        refresh_statistics()


def _people(now: datetime) -> None:
    teams = [team_create(name=name, actor=None, now=now) for name in TEAMS]
    for number in range(len(TEAMS) * PER_TEAM):
        team, place = divmod(number, PER_TEAM)
        name = f"{TEAMS[team].lower()}{place}"
        email = {"nord0": SALESPERSON, "solo0": LONELY}.get(
            name, f"{name}@filon.example"
        )
        user_create(
            email=email,
            first_name=TEAMS[team],
            last_name=f"Vendeur {place}",
            role=Role.SALESPERSON,
            password=PASSWORD if email == SALESPERSON else None,
            team=teams[team],
        )
    # The rows below name people and teams by these numbers.
    assert list(User.objects.order_by("pk").values_list("pk", flat=True)) == list(
        range(1, len(TEAMS) * PER_TEAM + 1)
    )
    assert Team.objects.get(pk=1).name == TEAMS[0]


def _items(world: World) -> int:
    bulk = Bulk(Item, "id reference name_fr name_key price cost" + OWNED)
    return bulk.write(
        (
            *(n, f"REF-{n:04}", f"Vanne DN {n}", f"vanne dn {n}"),
            *(world.price(n), world.price(n) * 6 / 10, 1, None, 1),
            *(world.now, world.now),
        )
        for n in range(1, world.size.items + 1)
    )


def _companies(world: World) -> int:
    site = "id organization_id address postcode city department_code naf_rev2 is_main"
    count = Bulk(Organization, COMPANY + OWNED).write(world.companies())
    Bulk(Site, site).write(world.sites())
    return count


def _contacts(world: World) -> int:
    columns = (
        "id organization_id first_name last_name name_key function email mobile"
        " mobile_digits"
    )
    return Bulk(Contact, columns + OWNED).write(world.contacts())


def _offers(world: World) -> int:
    deal = (
        "id title organization_id stage position amount probability_percent"
        " expected_close_on lost_reason won_at lost_at"
    )
    count = Bulk(Deal, deal + OWNED).write(world.deals())
    Bulk(Offer, "id number title deal_id organization_id" + OWNED).write(
        _offer_rows(world)
    )
    revision = (
        "id offer_id created_at created_by_id updated_at valid_until is_priced"
        " total_net total_tax total_gross total_net_company total_cost margin"
        " content_hash sent_at"
    )
    Bulk(OfferRevision, revision).write(_revision_rows(world))
    line = (
        "id revision_id position item_id reference designation quantity unit_cost"
        " cost_source gross_price net_price net_amount cost_amount"
    )
    Bulk(OfferLine, line).write(_line_rows(world))
    Bulk(ConformityCheck, "revision_id topic").write(
        (number, topic)
        for number in range(20, world.size.offers + 1, 20)
        for topic in ConformityCheck.Topic.values
    )
    _send(world)
    return count


def _offer_rows(world: World) -> Iterator[tuple[Any, ...]]:
    for number in range(1, world.size.offers + 1):
        company = world.company_of(number)
        owner, sent = world.owner(company), world.sent(number)
        is_draft = STATUS[number % 20] == "DRAFT"
        yield (
            *(number, "" if is_draft else f"OFF-{number:07}", f"Vannes lot {number}"),
            *(number, company, owner, world.team(company), owner, sent, sent),
        )


def _revision_rows(world: World) -> Iterator[tuple[Any, ...]]:
    for number in range(1, world.size.offers + 1):
        net, sent = world.net(number), world.sent(number)
        tax, cost = net / 5, net * 6 / 10
        owner = world.owner(world.company_of(number))
        is_draft = STATUS[number % 20] == "DRAFT"
        yield (
            *(number, number, sent, owner, sent, sent.date(), True),
            *(net, tax, net + tax, net, cost, net - cost),
            *(("", None) if is_draft else ("0" * 64, sent)),
        )


def _line_rows(world: World) -> Iterator[tuple[Any, ...]]:
    pk = 0
    for number in range(1, world.size.offers + 1):
        for position, (item, quantity, price) in enumerate(world.lines(number), 1):
            pk += 1
            cost = price * 6 / 10
            yield (
                *(pk, number, position, item, f"REF-{item:04}", f"Vanne DN {item}"),
                *(quantity, cost, "STANDARD", price, price),
                *(quantity * price, quantity * cost),
            )


def _send(world: World) -> None:
    """Leave the state of a draft: before that the lines could not be written."""
    cases = " ".join(f"WHEN {rest} THEN '{name}'" for rest, name in STATUS.items())
    table = OfferRevision._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET status = CASE id %% 20 {cases} END", [])  # noqa: S608 -- own words


def _orders(world: World) -> int:
    columns = (
        "id number revision_id organization_id deal_id status ordered_on delivery_on"
        " total_net total_tax total_gross total_net_company total_cost margin"
    )
    line = (
        "order_id position item_id reference designation quantity net_price net_amount"
        " net_amount_company cost_amount"
    )
    numbers = [n for n in range(1, world.size.offers + 1) if n % 20 in ACCEPTED]
    count = Bulk(Order, columns + OWNED).write(_order_rows(world, numbers))
    Bulk(OrderLine, line).write(
        (
            *(order, position, item, f"REF-{item:04}", f"Vanne DN {item}", quantity),
            *(price, quantity * price, quantity * price, quantity * price * 6 / 10),
        )
        for order in numbers
        for position, (item, quantity, price) in enumerate(world.lines(order), 1)
    )
    return count


def _order_rows(world: World, numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    for number in numbers:
        company, net = world.company_of(number), world.net(number)
        owner, sent = world.owner(company), world.sent(number)
        cost = net * 6 / 10
        yield (
            *(number, f"CDE-{number:07}", number, company, number, "DELIVERED"),
            *(sent.date(), sent.date(), net, net / 5, net + net / 5, net, cost),
            *(net - cost, owner, world.team(company), owner, sent, sent),
        )


def _activities(world: World) -> int:
    columns = (
        "id kind status subject organization_id starts_at done_at outcome report cost"
    )
    count = Bulk(Activity, columns + OWNED).write(world.activities())
    Bulk(Activity.contacts.through, "activity_id contact_id").write(
        (number, 2 * ((number + 2) // 3) - number % 2) for number in range(1, count + 1)
    )
    return count


def _history(world: World) -> int:
    columns = "at actor_id actor_name target_kind target_id about_kind about_id message"
    bulk = Bulk(Entry, columns)
    about = "directory.organization"
    sizes = world.size
    count = bulk.write(
        (
            *(world.at(-1_100 + pk % 1_000, pk), world.owner(pk), "Vendeur", about, pk),
            *("", None, "Created"),
        )
        for pk in range(1, sizes.companies + 1)
    )
    count += bulk.write(
        (
            *(
                world.at(-1 - pk * 31 % 1_000, pk),
                world.owner((pk + 2) // 3),
                "Vendeur",
            ),
            *("prospecting.activity", pk, about, (pk + 2) // 3, "Contact reported"),
        )
        for pk in range(1, 3 * sizes.companies + 1)
    )
    for kind in ("deals.deal", "offers.offer"):
        count += bulk.write(
            (
                *(world.sent(pk), world.owner(world.company_of(pk)), "Vendeur"),
                *(kind, pk, about, world.company_of(pk), "Created"),
            )
            for pk in range(1, sizes.offers + 1)
        )
    return count


def _index(world: World) -> int:
    def rows() -> Iterator[IndexRow]:
        names: dict[int, str] = {}
        for company in Organization.objects.iterator(2_000):
            names[company.pk] = company.name
            yield organization_row(company)
        for contact in Contact.objects.iterator(2_000):
            yield contact_row(contact, names[contact.organization_id])
        for deal in Deal.objects.select_related("organization").iterator(2_000):
            yield deal_row(deal)
        for offer in Offer.objects.select_related("organization").iterator(2_000):
            yield offer_row(offer)

    return search.index(rows())


def _restart_counters() -> None:
    """Let PostgreSQL number new rows after the ones that brought their number."""
    tables: list[type[models.Model]] = [
        *(Item, Organization, Site, Contact, Deal, Offer, OfferRevision, OfferLine),
        *(Order, Activity),
    ]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in tables:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"  # noqa: S608 -- names of models
                    f" (SELECT max(id) FROM {table}))"
                )


def ensure(size: Size, *, is_known: bool) -> None:
    """Build the database unless it is there.

    A PostgreSQL database remembers its stamp as the name of the company.
    """
    name = f"Banc d’essai {places.stamp()} {size.companies}"
    if is_known:
        return
    prepare_database()
    if CompanyProfile.objects.filter(name=name).exists():
        return
    if User.objects.exists():
        sys.exit("The database is not empty: give the bench one of its own.")
    print(f"Building {size.companies:,} companies on {connection.vendor}…", flush=True)
    now = clock.now()
    build(size, now)
    company_update(
        values={"name": name, "siren": "123456782", "city": "Lyon"}, actor=None, now=now
    )
    connection.close()
    if not places.is_postgresql():
        places.keep(size.companies)
