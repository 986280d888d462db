"""The list, the week, the call screen, the report, guides, supports, roadmap."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from filon.accounts.models import User
from filon.prospecting import selectors, services
from filon.prospecting.models import Activity, CallGuide, SalesSupport
from tests.conftest import NOW
from tests.deals import makers as deals
from tests.prospecting import makers

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("at_the_moment")
DEAL = {"currency": "EUR", "probability_percent": "20", "source": "OTHER"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def at_the_moment() -> Any:
    """Let the pages read the moment of the suite."""
    with time_machine.travel(NOW, tick=False):
        yield


def url(name: str, *args: object, query: str = "") -> str:
    """Return an address of prospecting."""
    return reverse(f"prospecting:{name}", args=args) + query


LISTS = ("list", "agenda", "calls", "guides", "supports", "performance", "roadmap")


@pytest.mark.parametrize("count", [3, 30])
def test_lists_take_six_queries_and_screens_twelve(
    signed_in: SignIn, alice: User, count: int, django_assert_max_num_queries: Any
) -> None:
    plan = makers.plan(alice)
    makers.guide(alice, questions=5)
    for number in range(count):
        firm = deals.company(alice, f"Firm {number}")
        target = makers.target(alice, of_plan=plan, organization=firm)
        makers.activity(alice, plan_target=target, starts_at=NOW - timedelta(days=1))
        makers.guide(alice, questions=1)
        services.support_create(
            values={"title": f"Sample {number}", "kind": "SAMPLE"},
            actor=alice,
            now=NOW,
        )
    client = signed_in(alice)
    client.get("/")

    for name in LISTS:
        is_list = name in {"list", "guides", "supports"}
        with django_assert_max_num_queries(6 if is_list else 12):
            response = client.get(url(name))
        assert response.status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_one_contact_guide_or_brief_takes_twelve_queries(
    signed_in: SignIn, alice: User, count: int, django_assert_max_num_queries: Any
) -> None:
    guide = makers.guide(alice, questions=count)
    firm = deals.company(alice)
    people = [
        deals.contact(firm, alice, last_name=f"P{number}") for number in range(count)
    ]
    activity = makers.activity(
        alice, organization=firm, contacts=people, guide=guide, aim="An order"
    )
    sample = services.support_create(
        values={"title": "Sample", "kind": "SAMPLE"}, actor=alice, now=NOW
    )
    for number in range(count):
        deals.deal(alice, organization=firm, title=f"Deal {number}")
        services.support_use(
            support=sample, activity=activity, way="SHOWN", actor=alice, now=NOW
        )
        services.finding_capture(
            activity=activity,
            values={"title": f"F{number}", "heading": "ECONOMY", "organization": firm},
            actor=alice,
            now=NOW,
        )
    client = signed_in(alice)
    brief = reverse("desk:brief", args=[firm.pk])

    for page in (
        url("detail", activity.pk),
        url("report", activity.pk),
        url("guide-detail", guide.pk),
        url("support-detail", sample.pk),
        f"{brief}?activity={activity.pk}",
    ):
        with django_assert_max_num_queries(12):
            response = client.get(page)
        assert response.status_code == 200


def test_stranger_finds_nothing(signed_in: SignIn, alice: User, carol: User) -> None:
    activity = makers.activity(alice)
    guide = makers.guide(alice)
    target = makers.target(alice, organization=activity.organization)
    client = signed_in(carol)
    parts = ("detail", "edit", "report", "reschedule", "cancel", "capture")
    pages = [url(name, activity.pk) for name in parts]
    pages += [url("guide-detail", guide.pk), url("guide-edit", guide.pk)]
    pages += [reverse("desk:brief", args=[activity.organization_id])]
    pages += [url("create", query=f"?target={target.pk}")]

    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    logged = client.post(url("call-log", target.pk), {"outcome": "CALL_BACK"})
    assert logged.status_code == 404
    assert Activity.objects.get().status == "PLANNED"


def test_contact_is_planned_reported_and_followed(
    signed_in: SignIn, alice: User
) -> None:
    target = makers.target(alice)
    guide = makers.guide(alice, language="en", questions=1)
    question = guide.questions.get()
    client = signed_in(alice)
    plan = {
        "kind": "VISIT",
        "starts_at": "2026-03-02T09:00",
        "subject": "Visit",
        "language": "en",
        "guide": guide.pk,
    }

    made = client.post(url("create", query=f"?target={target.pk}"), plan)
    assert made.status_code == 302, made.content
    activity = Activity.objects.get()
    page = client.get(url("report", activity.pk)).content.decode()
    assert question.text_en in page
    assert question.text_fr in page
    report = {
        "outcome": "NEED_FOUND",
        "text": "They need 12 m3/h",
        f"answer_{question.pk}": "12",
        "cost": "42,50",
        "next_kind": "CALL",
    }
    refused = client.post(url("report", activity.pk), report)
    done = client.post(
        url("report", activity.pk), {**report, "next_at": "2026-03-09T09:00"}
    )

    assert refused.status_code == 422
    assert b"plan the next contact or close it" in refused.content
    assert b"They need 12 m3/h" in refused.content
    assert done.status_code == 302
    activity.refresh_from_db()
    assert (activity.status, activity.cost) == ("DONE", Decimal("42.50"))
    assert activity.answers.get().answer == "12"
    assert activity.next_activity is not None


def test_deal_and_finding_come_out_of_a_contact(signed_in: SignIn, alice: User) -> None:
    activity = makers.activity(alice)
    makers.report(activity, alice)
    client = signed_in(alice)

    client.post(
        url("capture", activity.pk),
        {"title": "Rival moves", "heading": "COMPETITION", "reliability": "B"},
    )
    opened = client.post(
        url("deal-open", activity.pk), {**DEAL, "title": "Eight valves"}
    )

    activity.refresh_from_db()
    assert activity.deal is not None
    assert opened.url == reverse("desk:deal", args=[activity.deal_id])  # type: ignore[attr-defined]
    assert activity.deal.title == "Eight valves"
    assert activity.captures.get().finding.title == "Rival moves"


def test_deal_is_proposed_without_the_word_visit_and_needs_a_title(
    signed_in: SignIn, alice: User
) -> None:
    activity = makers.activity(alice, kind="VISIT", subject="Visite – deux pompes")
    makers.report(activity, alice)
    client = signed_in(alice)

    proposed = client.get(url("deal-open", activity.pk)).content.decode()
    refused = client.post(url("deal-open", activity.pk), {**DEAL, "title": ""})

    assert 'value="Deux pompes"' in proposed
    assert refused.status_code == 422
    activity.refresh_from_db()
    assert activity.deal is None


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Visite – deux pompes", "Deux pompes"),
        ("visit: two pumps", "Two pumps"),
        ("Appel, banc d’essai", "Banc d’essai"),
        ("Visite de l’atelier", "Visite de l’atelier"),
        ("Two pumps", "Two pumps"),
        ("Visite", ""),
    ],
)
def test_title_of_a_deal_is_the_subject_without_its_kind(
    subject: str, title: str
) -> None:
    assert selectors.proposed_title(Activity(subject=subject)) == title


def test_six_keys_log_a_call(signed_in: SignIn, alice: User) -> None:
    target = makers.target(alice)
    makers.guide(alice)
    client = signed_in(alice)

    page = client.get(url("calls")).content.decode()
    logged = client.post(url("call-log", target.pk), {"outcome": "CALL_BACK"})
    wrong = client.post(url("call-log", target.pk), {"outcome": "NOTHING"})

    assert [f'data-shortcut="{key}"' in page for key in range(1, 7)] == [True] * 6
    assert logged.status_code == 302
    assert wrong.status_code == 422
    assert Activity.objects.filter(status="DONE").count() == 1


def test_support_is_kept_and_handed_over(signed_in: SignIn, alice: User) -> None:
    client = signed_in(alice)
    form = {"title": "RX", "kind": "DATA_SHEET", "edition": "2", "language": "fr"}
    page = SimpleUploadedFile("rx.pdf", PDF, "application/pdf")
    program = SimpleUploadedFile("rx.pdf", b"MZ\x90\x00", "application/pdf")

    refused = client.post(url("support-create"), {**form, "file": program})
    made = client.post(url("support-create"), {**form, "file": page})
    support = SalesSupport.objects.get()
    file = client.get(url("support-file", support.pk))

    assert (refused.status_code, made.status_code) == (422, 302)
    assert file.content == PDF
    assert file["X-Content-Type-Options"] == "nosniff"


def test_guide_gets_its_questions(signed_in: SignIn, alice: User) -> None:
    client = signed_in(alice)

    client.post(url("guide-create"), {"title": "Pumps", "language": "en"})
    guide = CallGuide.objects.get()
    refused = client.post(url("question-add", guide.pk), {"text_fr": "Débit ?"})
    client.post(
        url("question-add", guide.pk), {"text_fr": "Débit ?", "text_en": "Flow?"}
    )

    assert refused.status_code == 422
    assert guide.questions.get().text_en == "Flow?"


def test_brief_and_roadmap_are_printed(signed_in: SignIn, alice: User) -> None:
    firm = deals.company(alice, technical_profile="Steel casting")
    person = deals.contact(firm, alice)
    makers.activity(alice, organization=firm, contacts=[person], aim="An order")
    client = signed_in(alice)
    brief = reverse("desk:brief", args=[firm.pk])

    for address, words in (
        (f"{brief}?format=pdf&language=en", ["Contact brief", "Steel casting"]),
        (url("roadmap", query="?format=pdf"), ["Acier du Forez", "An order"]),
    ):
        response = client.get(address)
        pdf = PdfReader(io.BytesIO(response.content))
        text = "\n".join(page.extract_text() for page in pdf.pages)
        assert all(word in text for word in words)
    table = client.get(url("roadmap", query="?format=xlsx"))
    content = table.getvalue()
    assert content.startswith(b"PK")


def test_cost_of_a_contact_counts_those_that_reached_somebody(
    alice: User, now: datetime
) -> None:
    firm = deals.company(alice)
    for outcome, cost in (("INTERESTED", "30"), ("NOT_REACHED", "10")):
        activity = makers.activity(alice, organization=firm)
        makers.report(activity, alice, outcome=outcome, cost=Decimal(cost))

    figures = selectors.performance(user=alice, start=now.date(), end=now.date())

    assert (figures.done, figures.reached, figures.cost) == (2, 1, Decimal(40))
    assert figures.cost_per_contact == Decimal("40.00")
    assert figures.cost_per_order(3) == Decimal("13.33")
    assert figures.cost_per_order(0) is None
