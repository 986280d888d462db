"""Costs and margins reach nobody who has no right to them (AZ-07).

Every cost and margin of the worlds is a number that stands nowhere else. It must not be
found in any page, sheet, document, filter or order of a list that is answered to people
without the right, nor in anything that a customer receives.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from filon.accounts.models import Role, User
from filon.accounts.policies import can_see_cost, can_see_margin
from filon.files.services import read_bytes
from filon.mail.models import OutboxMessage
from filon.offers import services
from filon.web.access import Access
from filon.web.listing import ListPage
from tests.offers import make
from tests.world.addresses import Route, routes
from tests.world.asking import Answer, Person, readable
from tests.world.build import World
from tests.world.scene import Scene, scene
from tests.world.values import COST, MARGIN, MARGIN_RATE, QUOTED

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

ROUTES = [r for r in routes() if r.access not in {Access.PUBLIC, Access.LINK}]
SPACES = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE} ,."), None)
SORTS = ("cost", "unit_cost", "total_cost", "margin", "margin_percent", "margin_amount")


@pytest.fixture(autouse=True)
def fixed_day(now: datetime) -> Iterator[None]:
    """Stop the clock of the pages, and keep the log of refusals short."""
    logging.disable(logging.WARNING)
    with time_machine.travel(now, tick=False):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def stage(now: datetime) -> Scene:
    """Return two teams with three rows of every kind."""
    return scene(now).fill(3)


def digits(number: Decimal) -> str:
    """Return a number as it is looked for: without any separator."""
    return str(number).replace(".", "")


def secrets_of(user: User) -> tuple[str, ...]:
    """Return the numbers that this person may not read."""
    numbers: list[Decimal] = []
    if not can_see_cost(user):
        numbers.append(COST)
    if not can_see_margin(user):
        numbers += [MARGIN, MARGIN_RATE, QUOTED]
    return tuple(digits(number) for number in numbers)


def leak(text: str, secrets: tuple[str, ...]) -> str:
    """Return what stands around the first secret of a text, or nothing."""
    if not any(secret[:2] in text for secret in secrets):
        return ""
    for line in text.splitlines():
        joined = line.translate(SPACES)
        for secret in secrets:
            place = joined.find(secret)
            # A longer number that happens to hold the digits is another number.
            around = joined[max(0, place - 1) : place + len(secret) + 1]
            if place >= 0 and len(re.sub(r"\D", "", around)) == len(secret):
                return " ".join(line.split())[:160]
    return ""


def readings(
    route: Route, person: Person, world: World
) -> Iterator[tuple[str, Answer]]:
    """Yield all that one address answers to a person."""
    formats = ("",) if route.names_a_record else ("", "?format=csv", "?format=xlsx")
    for suffix in formats:
        yield suffix, person.get(route.url(world) + suffix)


@pytest.mark.parametrize(
    "role", [Role.READ_ONLY, Role.EXPERT, Role.ADMINISTRATOR, Role.SALESPERSON]
)
def test_no_page_sheet_or_document_holds_them(stage: Scene, role: Role) -> None:
    user = stage.cast[role]
    person, secrets = Person(user), secrets_of(user)
    failures = []
    for route in ROUTES:
        if route.right is not None and not route.right(user):
            continue
        for suffix, answer in readings(route, person, stage.ours):
            found = leak(answer.text, secrets)
            if found:
                failures.append(f"{route.name}{suffix}: {found}")
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize(
    "role", [Role.CANDIDATE, Role.TUTOR, Role.EVALUATOR, Role.OFFICER]
)
def test_exam_centre_reads_none_of_them(stage: Scene, role: Role) -> None:
    user = stage.cast[role]
    person, secrets = Person(user), secrets_of(user)
    failures = []
    for route, world in itertools.product(ROUTES, (stage.ours, stage.theirs)):
        if route.right is None or route.right(user):
            found = leak(person.get(route.url(world)).text, secrets)
            if found:
                failures.append(f"{route.name}: {found}")
    assert not failures, "\n".join(failures)


def test_they_are_found_by_those_who_may_see_them(stage: Scene) -> None:
    """The search for secrets finds them where they are."""
    person = Person(stage.cast[Role.DIRECTOR])
    item = next(r for r in ROUTES if r.name == "catalog:detail")
    order = next(r for r in ROUTES if r.name == "contracts:order-detail")

    assert leak(person.get(item.url(stage.ours)).text, (digits(COST),))
    assert leak(person.get(order.url(stage.ours)).text, (digits(MARGIN),))


def test_no_list_is_ordered_or_filtered_by_them(stage: Scene) -> None:
    person = Person(stage.cast[Role.READ_ONLY])
    failures = []
    for route in ROUTES:
        if route.names_a_record or not (route.right and route.right(person.user)):
            continue
        page = page_of(person.get(route.url(stage.ours)))
        if page is None:
            continue
        if page.filters is not None:
            names = [n for n in page.filters.fields if "margin" in n or "cost" in n]
            failures += [f"{route.name} filters by {name}" for name in names]
        before = [row.record.pk for row in page.rows]
        for sort in (sign + name for name in SORTS for sign in ("", "-")):
            after = page_of(person.get(f"{route.url(stage.ours)}?sort={sort}"))
            assert after is not None
            if [row.record.pk for row in after.rows] != before:
                failures.append(f"{route.name} orders by {sort}")
    assert not failures, "\n".join(failures)


def page_of(answer: Answer) -> ListPage | None:
    """Return the list that a page shows, if it is one."""
    page = (answer.context or {}).get("page")
    return page if isinstance(page, ListPage) else None


def test_customer_receives_none_of_them(alice: User) -> None:
    price = Decimal(20_000)
    secrets = tuple(digits(n) for n in (COST, price - COST))
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice, price=price, cost=COST))
    make.verify(revision, alice)
    services.revision_send(revision=revision, actor=alice, now=make.NOW)
    revision.refresh_from_db()

    texts = [mail.full_body + mail.subject for mail in OutboxMessage.objects.all()]
    files = [f for mail in OutboxMessage.objects.all() for f in mail.attachments.all()]
    assert revision.document is not None
    files.append(revision.document)
    texts += [readable(read_bytes(file), file.media_type) for file in files]
    client = Client()
    for address in re.findall(r"https?://[^/\s]+(/link/\S+)", texts[0]):
        page = client.get(address, follow=True)
        texts.append(page.content.decode())
        document = client.get(f"{page.request['PATH_INFO']}document/")
        content = document.getvalue()
        assert content.startswith(b"%PDF")
        texts += [readable(content, "application/pdf"), content.decode("latin-1")]

    with pikepdf.open(io.BytesIO(read_bytes(revision.document))) as pdf:
        carried = [pdf.attachments[name].get_file() for name in pdf.attachments]
        texts += [file.read_bytes().decode() for file in carried]
    colleague = Client()
    colleague.force_login(alice)
    for name in ("offers:proforma", "offers:prices-xlsx", "offers:prices-docx"):
        answer = colleague.get(reverse(name, args=[revision.pk]))
        assert answer.status_code == 200
        texts.append(readable(answer.content, answer["Content-Type"]))

    assert len(texts) > 7
    assert digits(price) in "".join(texts).translate(SPACES)
    assert [leak(text, secrets) for text in texts] == [""] * len(texts)
