"""Every route, asked by every role (AZ-01 to AZ-03): what may open and what must not.

The walk reads the addresses of the product: a route that is added is walked from then
on, and one whose address names something unknown fails until `tests/world/addresses`
says what it names.
"""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Collection, Iterator
from datetime import datetime

import pytest
import time_machine
from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from filon.accounts.models import Role, User
from filon.web.access import Access
from filon.web.listing import ListPage
from tests.world.addresses import Route, routes
from tests.world.asking import Answer, Person
from tests.world.build import HOUSE
from tests.world.scene import THEIRS, Scene, scene

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.alike]

ROUTES = list(routes())
GUARDED = [r for r in ROUTES if r.access not in {Access.PUBLIC, Access.LINK}]
ON_RECORDS = [r for r in GUARDED if r.names_a_record]
# Roles whose reading ends at their team or at their file.
WITHIN_BOUNDS = (
    Role.SALESPERSON,
    Role.MANAGER,
    Role.EXPERT,
    Role.CANDIDATE,
    Role.TUTOR,
    Role.EVALUATOR,
)
# Who reads every page; together they meet each right and each bound.
OF_THE_TEAM = (Role.SALESPERSON, Role.MANAGER, Role.DIRECTOR, Role.READ_ONLY)
READERS = (*OF_THE_TEAM, Role.ADMINISTRATOR, Role.EXPERT, Role.OFFICER)
RIGHTS = {route.name: route.right for route in ROUTES}
OPENED = {200, 302, 403, 405, 409, 422}
# Kinds that belong to the person who made them, not to a team.
PERSONAL = {"intake.Import", "jobs.Job", "mail.OutboxMessage"}
# Routes whose record cannot be had yet: the answer is 404 to everybody.
NOT_YET = {
    "measure:report-xlsx",
    "offers:answer-take",
    "offers:quotation",
    "plans:roadmap",
}
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


def report(failures: Collection[str]) -> str:
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


@pytest.mark.parametrize("role", READERS)
def test_roles_read_what_they_may_and_nothing_else(stage: Scene, role: Role) -> None:
    """One reading of every page that a role may open, and all that must hold on it."""
    user = stage.cast[role]
    person, failures = Person(user), set()
    for route in open_to(user):
        answer = person.get(route.url(stage.ours))
        if is_theirs_to_open(route, role) and answer.status not in OPENED:
            failures.add(f"{route.name}: {answer.status}")
        if answer.writes or answer.status >= 500:
            what = "; ".join(sql[:120] for sql in answer.writes[:2])
            failures.add(f"{route.name} writes: {answer.status} {what}")
        if role in WITHIN_BOUNDS and THEIRS in answer.text.lower():
            failures.add(f"{route.name} names {around(answer.text)}")
        failures |= {f"{route.name} leads to {to}" for to in forbidden(answer, user)}
    assert not failures, report(failures)


@pytest.mark.parametrize("role", [Role.SALESPERSON, Role.MANAGER, Role.EXPERT])
def test_no_sheet_and_no_search_names_what_belongs_to_another_team(
    stage: Scene, role: Role
) -> None:
    user = stage.cast[role]
    person, failures = Person(user), set()
    for route in open_to(user):
        address = route.url(stage.ours)
        if route.names_a_record or not shows_a_list(person.get(address)):
            continue
        for suffix in ("?format=csv", "?format=xlsx", f"?q={THEIRS}"):
            shown = person.get(address + suffix).text
            for echo in ECHOES if suffix.startswith("?q=") else ():
                shown = shown.replace(echo, "")
            if THEIRS in shown.lower():
                failures.add(f"{route.name}{suffix}: {around(shown)}")
    assert not failures, report(failures)


def open_to(user: User) -> list[Route]:
    """Return the routes that a person may ask for."""
    return [r for r in GUARDED if r.right is None or r.right(user)]


def is_theirs_to_open(route: Route, role: Role) -> bool:
    """Tell whether the records of our team surely open for a role."""
    return (
        role in OF_THE_TEAM
        and route.app != "certification"
        and route.name not in NOT_YET
        and not (route.names_a_record and route.record() in PERSONAL)
    )


def forbidden(answer: Answer, user: User) -> Iterator[str]:
    """Yield the routes that a page leads to and its reader may not open."""
    for address in LEADS.findall(answer.text) if answer.is_page else ():
        try:
            name = resolve(address).view_name
        except Resolver404:
            continue
        right = RIGHTS[name]
        if right is not None and not right(user):
            yield name


def shows_a_list(answer: Answer) -> bool:
    """Tell whether a page shows a list, which can be searched and exported."""
    return any(isinstance(value, ListPage) for value in answer.given)


def around(text: str) -> str:
    """Return the words around what belongs to another team."""
    place = text.lower().index(THEIRS)
    return "…" + " ".join(text[max(place - 80, 0) : place + 40].split()) + "…"
