"""Who reaches the pages of plans, what they cost, what comes out of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pypdf import PdfReader

from filon.accounts.models import User
from filon.coordination.models import Approval
from filon.documents.content import CompanyHeader
from filon.documents.rendering import render_document
from filon.plans import services
from filon.plans.models import ActionPlan
from filon.plans.roadmap import (
    ActionRow,
    ActivityRow,
    RoadmapSheet,
    TargetRow,
    roadmap_document,
)
from filon.watch.market import MarketCut
from tests.plans.builders import (
    add_parts,
    make_complete_plan,
    make_plan,
    make_running_plan,
)
from tests.watch.builders import (
    make_company,
    make_finding,
    make_insight,
    make_potential,
)

TABS = (
    "", "objectives/", "targets/", "actions/", "budget/", "checkpoints/", "people/",
)  # fmt: skip
MaxQueries = Callable[[int], AbstractContextManager[Any]]


def fill(actor: User, now: datetime, count: int) -> ActionPlan:
    """Make a plan with `count` of everything, and `count` plans more."""
    findings = [make_finding(actor, now, title=f"F{n}") for n in range(count)]
    insights = [make_insight(actor, now, *findings) for _n in range(count)]
    others = [make_plan(actor, now, title=f"P{n}") for n in range(count)]
    plan = make_plan(
        actor,
        now,
        insights=insights,
        related_plans=others,
        potentials=[make_potential(actor, now) for _n in range(count)],
    )
    for n in range(count):
        make_company(actor, now, f"Forge {n}", department_code="69")
        add_parts(plan, actor, now)
        services.objective_add(
            plan=plan,
            values={"metric": "REVENUE", "target": Decimal(1000)},
            actor=actor,
            now=now,
        )
    services.targets_add(
        plan=plan, cut=MarketCut(departments=("69",)), actor=actor, now=now
    )
    return plan


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("leads", [False, True])
def test_pages_cost_the_same_however_long_they_are(
    alice: User,
    denis: User,
    signed_in: Callable[[User], Client],
    now: datetime,
    django_assert_max_num_queries: MaxQueries,
    count: int,
    leads: bool,
) -> None:
    plan = fill(alice, now, count)
    client = signed_in(denis if leads else alice)

    with django_assert_max_num_queries(6):
        assert client.get("/plans/").status_code == 200
    for tab in TABS:
        with django_assert_max_num_queries(12):
            assert client.get(f"/plans/{plan.pk}/{tab}").status_code == 200


def test_strangers_get_404_everywhere(
    alice: User,
    carol: User,
    farid: User,
    signed_in: Callable[[User], Client],
    now: datetime,
) -> None:
    plan = make_complete_plan(alice, now)
    target = plan.targets.get()
    pages = [
        *TABS, "edit/", "submit/", "close/", "export.xlsx", "targets/find/",
        f"targets/{target.pk}/", f"roadmap.pdf?person={alice.pk}&on=2026-03-09",
    ]  # fmt: skip

    for stranger in (carol, farid):
        client = signed_in(stranger)
        for page in pages:
            assert client.get(f"/plans/{plan.pk}/{page}").status_code == 404
        for step in ("withdraw", "start", "trash"):
            assert client.post(f"/plans/{plan.pk}/{step}/").status_code == 404


def test_colleague_reads_and_is_forbidden_to_act(
    alice: User, bob: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    client = signed_in(bob)

    assert client.get(f"/plans/{plan.pk}/").status_code == 200
    assert client.get(f"/plans/{plan.pk}/edit/").status_code == 404
    assert client.post(f"/plans/{plan.pk}/trash/").status_code == 403
    assert client.post(f"/plans/{plan.pk}/start/").status_code == 403
    plan.refresh_from_db()
    assert (plan.status, plan.deleted_at) == ("DRAFT", None)


def test_part_of_another_plan_is_not_found(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan, other = make_complete_plan(alice, now), make_plan(alice, now)
    client = signed_in(alice)
    action, target = plan.actions.get(), plan.targets.get()

    assert client.get(f"/plans/{other.pk}/actions/{action.pk}/").status_code == 404
    assert client.get(f"/plans/{other.pk}/targets/{target.pk}/").status_code == 404
    gone = client.post(f"/plans/{other.pk}/remove/action/{action.pk}/")
    assert gone.status_code == 404
    assert plan.actions.exists()


def test_margin_objective_is_hidden_on_the_page_and_in_the_workbook(
    alice: User, rene: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_complete_plan(alice, now)

    assert (
        "26,000"
        in signed_in(alice).get(f"/plans/{plan.pk}/objectives/").content.decode()
    )
    client = signed_in(rene)
    assert "26,000" not in client.get(f"/plans/{plan.pk}/objectives/").content.decode()
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/plans/{plan.pk}/export.xlsx").content)
    )
    values = [cell.value for row in book["Objectives"] for cell in row]
    assert 26_000 not in values
    assert 90_000 in values


def test_workbook_holds_targets_objectives_and_budget(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_complete_plan(alice, now)

    answer = signed_in(alice).get(f"/plans/{plan.pk}/export.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Targets", "Objectives", "Budget"]
    assert book["Targets"]["A2"].value == "Forge"
    assert book["Budget"]["C3"].value == 1200.5


def test_incomplete_plan_is_refused_with_its_sentences(
    alice: User, denis: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_plan(alice, now)
    client = signed_in(alice)

    answer = client.post(f"/plans/{plan.pk}/submit/", {"approver": denis.pk})

    assert answer.status_code == 422
    assert "Set an objective in revenue." in answer.content.decode()
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "Set a checkpoint." in page


def test_plan_is_submitted_approved_and_started_in_the_browser(
    alice: User, denis: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    seller, manager = signed_in(alice), signed_in(denis)

    seller.post(f"/plans/{plan.pk}/submit/", {"approver": denis.pk})
    early = seller.post(f"/plans/{plan.pk}/start/")
    assert early.status_code == 422
    assert "not approved" in early.content.decode()

    approval = Approval.objects.get()
    manager.post(
        f"/coordination/approvals/{approval.pk}/decide/", {"decision": "approve"}
    )
    seller.post(f"/plans/{plan.pk}/start/")
    plan.refresh_from_db()
    assert plan.status == "RUNNING"


def test_why_leads_back_to_insight_and_finding(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_complete_plan(alice, now)

    page = signed_in(alice).get(f"/plans/{plan.pk}/").content.decode()

    assert "Demand grows" in page
    assert "A rival opens a plant" in page


def test_checkpoint_and_parts_are_worked_in_the_browser(
    alice: User, denis: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_running_plan(alice, denis, now)
    client = signed_in(alice)
    row = plan.checkpoints.get()
    hold = f"/plans/{plan.pk}/checkpoints/{row.pk}/hold/"

    assert client.post(hold, {"done_well": "A"}).status_code == 422
    client.post(hold, {"done_well": "A", "deviation": "B", "decision": "C"})
    row.refresh_from_db()
    assert row.status == "HELD"
    gone = client.post(f"/plans/{plan.pk}/remove/checkpoint/{row.pk}/")
    assert gone.status_code == 422

    client.post(
        f"/plans/{plan.pk}/budget/{plan.budget_lines.get().pk}/",
        {"actual": "1 300,10"},
    )
    assert plan.budget_lines.get().actual == Decimal("1300.10")
    client.post(
        f"/plans/{plan.pk}/close/",
        {"quantitative_result": "90 %", "qualitative_result": "Good"},
    )
    plan.refresh_from_db()
    assert plan.status == "CLOSED"


def test_every_form_opens_and_saves_what_it_shows(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    client = signed_in(alice)
    pages = [
        "edit/",
        "funnel/",
        f"objectives/{plan.objectives.order_by('pk')[0].pk}/",
        f"targets/{plan.targets.get().pk}/",
        f"actions/{plan.actions.get().pk}/",
        f"budget/{plan.budget_lines.get().pk}/",
        f"checkpoints/{plan.checkpoints.get().pk}/",
        f"rules/{plan.reminder_rules.get().pk}/",
    ]

    for page in pages:
        url = f"/plans/{plan.pk}/{page}"
        form = client.get(url).context["form"]
        sent = {name: form[name].value() for name in form.fields}
        kept = {k: v for k, v in sent.items() if v not in (None, False)}
        answer = client.post(url, {**kept, "sent": "1"})
        assert answer.status_code == 302, (page, answer.context["form"].errors)
    for page in ("objectives/new/", "actions/new/", "budget/new/", "rules/new/",
                 "checkpoints/new/", "targets/new/"):  # fmt: skip
        assert client.get(f"/plans/{plan.pk}/{page}").status_code == 200


def text_of(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_roadmap_sheet_of_a_week_speaks_the_reader_s_language(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_complete_plan(alice, now)
    client = signed_in(alice)
    url = f"/plans/{plan.pk}/roadmap.pdf?person={alice.pk}&on=2026-03-11"

    english = text_of(client.get(url).content)
    User.objects.filter(pk=alice.pk).update(language="fr")
    french = text_of(client.get(url).content)

    for words in ("Roadmap sheet", "Alice Test", "First calls", "Forge", "09/03/2026"):
        assert words in english
    for words in ("Fiche de route", "Actions de la semaine", "Cibles à joindre"):
        assert words in french
        assert words not in english


def test_roadmap_takes_the_contacts_of_a_later_stage(now: datetime) -> None:
    sheet = RoadmapSheet(
        person="Alice",
        start_on=date(2026, 3, 9),
        end_on=date(2026, 3, 15),
        actions=[
            ActionRow("Calls", "Phone", date(2026, 3, 9), date(2026, 3, 13), 9, "P")
        ],
        activities=[
            ActivityRow(
                datetime(2026, 3, 10, 8, tzinfo=UTC),
                "Visit",
                "Zinc",
                "69",
                "Zoé",
                "Aim",
            ),
            ActivityRow(
                datetime(2026, 3, 9, 8, tzinfo=UTC), "Call", "Acier", "42", "Al", "Aim"
            ),
        ],
        targets=[TargetRow("Forge", "69001 Lyon", "Léa", "04 72", "Show", 1)],
    )

    content = render_document(
        roadmap_document(sheet, language="en"),
        language="en",
        company=CompanyHeader(name="Ours"),
        created_at=now,
    )

    text = text_of(content)
    assert text.index("Acier") < text.index("Zinc") < text.index("Forge")


def test_roadmap_of_nobody_is_not_found(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    plan = make_plan(alice, now)

    assert signed_in(alice).get(f"/plans/{plan.pk}/roadmap.pdf").status_code == 404
