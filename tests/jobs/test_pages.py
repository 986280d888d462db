"""The list of background work and the page of one job."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from filon.accounts.models import User
from filon.jobs import registry
from filon.jobs.models import Job
from filon.jobs.worker import run_pending
from tests.jobs.makers import NOW, make_job

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def url_of(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.pk])


def test_administrator_sees_all_and_others_their_own(
    alice: User, bob: User, ada: User, signed_in: SignIn
) -> None:
    registry.handler("test.hers", label="Hers")(lambda job, report: None)
    registry.handler("test.his", label="His own")(lambda job, report: None)
    make_job(kind="test.hers", actor=alice)
    make_job(kind="test.his", actor=bob)

    own = signed_in(alice).get(reverse("jobs:list")).content.decode()
    everything = signed_in(ada).get(reverse("jobs:list")).content.decode()

    assert "Hers" in own
    assert "His own" not in own
    assert "Hers" in everything
    assert "His own" in everything


def test_job_of_another_person_is_not_there(
    alice: User, bob: User, signed_in: SignIn
) -> None:
    job = make_job(actor=alice)
    client = signed_in(bob)

    assert client.get(url_of("detail", job)).status_code == 404
    assert client.post(url_of("cancel", job)).status_code == 404
    assert client.post(url_of("retry", job)).status_code == 404
    job.refresh_from_db()
    assert job.status == "QUEUED"


def test_progress_is_fetched_again_until_the_end(
    alice: User, signed_in: SignIn
) -> None:
    job = make_job(actor=alice)
    client = signed_in(alice)

    page = client.get(url_of("detail", job)).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert f'href="{url_of("detail", job)}"' in page, "works without JavaScript"

    run_pending(now=NOW)
    fragment = client.get(url_of("detail", job), headers={"hx-request": "true"})
    text = fragment.content.decode()
    assert text.strip().startswith("<section")
    assert "every 1s" not in text
    assert "Done" in text


def test_cancel_button_stops_the_job(alice: User, signed_in: SignIn) -> None:
    job = make_job(actor=alice)

    response = signed_in(alice).post(url_of("cancel", job))

    assert response.status_code == 302
    job.refresh_from_db()
    assert job.status == "CANCELLED"


def test_late_cancel_is_answered_by_a_sentence(alice: User, signed_in: SignIn) -> None:
    job = make_job(actor=alice)
    run_pending(now=NOW)

    response = signed_in(alice).post(url_of("cancel", job))

    assert response.status_code == 422
    assert "no longer possible" in response.content.decode()


def test_list_filters_by_state_and_is_exported(alice: User, signed_in: SignIn) -> None:
    make_job(actor=alice)
    run_pending(now=NOW)
    make_job(actor=alice)
    client = signed_in(alice)

    waiting = client.get(reverse("jobs:list"), {"status": "QUEUED"})
    export = client.get(reverse("jobs:list"), {"format": "csv"})

    assert waiting.context["page"].total == 1
    assert b"".join(export).decode("utf-8-sig").count("Idle work") == 2


@pytest.mark.parametrize("rows", [3, 300])
def test_pages_cost_few_queries(
    rows: int,
    ada: User,
    signed_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    jobs = [make_job(actor=ada) for _ in range(rows)]
    client = signed_in(ada)

    with django_assert_max_num_queries(6):
        client.get(reverse("jobs:list"))
    with django_assert_max_num_queries(12):
        client.get(url_of("detail", jobs[0]))
