"""Every route, asked by every role (AZ-01 to AZ-03): what may open and what must not.

The walk reads the addresses of the product: a route that is added is walked from then
on, and one whose address names something unknown fails until `tests/world/addresses`
says what it names.
"""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from filon.accounts.models import Role, User
from filon.web.access import Access
from tests.world.addresses import Route, routes
from tests.world.asking import Person
from tests.world.build import HOUSE
from tests.world.scene import THEIRS, Scene, scene

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

ROUTES = list(routes())
GUARDED = [r for r in ROUTES if r.access not in {Access.PUBLIC, Access.LINK}]
ON_RECORDS = [r for r in GUARDED if r.names_a_record]
# Roles whose reading ends at their team or at their file.
WITHIN_BOUNDS = (
    Role.SALESPERSON,
    Role.MANAGER,
    Role.CANDIDATE,
    Role.TUTOR,
    Role.EVALUATOR,
)
OPENED = {200, 302, 403, 405, 409, 422}
# Kinds that belong to the person who made them, not to a team.
PERSONAL = {"intake.Import", "jobs.Job", "mail.OutboxMessage"}
# Routes whose record cannot be had yet: the answer is 404 to everybody.
NOT_YET = {"measure:report-xlsx", "offers:quotation", "plans:roadmap"}
# How a page repeats what was searched for.
ECHOES = (f"q={THEIRS}", f'"{THEIRS}"', f"“{THEIRS}”")
LEADS = re.compile(r'(?:href|action)="(/[^"?#]*)')
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# A method that a page does not know is refused before any record is looked for.
UNKNOWN = {404, 405}


@pytest.fixture
def stage(now: datetime) -> Scene:
    """Return two teams with three rows of every kind."""
    return scene(now).fill(3)


@pytest.fixture(autouse=True)
def fixed_day(now: datetime) -> Iterator[None]:
    """Stop the clock of the pages, and keep the log of refusals short."""
    logging.disable(logging.WARNING)
    with time_machine.travel(now, tick=False):
        yield
    logging.disable(logging.NOTSET)


def is_shared(route: Route) -> bool:
    """Tell whether a route names something that all teams read."""
    return route.record() in HOUSE or route.record().startswith("certification.Ref")


def report(failures: list[str]) -> str:
    """Return all failures in one text."""
    return f"{len(failures)} answers:\n" + "\n".join(sorted(failures))


def test_roles_without_the_right_get_404_before_anything_is_read() -> None:
    """The guard answers before the view, whatever the method: no database is there."""
    failures = []
    for role, route, method in itertools.product(Role, GUARDED, METHODS):
        user = User(role=role, is_active=True)
        if route.right is None or route.right(user):
            continue
        request = RequestFactory().generic(method, "/")
        request.user = user
        try:
            route.callback(request)
        except Http404:
            continue
        failures.append(f"{role} {method} {route.name}")
    assert not failures, report(failures)


def test_strangers_get_404_and_write_nothing(stage: Scene) -> None:
    failures = []
    for role in WITHIN_BOUNDS:
        user = stage.cast[role]
        person = Person(user)
        for route in ON_RECORDS:
            if is_shared(route) or (route.right and not route.right(user)):
                continue
            for method in METHODS if role == Role.SALESPERSON else METHODS[:2]:
                answer = person.send(method, route.url(stage.theirs))
                if answer.status not in UNKNOWN or answer.writes:
                    failures.append(f"{role} {method} {route.name}: {answer.status}")
    assert not failures, report(failures)


def test_people_open_the_records_of_their_team(stage: Scene) -> None:
    failures = []
    for role in (Role.SALESPERSON, Role.MANAGER, Role.DIRECTOR, Role.READ_ONLY):
        user = stage.cast[role]
        person = Person(user)
        for route in GUARDED:
            if route.right and not route.right(user):
                continue
            if route.app == "certification" or route.name in NOT_YET:
                continue
            if route.names_a_record and route.record() in PERSONAL:
                continue
            answer = person.get(route.url(stage.ours))
            if answer.status not in OPENED:
                failures.append(f"{role} GET {route.name}: {answer.status}")
    assert not failures, report(failures)


def test_no_page_names_what_belongs_to_another_team(stage: Scene) -> None:
    failures = []
    for role in (Role.SALESPERSON, Role.MANAGER, Role.EXPERT):
        user = stage.cast[role]
        person = Person(user)
        for route in GUARDED:
            if route.right and not route.right(user):
                continue
            for suffix in ("", "?format=csv", "?format=xlsx", f"?q={THEIRS}"):
                if suffix and route.names_a_record:
                    continue
                answer = person.get(route.url(stage.ours) + suffix)
                shown = answer.text
                for echo in ECHOES if suffix.startswith("?q=") else ():
                    shown = shown.replace(echo, "")
                if THEIRS in shown.lower():
                    place = shown.lower().index(THEIRS)
                    around = " ".join(shown[place - 80 : place + 40].split())
                    failures.append(f"{role} {route.name}{suffix}: …{around}…")
    assert not failures, report(failures)


def test_reading_any_address_writes_nothing(stage: Scene) -> None:
    failures = []
    for role in (Role.SALESPERSON, Role.MANAGER, Role.ADMINISTRATOR, Role.OFFICER):
        user = stage.cast[role]
        person = Person(user)
        for route in GUARDED:
            if route.right and not route.right(user):
                continue
            answer = person.get(route.url(stage.ours))
            if answer.writes or answer.status >= 500:
                what = "; ".join(sql[:120] for sql in answer.writes[:2])
                failures.append(f"{role} {route.name}: {answer.status} {what}")
    assert not failures, report(failures)


@pytest.mark.parametrize(
    "role", [Role.READ_ONLY, Role.ADMINISTRATOR, Role.EXPERT, Role.OFFICER]
)
def test_pages_lead_only_where_their_reader_may_go(stage: Scene, role: Role) -> None:
    user = stage.cast[role]
    person, failures = Person(user), set()
    rights = {route.name: route.right for route in ROUTES}
    for route in GUARDED:
        if route.right and not route.right(user):
            continue
        answer = person.get(route.url(stage.ours))
        for address in LEADS.findall(answer.text) if answer.is_page else ():
            try:
                name = resolve(address).view_name
            except Resolver404:
                continue
            right = rights[name]
            if right is not None and not right(user):
                failures.add(f"{route.name} leads to {name}")
    assert not failures, report(sorted(failures))
