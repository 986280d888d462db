"""No page asks the database more often because there is more in it.

Each page of the product is read with 3 and with 300 rows of every kind: a list takes at
most 6 statements and any other page at most 12, the session, the person and the frame
included, and both readings take the same. Only a list that goes on over more than one
page asks once more: for its count.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from filon.accounts.models import Role, User
from filon.web.access import Access
from filon.web.listing import ListPage
from tests.world.addresses import Route, routes
from tests.world.asking import Answer, Person
from tests.world.scene import Scene, scene

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

FEW, MANY = 3, 300
LIST_BUDGET, PAGE_BUDGET = 6, 12
# Neither lists nor details: the day gathers eleven lists, these forms offer choices
# from as many kinds, each with the ones that are chosen already.
BUDGETS = {
    "desk:day": 15,
    "plans:create": 14,
    "plans:edit": 20,
    "watch:brief-edit": 22,
    "watch:insight-edit": 14,
}
ROUTES = [r for r in routes() if r.access not in {Access.PUBLIC, Access.LINK}]
# Who reads a page: the first of these who may; a manager's scope costs most.
READERS = (
    Role.MANAGER,
    Role.SALESPERSON,
    Role.ADMINISTRATOR,
    Role.OFFICER,
    Role.EVALUATOR,
    Role.CANDIDATE,
)
# A list that goes on is counted; here it is part of a larger page.
HOLDS_A_LIST = {"watch:home"}


@pytest.fixture(autouse=True)
def fixed_day(now: datetime) -> Iterator[None]:
    """Stop the clock of the pages, and keep the log of refusals short."""
    logging.disable(logging.WARNING)
    with time_machine.travel(now, tick=False):
        yield
    logging.disable(logging.NOTSET)


def reader(route: Route, cast: dict[str, User]) -> str:
    """Return who reads a page in this test."""
    return next(r for r in READERS if route.right is None or route.right(cast[r]))


def read_all(stage: Scene, people: dict[str, Person]) -> dict[str, Answer]:
    """Read every page."""
    answers = {}
    for route in ROUTES:
        role = reader(route, stage.cast)
        answers[route.name] = people[role].get(route.url(stage.ours))
    return answers


def budget(route: Route, answer: Answer) -> int:
    """Return how many statements a page may take."""
    is_list = isinstance(answer.context.get("page"), ListPage)
    return BUDGETS.get(route.name, LIST_BUDGET if is_list else PAGE_BUDGET)


def has_a_list(answer: Answer) -> bool:
    """Tell whether a page shows a list that may go on."""
    return any(isinstance(value, ListPage) for value in answer.given)


def repeated(answer: Answer) -> str:
    """Return the statements that a page repeats."""
    counts = Counter(sql[:150] for sql in answer.queries)
    return "; ".join(f"{n}× {sql}" for sql, n in counts.most_common(2) if n > 1)


def test_pages_stay_within_their_budget_with_3_and_with_300_rows(now: datetime) -> None:
    stage = scene(now).fill(FEW)
    people = {role: Person(user) for role, user in stage.cast.items()}
    for person in people.values():
        person.get(reverse("accounts:profile"))
    few = read_all(stage, people)
    for world in (stage.house, stage.ours):
        world.fill(MANY)
    # As after an import: without statistics PostgreSQL takes each table for empty.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = read_all(stage, people)

    failures = []
    for route in ROUTES:
        answer, before = many[route.name], len(few[route.name].queries)
        if answer.status >= 500:
            failures.append(f"{route.name}: {answer.status}")
        if answer.status != 200 or not answer.is_page:
            continue
        count, most = len(answer.queries), budget(route, answer)
        # A list that has more than one page is counted.
        goes_on = has_a_list(answer) or route.name in HOLDS_A_LIST
        if count > most or count - before > goes_on:
            of = f"{before} → {count} of {most}"
            failures.append(f"{route.name}: {of}  {repeated(answer)}")
    assert not failures, f"{len(failures)} pages:\n" + "\n".join(failures)
