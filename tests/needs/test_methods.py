"""The guided methods write answers, scores with evidence, and requirements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.deals.services import role_add
from filon.needs import methods, services
from filon.needs.horns import drawn
from filon.needs.models import DecisionStep, MethodAnswer, Need
from filon.needs.services import Said
from tests.conftest import NOW
from tests.deals import makers as deals
from tests.needs import makers

SignIn = Callable[[User], Client]
M = MethodAnswer.Method


def save(need: Need, actor: User, method: str, *said: Said, **kwargs: Any) -> int:
    """Keep answers to a method."""
    return services.method_save(
        need=need, method=method, answers=said, actor=actor, now=NOW, **kwargs
    )


def test_gauge_counts_what_is_answered(alice: User) -> None:
    need = makers.need(alice)
    codes = [item.code for item in methods.ITEMS[M.FIVE_W]]
    assert len(codes) == 7

    save(need, alice, M.FIVE_W, *[Said(code, "x") for code in codes[:5]])
    answers = {row.item: row for row in need.answers.all()}
    assert methods.gauge(M.FIVE_W, answers) == (5, 7)

    save(need, alice, M.FIVE_W, Said(codes[0], " "))
    answers = {row.item: row for row in need.answers.all()}
    assert methods.gauge(M.FIVE_W, answers) == (4, 7)


@pytest.mark.parametrize(
    ("score", "evidence", "counts"),
    [(3, "Mail of 2 March", 3), (3, " ", 1), (1, "", 1), (0, "", 0), (None, "x", 0)],
)
def test_score_without_evidence_counts_one_at_most(
    score: int | None, evidence: str, counts: int
) -> None:
    assert methods.counted(score, evidence) == counts


def test_points_of_a_method_count_what_is_proven(alice: User) -> None:
    need = makers.need(alice)
    save(
        need,
        alice,
        M.BANT,
        Said("budget", score=3, evidence="Signed request", dated_on=NOW.date()),
        Said("authority", score=3),
        Said("timing", score=2, evidence="Shutdown in May"),
    )

    assert methods.total(M.BANT, need.answers.all()) == (6, 12)


@pytest.mark.parametrize(
    "said",
    [
        Said("weather", "x"),
        Said("budget", score=4),
        Said("budget", score=1, evidence="x", dated_on=date(2027, 1, 1)),
    ],
)
def test_answer_that_fits_no_question_is_refused(alice: User, said: Said) -> None:
    need = makers.need(alice)

    with pytest.raises(services.AnswerRefused):
        save(need, alice, M.BANT, said)

    assert not MethodAnswer.objects.exists()


def test_answer_becomes_a_requirement_once(alice: User) -> None:
    need = makers.need(alice)
    source = makers.source(need, alice)
    said = Said("where", "Outdoors, -20 to 40 °C")

    for _time in range(2):
        save(need, alice, M.FIVE_W, said, source=source, as_requirements=["where"])

    row = need.requirements.get()
    assert (row.kind, row.operator, row.level) == (
        "ENVIRONMENT",
        "RANGE",
        Decimal(-20),
    )
    assert need.answers.get().requirement == row


def test_requirement_of_an_answer_needs_its_source(alice: User) -> None:
    need = makers.need(alice)

    with pytest.raises(services.RequirementRefused):
        save(need, alice, M.FIVE_W, Said("what", "Close"), as_requirements=["what"])

    assert not MethodAnswer.objects.exists()


def test_levers_belong_to_one_contact_each(alice: User, now: datetime) -> None:
    firm = deals.company(alice)
    need = makers.need(alice, deal=deals.deal(alice, organization=firm))
    first = deals.contact(firm, alice)
    second = deals.contact(firm, alice, last_name="Autre")
    for contact, score in ((first, 3), (second, 1)):
        save(need, alice, M.SONCASE, Said("A", score=score), contact=contact)

    assert set(need.answers.values_list("score", flat=True)) == {1, 3}
    row = need.answers.first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        MethodAnswer.objects.create(
            need=need,
            method="BANT",
            item="budget",
            score=4,
            updated_at=now,
            updated_by=alice,
        )


def test_beast_is_drawn_with_its_words_wrapped() -> None:
    found = drawn({"whom": "the maintenance crew of the foundry at night"}, "Valve")

    assert [line.text for line in found.whom] == [
        "the maintenance crew of",
        "the foundry at night",
    ]
    assert [line.text for line in found.goal] == ["?"]
    assert found.whom[0].y < found.whom[1].y


def test_steps_of_the_decision_are_turned_and_removed(
    alice: User, now: datetime
) -> None:
    need = makers.need(alice)
    with pytest.raises(services.AnswerRefused):
        services.decision_step_add(
            need=need, label=" ", on=now.date(), actor=alice, now=now
        )
    step = services.decision_step_add(
        need=need, label="Committee", who="CFO", on=now.date(), actor=alice, now=now
    )

    services.decision_step_turn(step=step, actor=alice, now=now)
    assert DecisionStep.objects.get().is_done
    services.decision_step_turn(step=step, actor=alice, now=now)
    assert not DecisionStep.objects.get().is_done
    services.decision_step_remove(step=step, actor=alice, now=now)
    assert not DecisionStep.objects.exists()


def test_methods_are_filled_in_on_their_pages(
    signed_in: SignIn, alice: User, carol: User
) -> None:
    firm = deals.company(alice)
    contact = deals.contact(firm, alice)
    deal = deals.deal(alice, organization=firm)
    role_add(
        deal=deal, contact=contact, role="DECIDER", stance="FOR", influence=3,
        actor=alice, now=NOW,
    )  # fmt: skip
    need = makers.need(alice, deal=deal)
    source = makers.source(need, alice)
    client = signed_in(alice)

    def url(slug: str) -> str:
        return reverse("needs:method", args=[need.pk, slug])

    with time_machine.travel(NOW, tick=False):
        for slug, form in (
            ("five-w", {"who-text": "Maintenance", "who-requirement": "on"}),
            ("horns", {"whom-text": "The crew", "goal-text": "No leak"}),
            ("spin", {"I1-text": "800 € an hour"}),
            ("bant", {"budget-score": "3"}),
            ("meddic", {"pain-score": "2", "pain-evidence": "Said by the CFO"}),
            (f"soncase/?contact={contact.pk}", {"A-score": "3", "A-text": "ROI"}),
        ):
            name, _mark, query = slug.partition("/")
            address = f"{url(name)}{query}"
            assert client.get(address).status_code == 200
            answer = client.post(address, {**form, "source": source.pk})
            assert answer.status_code == 302, name
        added = client.post(
            reverse("needs:step-add", args=[need.pk]),
            {"label": "Committee", "on": "2026-03-20"},
        )
    assert added.status_code == 302
    page = client.get(reverse("needs:methods", args=[need.pk])).content.decode()
    for words in ("1/7", "The crew", "1/12", "2/18", "ROI", "Committee", "<svg"):
        assert words in page, words
    assert need.requirements.get().text == "Maintenance"
    value = client.get(reverse("needs:value", args=[need.pk])).content.decode()
    assert "800 € an hour" in value
    assert client.get(url("soncase")).status_code == 404
    assert client.get(url("magic")).status_code == 404
    step = DecisionStep.objects.get()
    stranger = signed_in(carol)
    for name in ("step-turn", "step-remove"):
        address = reverse(f"needs:{name}", args=[step.pk])
        assert stranger.post(address).status_code == 404
        assert client.post(address).status_code == 302
    assert stranger.get(url("bant")).status_code == 404
