"""What people send and ask for by number (AZ-03 to AZ-05).

A number of another team's record, in the query of an address or in a form, shows
nothing of that record and ties nothing to it, alone or mixed with own ones.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django import forms
from django.db.models import Model
from django.urls import resolve

from filon.accounts.models import Role, User
from filon.web.access import Access
from tests.world.addresses import Route, routes
from tests.world.asking import Answer, Person
from tests.world.build import HOUSE, World
from tests.world.forms import PageForm, forms_of
from tests.world.scene import THEIRS, Scene, scene

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.alike]

ROUTES = [r for r in routes() if r.access not in {Access.PUBLIC, Access.LINK}]
# Names of parameters that are read from addresses -> the kind that they number.
ASKED = {
    "activity": "prospecting.Activity",
    "company": "directory.Organization",
    "competitor": "directory.Organization",
    "contact": "directory.Contact",
    "contract": "contracts.Contract",
    "deal": "deals.Deal",
    "finding": "watch.Finding",
    "insight": "watch.MarketInsight",
    "item": "catalog.Item",
    "need": "needs.Need",
    "offer": "offers.Offer",
    "order": "contracts.Order",
    "organization": "directory.Organization",
    "plan": "plans.ActionPlan",
    "revision": "offers.OfferRevision",
    "site": "directory.Site",
    "source": "watch.WatchSource",
    "target": "plans.PlanTarget",
    "topic": "watch.WatchTopic",
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


def open_to(user: User) -> list[Route]:
    """Return the routes that a person may ask for."""
    return [r for r in ROUTES if r.right is None or r.right(user)]


def shown_forms(answer: Answer) -> Iterator[forms.BaseForm]:
    """Yield the forms that a page was given, those in lists included."""
    for value in answer.given:
        for one in value if isinstance(value, list | tuple) else [value]:
            if isinstance(one, forms.BaseForm):
                yield one


def choices_of(answer: Answer) -> Iterator[tuple[str, Any, str]]:
    """Yield (name, field, kind) of what a page lets people choose among records."""
    for form in shown_forms(answer):
        for name, one in form.fields.items():
            if isinstance(one, forms.ModelChoiceField) and one.queryset is not None:
                yield form.add_prefix(name), one, one.queryset.model._meta.label


def foreign(world: World, label: str) -> Model | None:
    """Return a record of another team, or None where all teams share the kind."""
    if label in HOUSE and label != "catalog.PriceList":
        return None
    return world.rows[label][0] if world.rows[label] else None


def test_numbers_in_addresses_show_nothing_of_another_team(stage: Scene) -> None:
    user = stage.cast[Role.SALESPERSON]
    person, failures = Person(user), []
    query = urlencode({n: stage.theirs.first(label).pk for n, label in ASKED.items()})
    for route in open_to(user):
        answer = person.get(f"{route.url(stage.ours)}?{query}")
        if answer.status >= 500 or THEIRS in answer.text.lower():
            failures.append(f"{route.name}: {answer.status}")
    assert not failures, "\n".join(failures)


def test_numbers_of_another_team_are_neither_offered_nor_taken(stage: Scene) -> None:
    user = stage.cast[Role.SALESPERSON]
    person, failures, sent = Person(user), set(), set()
    for route in open_to(user):
        address = route.url(stage.ours)
        page = person.get(address)
        for name, one, label in choices_of(page):
            record = foreign(stage.theirs, label)
            if record is None:
                continue
            if one.queryset.filter(pk=record.pk).exists():
                failures.add(f"{route.name} offers {label} in {name}")
            for form in forms_of(page.text):
                if name not in form.values and not is_many(one):
                    continue
                # Many pages carry the same form.
                target = resolve((form.action or address).partition("?")[0]).view_name
                if target == "account_logout" or (target, name) in sent:
                    continue
                sent.add((target, name))
                own = str(stage.ours.first(label).pk) if is_many(one) else None
                problem = refusal(person, form, address, name, own, record)
                if problem:
                    failures.add(f"{route.name} {name} ({label}): {problem}")
    assert len(sent) > 50
    assert not failures, "\n".join(sorted(failures))


def is_many(one: forms.Field) -> bool:
    """Tell whether several records can be chosen at once."""
    return isinstance(one, forms.ModelMultipleChoiceField)


def refusal(
    person: Person,
    form: PageForm,
    address: str,
    name: str,
    own: str | None,
    record: Model,
) -> str:
    """Send a form with a foreign number; return what was wrong with the answer."""
    values = [str(record.pk)] if own is None else [own, str(record.pk)]
    before = ties(record)
    answer = person.post(
        form.action or address,
        {**form.values, name: values},
        before_undoing=lambda: ties(record),
    )
    if answer.status >= 500:
        return str(answer.status)
    return "" if answer.seen == before else f"{answer.status}, tied to it"


def ties(record: Model) -> int:
    """Count the rows that lead to a record."""
    return sum(
        relation.related_model._base_manager.filter(
            **{relation.field.name: record.pk}
        ).count()
        for relation in record._meta.related_objects
    )
