"""A form that is sent twice counts once (RE-08): double click, reload, two tabs."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.urls import resolve

from filon.accounts.models import Role
from filon.web.access import Access
from tests.world.addresses import routes
from tests.world.asking import Answer, Person
from tests.world.forms import PageForm, forms_of
from tests.world.scene import Scene, scene

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

ROUTES = [r for r in routes() if r.access not in {Access.PUBLIC, Access.LINK}]
CREATES = re.compile(r'INSERT INTO "?(\w+)"?')
# Buttons whose every press is meant: a new link replaces the one before, a line is
# copied again.
REPEATED = {"accounts:user-link", "certification:account-link", "offers:line-copy"}
# History tells what was tried, steps what can be undone; the rest is not about records.
BESIDE = {
    "journal_entry",
    "journal_formreceipt",
    "mail_outboxmessage",
    "offers_linestep",
}


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


def tables_written(answer: Answer) -> set[str]:
    """Return the tables of records that an answer wrote rows of."""
    found = (CREATES.match(sql) for sql in answer.writes)
    return {match.group(1) for match in found if match} - BESIDE


def counts() -> Counter[str]:
    """Return how many rows each kind of record has."""
    tables = {m._meta.db_table for m in apps.get_models()} - BESIDE
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', count(*) FROM {table}"  # noqa: S608
                for table in tables
            )
        )
        return Counter(dict(cursor.fetchall()))


def test_form_sent_twice_creates_once(stage: Scene) -> None:
    failures, creating, sent = set(), 0, set()
    for role in (Role.MANAGER, Role.ADMINISTRATOR, Role.OFFICER):
        person = Person(stage.cast[role])
        for route in ROUTES:
            if route.right is not None and not route.right(stage.cast[role]):
                continue
            address = route.url(stage.ours)
            for form in forms_of(person.get(address).text):
                target = form.action or address
                key = (route.name, route_of(target))
                if key in sent:
                    continue
                sent.add(key)
                first, doubled = twice(person, target, form)
                creating += bool(tables_written(first))
                if first.status >= 500:
                    failures.add(f"{route.name} → {target}: {first.status}")
                if doubled and key[1] not in REPEATED:
                    failures.add(f"{route.name} → {target}: {doubled}")
    assert creating > 20
    assert not failures, "\n".join(sorted(failures))


def twice(person: Person, target: str, form: PageForm) -> tuple[Answer, str]:
    """Send a form twice before its effects are taken back; say what came twice."""

    def again() -> str:
        before = counts()
        second = person.post(target, form.values, before_undoing=counts)
        if second.status >= 500:
            return f"{second.status} the second time"
        more = {table for table in before if second.seen[table] > before[table]}
        return ", ".join(f"twice {table}" for table in sorted(more))

    first = person.post(
        target,
        form.values,
        # What wrote nothing the first time is refused the second time too.
        before_undoing=again,
    )
    return first, first.seen if tables_written(first) else ""


def route_of(address: str) -> str:
    """Return the name of the route of an address."""
    return resolve(address.partition("?")[0]).view_name
