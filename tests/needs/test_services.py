"""Needs are analysed in steps, with sources, and frozen as a synthesis."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from pypdf import PdfReader

from filon.accounts.models import User
from filon.coordination.models import PolicyCitation, PolicyDocument
from filon.coordination.services import PolicyEdition, policy_create
from filon.deals.models import Deal
from filon.files.services import read_bytes
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import TransitionRefused
from filon.needs import services
from filon.needs.models import Need, NeedSource, Requirement
from filon.prospecting.services import GivenAnswer
from tests.deals import makers as deals
from tests.needs import makers
from tests.prospecting import makers as prospecting


def picture(need: Need) -> dict[str, Any]:
    """Return every column of the row as the database has it."""
    return Need.objects.filter(pk=need.pk).values().get()


def test_need_carries_over_what_the_deal_and_its_company_know(
    alice: User, now: datetime
) -> None:
    firm = deals.company(
        alice, activity="Casts steel", currency="CHF", financial_note="Rated 3++"
    )
    deals.contact(firm, alice, buying_role="DECIDER")
    deal = deals.deal(
        alice,
        organization=firm,
        amount=Decimal("12000.00"),
        expected_close_on=date(2026, 5, 4),
    )

    need = makers.need(alice, deal=deal)

    assert need.ref == "BES-2026-00001"
    assert (need.title, need.currency) == (deal.title, "CHF")
    assert (need.budget_high, need.decision_on) == (deal.amount, date(2026, 5, 4))
    assert (need.context, need.credit_check) == ("Casts steel", "Rated 3++")
    assert "Claire Martin" in need.decision_process
    assert deal.stage == Deal.Stage.STUDY


def test_answers_of_the_contacts_become_requirements_with_their_source(
    alice: User, now: datetime
) -> None:
    deal = deals.deal(alice)
    guide = prospecting.guide(alice)
    first, second = guide.questions.order_by("position")
    activity = prospecting.activity(alice, deal=deal, guide=guide, kind="VISIT")
    prospecting.report(
        activity,
        alice,
        answers=[
            GivenAnswer(first, "12,5"),
            GivenAnswer(second, "about 40 at night", is_implicit=True),
        ],
    )

    need = makers.need(alice, deal=deal)

    one, two = need.requirements.order_by("position")
    assert (one.ref, one.level, one.unit) == ("E1", Decimal("12.5"), "m3/h")
    assert one.criterion == "Débit 1"
    assert (two.nature, two.level) == ("IMPLICIT", None)
    source = NeedSource.objects.get()
    assert (source.activity, source.kind) == (activity, NeedSource.Kind.VISIT)
    assert {one.source, two.source} == {source}
    assert services.requirements_from_answers(need=need, actor=alice, now=now) == 0


def test_reader_starts_no_need(alice: User, rene: User) -> None:
    deal = deals.deal(alice)

    with pytest.raises(PermissionDenied):
        makers.need(rene, deal=deal)

    assert not Need.objects.exists()


def test_budget_in_the_wrong_order_is_refused(alice: User, now: datetime) -> None:
    need = makers.need(alice)
    before = picture(need)

    with pytest.raises(services.BudgetReversed):
        services.need_update(
            need=need,
            values={"budget_low": Decimal(9), "budget_high": Decimal(8)},
            actor=alice,
            now=now,
        )

    assert picture(need) == before


def test_update_leaves_steps_and_decision_alone(alice: User, now: datetime) -> None:
    need = makers.need(alice)

    services.need_update(
        need=need,
        values={"problem": "Leaks", "decision": "GO", "studied_on": now.date()},
        actor=alice,
        now=now,
    )

    assert (need.problem, need.decision, need.studied_on) == ("Leaks", "OPEN", None)


@pytest.mark.parametrize(
    "values",
    [
        {"relevance": " "},
        {"title": ""},
        {"dated_on": date(2026, 3, 3)},
    ],
)
def test_source_without_relevance_is_refused(
    alice: User, values: dict[str, Any]
) -> None:
    need = makers.need(alice)

    with pytest.raises(services.SourceRefused):
        makers.source(need, alice, **values)

    assert not NeedSource.objects.exists()


def test_source_that_is_used_stays(alice: User, now: datetime) -> None:
    need = makers.need(alice)
    used, free = makers.source(need, alice), makers.source(need, alice)
    makers.requirement(need, alice, source=used)

    with pytest.raises(services.SourceInUse):
        services.source_remove(source=used, actor=alice, now=now)
    services.source_remove(source=free, actor=alice, now=now)

    assert list(need.sources.all()) == [used]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flow ≥ 12 ±0.5 m3/h", ("Flow", "AT_LEAST", "12", "0.5", "m3/h")),
        ("Débit >= 12,5 ± 0,5 m3/h", ("Débit", "AT_LEAST", "12.5", "0.5", "m3/h")),
        ("Mass: <= 1 200 kg", ("Mass", "AT_MOST", "1200", None, "kg")),
        ("Length = 10", ("Length", "EQUAL", "10", None, "")),
        ("Housing IP67", ("", "TEXT", None, None, "")),
        ("Pays at 60 days", ("", "TEXT", None, None, "")),
    ],
)
def test_quick_line_is_read_into_its_parts(
    alice: User, text: str, expected: tuple[str, str, str | None, str | None, str]
) -> None:
    row = makers.requirement(makers.need(alice), alice, text=text)

    criterion, operator, level, tolerance, unit = expected
    assert (row.criterion, row.operator, row.unit) == (criterion, operator, unit)
    assert row.level == (None if level is None else Decimal(level))
    assert row.tolerance == (None if tolerance is None else Decimal(tolerance))


@pytest.mark.parametrize(
    "values", [{"text": " "}, {"source": None}, {"operator": "AT_MOST", "text": "x"}]
)
def test_requirement_without_words_source_or_level_is_refused(
    alice: User, values: dict[str, Any]
) -> None:
    need = makers.need(alice)

    with pytest.raises(services.RequirementRefused):
        makers.requirement(need, alice, **values)

    assert not Requirement.objects.exists()


def test_source_of_another_need_is_refused(alice: User) -> None:
    need = makers.need(alice)
    deal = need.deal
    stranger = makers.source(makers.need(alice, deal=deal), alice)

    with pytest.raises(services.RequirementRefused):
        makers.requirement(need, alice, source=stranger)


def test_changed_requirement_keeps_its_reference(alice: User, now: datetime) -> None:
    row = makers.requirement(makers.need(alice), alice)

    services.requirement_update(
        requirement=row,
        values={"text": "Flow at night", "priority": "COULD"},
        actor=alice,
        now=now,
    )

    assert (row.ref, row.text, row.priority) == ("E1", "Flow at night", "COULD")


def test_references_follow_the_last_one(alice: User, now: datetime) -> None:
    need = makers.need(alice)
    rows = [makers.requirement(need, alice) for _n in range(3)]

    services.requirement_remove(requirement=rows[0], actor=alice, now=now)
    new = makers.requirement(need, alice)

    assert new.ref == "E4"


def test_grid_answers_become_requirements(alice: User, now: datetime) -> None:
    need = makers.need(alice)
    source = makers.source(need, alice)
    answers = [
        services.GridAnswer("What flow?", "TECHNICAL", "12", "m3/h"),
        services.GridAnswer("Who installs?", "SERVICE", "  "),
    ]

    made = services.grid_answer(
        need=need, source=source, answers=answers, actor=alice, now=now
    )

    assert [(r.criterion, r.level, r.unit) for r in made] == [
        ("What flow?", Decimal(12), "m3/h")
    ]


def test_steps_follow_each_other(alice: User, now: datetime) -> None:
    need = makers.complete(alice)

    assert need.clarified_on == need.feasibility_on == need.studied_on == now.date()


@pytest.mark.parametrize("name", ["clarified_on", "feasibility_on", "studied_on"])
def test_step_without_its_basis_is_refused(
    alice: User, now: datetime, name: str
) -> None:
    need = makers.need(alice)
    before = picture(need)

    with pytest.raises(services.StepRefused):
        makers.step(need, alice, name)

    assert picture(need) == before


@pytest.mark.parametrize("days", [-1, 1])
def test_step_is_dated_neither_before_the_former_nor_ahead(
    alice: User, now: datetime, days: int
) -> None:
    need = makers.need(alice)
    makers.requirement(need, alice)
    makers.step(need, alice, "clarified_on")
    services.need_decide(need=need, decision="GO", reason="x", actor=alice, now=now)

    with pytest.raises(services.StepRefused):
        services.need_step(
            need=need,
            step="feasibility_on",
            on=now.date() + timedelta(days=days),
            actor=alice,
            now=now,
        )

    assert Need.objects.get().feasibility_on is None


def test_crossing_cites_the_texts_of_the_company(
    alice: User, ada: User, now: datetime
) -> None:
    need = makers.need(alice)
    policy = policy_create(
        edition=PolicyEdition(
            PolicyDocument.Kind.SALES_POLICY, "Sales policy", "1", date(2026, 1, 1)
        ),
        actor=ada,
        now=now,
    )

    services.need_policy(
        need=need,
        verdict="AMBER",
        note="Outside the range",
        cited={policy: "Priority segment of the year"},
        actor=alice,
        now=now,
    )

    assert (need.policy_verdict, need.policy_note) == ("AMBER", "Outside the range")
    assert PolicyCitation.objects.get().target_id == need.pk


@pytest.mark.parametrize(("verdict", "note"), [("OPEN", "x"), ("RED", " ")])
def test_verdict_without_note_is_refused(
    alice: User, now: datetime, verdict: str, note: str
) -> None:
    need = makers.need(alice)

    with pytest.raises(services.VerdictRefused):
        services.need_policy(
            need=need, verdict=verdict, note=note, actor=alice, now=now
        )

    assert Need.objects.get().policy_verdict == "OPEN"


@pytest.mark.parametrize(("decision", "reason"), [("GO", " "), ("OPEN", "x")])
def test_decision_without_reason_is_refused(
    alice: User, now: datetime, decision: str, reason: str
) -> None:
    need = makers.need(alice)

    with pytest.raises(services.DecisionRefused):
        services.need_decide(
            need=need, decision=decision, reason=reason, actor=alice, now=now
        )

    assert Need.objects.get().decision == "OPEN"


def test_same_decision_twice_is_refused(alice: User, now: datetime) -> None:
    need = makers.need(alice)
    services.need_decide(need=need, decision="GO", reason="A", actor=alice, now=now)

    with pytest.raises(TransitionRefused):
        services.need_decide(need=need, decision="GO", reason="B", actor=alice, now=now)

    assert Need.objects.get().decision_reason == "A"


def test_incomplete_need_is_not_frozen_and_says_what_is_missing(
    alice: User, now: datetime
) -> None:
    need = makers.need(alice)
    before = picture(need)

    with (
        translation.override("en"),
        pytest.raises(services.SynthesisIncomplete) as refusal,
    ):
        services.need_synthesize(need=need, actor=alice, now=now)

    assert "No requirement is written down." in str(refusal.value)
    assert picture(need) == before


@pytest.mark.parametrize(
    ("language", "words", "foreign"),
    [
        ("en", "Synthesis of the need", "Synthèse"),
        ("fr", "Synthèse du besoin", "Synthesis"),
    ],
)
def test_synthesis_is_frozen_in_the_language_of_the_need(
    alice: User, now: datetime, language: str, words: str, foreign: str
) -> None:
    need = makers.complete(alice, language=language)

    services.need_synthesize(need=need, actor=alice, now=now)

    assert (need.status, need.synthesized_at) == (Need.Status.SYNTHESIZED, now)
    assert need.synthesis["requirements"][0]["ref"] == "E1"
    assert need.synthesis_file is not None
    pdf = PdfReader(io.BytesIO(read_bytes(need.synthesis_file)))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert words in text
    assert need.ref in text
    assert foreign not in text


def test_frozen_need_does_not_change(alice: User, now: datetime) -> None:
    need = makers.complete(alice)
    row = need.requirements.get()
    services.need_synthesize(need=need, actor=alice, now=now)
    before = picture(need)
    attempts: list[Any] = [
        lambda: services.need_update(
            need=need, values={"problem": "x"}, actor=alice, now=now
        ),
        lambda: makers.source(need, alice),
        lambda: makers.requirement(need, alice),
        lambda: services.requirement_remove(requirement=row, actor=alice, now=now),
        lambda: makers.step(need, alice, "studied_on"),
        lambda: services.need_synthesize(need=need, actor=alice, now=now),
    ]

    for attempt in attempts:
        with pytest.raises(services.NeedFrozen):
            attempt()

    assert picture(need) == before
    assert need.requirements.count() == 1


def test_frozen_need_is_opened_again_with_a_reason(alice: User, now: datetime) -> None:
    need = makers.complete(alice)
    services.need_synthesize(need=need, actor=alice, now=now)

    with pytest.raises(DomainError):
        services.need_reopen(need=need, reason=" ", actor=alice, now=now)
    services.need_reopen(need=need, reason="New drawing", actor=alice, now=now)

    assert need.status == Need.Status.DRAFT
    assert need.synthesis_file is not None
