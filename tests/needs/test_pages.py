"""The pages of a need and its forms."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from filon.accounts.models import User
from filon.coordination.models import PolicyCitation, PolicyDocument
from filon.coordination.services import PolicyEdition, policy_create
from filon.needs.models import Need
from tests.conftest import NOW
from tests.deals import makers as deals
from tests.needs import makers

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("at_the_moment")


@pytest.fixture
def at_the_moment() -> Any:
    """Let the pages read the moment of the suite."""
    with time_machine.travel(NOW, tick=False):
        yield


def url(name: str, *args: object) -> str:
    """Return an address of the needs."""
    return reverse(f"needs:{name}", args=args)


@pytest.mark.parametrize("count", [3, 30])
def test_list_takes_six_queries_and_pages_twelve(
    signed_in: SignIn, alice: User, count: int, django_assert_max_num_queries: Any
) -> None:
    deal = deals.deal(alice)
    need = makers.need(alice, deal=deal)
    for number in range(count):
        makers.need(alice, deal=deal, title=f"Need {number}")
        makers.source(need, alice)
        makers.requirement(need, alice)
    client = signed_in(alice)
    client.get("/")

    with django_assert_max_num_queries(6):
        assert client.get(url("list")).status_code == 200
    for name in ("detail", "requirements", "sources", "sharing", "grid"):
        with django_assert_max_num_queries(12):
            assert client.get(url(name, need.pk)).status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(reverse("desk:deal", args=[deal.pk])).status_code == 200


def test_stranger_finds_no_need(signed_in: SignIn, alice: User, carol: User) -> None:
    need = makers.need(alice)
    row = makers.requirement(need, alice)
    client = signed_in(carol)
    names = ("detail", "requirements", "sources", "sharing", "pdf", "context", "grid")
    pages = [url(name, need.pk) for name in names]
    pages += [url("requirement-edit", row.pk), url("create", need.deal_id)]

    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    assert client.post(url("synthesize", need.pk)).status_code == 404


def test_need_is_walked_from_the_deal_to_the_frozen_synthesis(
    signed_in: SignIn, alice: User, ada: User
) -> None:
    policy = policy_create(
        edition=PolicyEdition(
            PolicyDocument.Kind.SALES_POLICY, "Sales policy", "1", date(2026, 1, 1)
        ),
        actor=ada,
        now=NOW,
    )
    deal = deals.deal(alice)
    client = signed_in(alice)

    def post(name: str, *args: object, **form: Any) -> None:
        response = client.post(url(name, *args), form)
        assert response.status_code == 302, response.content.decode()[:3000]

    post("create", deal.pk, title="Valves")
    need = Need.objects.get()
    paper = SimpleUploadedFile("spec.txt", b"Flow 12", "text/plain")
    post(
        "source-add",
        need.pk,
        kind="DOCUMENT",
        title="Specification",
        relevance="Signed by the customer",
        dated_on="2026-03-01",
        reliability="A",
        file=paper,
    )
    source = need.sources.get()
    post(
        "requirement-add",
        need.pk,
        text="Flow >= 12 m3/h",
        source=source.pk,
        kind="TECHNICAL",
        nature="EXPLICIT",
        priority="MUST",
    )
    post("grid", need.pk, source=source.pk, what="Close tight")
    post(
        "context",
        need.pk,
        title="Valves",
        language="en",
        scale="MOSCOW",
        problem="Leaks",
    )
    post(
        "financing",
        need.pk,
        budget_high="12000",
        currency="EUR",
        financing_capacity="SURE",
    )
    post("step", need.pk, "clarified_on", on="2026-03-02")
    post("decide", need.pk, decision="GO", reason="Our range")
    post("policy", need.pk, verdict="GREEN", policy=policy.pk, how="Segment of 2026")
    post("step", need.pk, "feasibility_on", on="2026-03-02")
    post("step", need.pk, "studied_on", on="2026-03-02")
    post("synthesize", need.pk)

    need.refresh_from_db()
    assert need.status == Need.Status.SYNTHESIZED
    assert PolicyCitation.objects.filter(target_id=need.pk).exists()
    frozen = client.get(url("pdf", need.pk))
    text = PdfReader(io.BytesIO(frozen.content)).pages[0].extract_text()
    assert "Synthesis of the need" in text
    assert client.get(url("source-file", source.pk)).content == b"Flow 12"
    edit = client.post(url("context", need.pk), {"title": "x", "language": "en"})
    assert edit.status_code == 422


def test_typed_line_that_is_refused_comes_back(signed_in: SignIn, alice: User) -> None:
    need = makers.need(alice)
    makers.source(need, alice)

    response = signed_in(alice).post(
        url("requirement-add", need.pk), {"text": "Flow at night"}
    )

    assert response.status_code == 422
    assert b"Flow at night" in response.content


def test_incomplete_need_is_not_frozen(signed_in: SignIn, alice: User) -> None:
    need = makers.need(alice)
    client = signed_in(alice)

    client.post(url("synthesize", need.pk))
    page = client.get(url("detail", need.pk))

    assert Need.objects.get().status == Need.Status.DRAFT
    assert b"No requirement is written down." in page.content


def test_preview_is_printed_in_either_language(signed_in: SignIn, alice: User) -> None:
    need = makers.need(alice)
    client = signed_in(alice)

    for language in ("fr", "en"):
        response = client.get(f"{url('pdf', need.pk)}?language={language}")
        assert response["Content-Type"] == "application/pdf"
