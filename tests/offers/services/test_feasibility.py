"""Opinions asked by rules, answered, taken over; rules of the company's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.coordination.models import Consultation
from filon.coordination.services import (
    AddresseeRefused,
    Answer,
    consultation_answer,
)
from filon.mail.models import OutboxMessage
from filon.offers import services
from filon.offers.models import FeasibilityRule, OfferPolicy, OfferRevision
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.feasibility import (
    Proposal,
    proposals,
    questions_about,
)
from filon.offers.selectors.feasibility_sheet import feasibility_sheet
from filon.offers.selectors.readiness import readiness
from filon.offers.selectors.snapshot import lines_of
from tests import people
from tests.offers import make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
RULE = {
    "trigger": "QUANTITY",
    "threshold": D(10),
    "family": None,
    "country": "",
    "department_kind": "PRODUCTION",
    "supplier": None,
    "question": "Do we have the capacity?",
    "days": 3,
    "is_mandatory": False,
}


@pytest.fixture
def production(db: None) -> None:
    """Let the company have a production that is reached by mail."""
    department = people.department("PRODUCTION")
    department.name, department.email = "Production", "atelier@example.com"
    department.save()


@pytest.fixture
def large(alice: User, production: None) -> OfferRevision:
    """Return a ready draft with a quantity that the default rules ask about."""
    revision = make.ready(alice)
    make.add(revision, make.item(alice, "BIG"), 250)
    revision.refresh_from_db()
    return revision


def missing(revision: OfferRevision, on: date = make.TODAY) -> list[Proposal]:
    """Return the opinions still to ask."""
    return proposals(revision, lines_of(revision), rows_of(revision), on=on)


def answered(row: Consultation, **values: Any) -> Consultation:
    """Answer a question through its link."""
    fields = {"verdict": "YES_IF", "conditions": "Two batches.", **values}
    consultation_answer(
        consultation=row,
        answer=Answer(**fields),
        link=row.link,
        now=make.NOW,
    )
    return row


def test_one_click_asks_with_reasons_and_lines_but_no_price(
    alice: User, large: OfferRevision
) -> None:
    (asked,) = services.opinions_ask(revision=large, actor=alice, now=make.NOW)

    assert "the quantity of 250 is unusual" in asked.question
    assert "Pompe BIG" in asked.question
    assert "100.00" not in asked.question
    assert asked.due_on == make.TODAY + timedelta(days=5)
    assert OutboxMessage.objects.get().to == ["atelier@example.com"]
    assert missing(large) == []
    with pytest.raises(services.NothingToAsk):
        services.opinions_ask(revision=large, actor=alice, now=make.NOW)


def test_department_without_an_address_does_not_hold_the_others(
    alice: User, large: OfferRevision
) -> None:
    people.department("AFTER_SALES")
    OfferRevision.objects.filter(pk=large.pk).update(warranty_months=60)
    large.refresh_from_db()

    (asked,) = services.opinions_ask(revision=large, actor=alice, now=make.NOW)

    assert asked.addressee_name == "Production"
    assert [row.opinion.department for row in missing(large)] == ["AFTER_SALES"]
    with pytest.raises(AddresseeRefused, match="No e-mail address"):
        services.opinions_ask(revision=large, actor=alice, now=make.NOW)


def test_more_than_was_asked_or_an_outdated_answer_is_asked_again(
    alice: User, large: OfferRevision
) -> None:
    (asked,) = services.opinions_ask(revision=large, actor=alice, now=make.NOW)
    until = make.TODAY + timedelta(days=10)
    answered(asked, lead_time_days=40, valid_until=until)
    assert missing(large, until) == []

    assert missing(large, until + timedelta(days=1))
    line = large.lines.get(item__reference="BIG")
    services.line_update(
        line=line, values={"quantity": D(251)}, actor=alice, now=make.NOW
    )
    assert missing(large)


def test_answer_enters_the_offer_without_typing_it_twice(
    alice: User, bob: User, large: OfferRevision, production: None
) -> None:
    (asked,) = services.opinions_ask(revision=large, actor=alice, now=make.NOW)
    answered(asked, lead_time_days=40, risk="Furnace under repair", cost=D("71.5"))
    line = large.lines.get(item__reference="BIG")
    taken = services.Taken(
        reserve=asked.conditions,
        lead_time_days=asked.lead_time_days,
        risk=asked.risk,
        is_verified=True,
    )

    services.answer_take(
        revision=large, answer=asked, taken=taken, actor=alice, now=make.NOW
    )
    with pytest.raises(PermissionDenied):
        services.answer_take(
            revision=large,
            answer=asked,
            taken=services.Taken(line=line, unit_cost=D("71.5")),
            actor=alice,
            now=make.NOW,
        )

    large.refresh_from_db()
    assert large.lead_time_days == 40
    assert large.reserve_rows.get().text == "Two batches."
    assert large.risks.get().title == "Furnace under repair"
    assert large.conformity.get(topic="MANUFACTURING").reason.startswith("Answer of")


def test_cost_of_an_answer_becomes_the_cost_of_a_line(
    large: OfferRevision, alice: User, denis: User
) -> None:
    (asked,) = services.opinions_ask(revision=large, actor=alice, now=make.NOW)
    answered(asked, cost=D("71.5"))
    line = large.lines.get(item__reference="BIG")

    services.answer_take(
        revision=large,
        answer=asked,
        taken=services.Taken(line=line, unit_cost=D("71.5")),
        actor=denis,
        now=make.NOW,
    )

    line.refresh_from_db()
    assert (line.unit_cost, line.cost_source) == (D("71.5"), "CONSULTATION")
    assert line.cost_amount == D("17875")


def test_mandatory_opinion_holds_the_offer_and_explains_it_before_the_approval(
    alice: User, diane: User, large: OfferRevision
) -> None:
    services.feasibility_rule_set(
        rule=None, values={**RULE, "is_mandatory": True}, actor=diane, now=make.NOW
    )

    blockers = readiness(large, on=make.TODAY).blockers
    assert "FEASIBILITY" in [b.code for b in blockers]
    with pytest.raises(services.OpinionsMissing, match="Production was not asked"):
        services.revision_submit(revision=large, actor=alice, now=make.NOW)


def test_the_default_rules_become_the_company_s_own_and_come_back(
    diane: User, alice: User
) -> None:
    with pytest.raises(PermissionDenied):
        services.feasibility_rule_set(rule=None, values=RULE, actor=alice, now=make.NOW)
    services.feasibility_rule_set(rule=None, values=RULE, actor=diane, now=make.NOW)
    assert FeasibilityRule.objects.count() == 14
    with pytest.raises(services.FeasibilityRuleRefused):
        services.feasibility_rule_set(
            rule=None,
            values={**RULE, "department_kind": ""},
            actor=diane,
            now=make.NOW,
        )

    services.feasibility_rules_reset(actor=diane, now=make.NOW)
    assert not FeasibilityRule.objects.exists()
    assert not OfferPolicy.objects.get().has_own_feasibility


def test_screen_and_sheet_show_the_cost_only_to_who_may_see_it(
    alice: User, denis: User, large: OfferRevision, signed_in: SignIn
) -> None:
    (asked,) = services.opinions_ask(revision=large, actor=alice, now=make.NOW)
    answered(asked, cost=D("4711.15"), lead_time_days=40)

    with time_machine.travel(make.NOW, tick=False):
        for user, sees in ((alice, False), (denis, True)):
            client = signed_in(user)
            screen = client.get(reverse("offers:feasibility", args=[large.pk]))
            detail = client.get(
                reverse("coordination:consultation-detail", args=[asked.pk])
            )
            sheet = str(
                feasibility_sheet(
                    large,
                    lines_of(large),
                    questions_about(large),
                    on=make.TODAY,
                    sees_cost=sees,
                )
            )
            assert ("711.15" in screen.content.decode()) is sees
            assert ("711.15" in detail.content.decode()) is sees
            assert ("711.15" in sheet) is sees
            assert "Two batches." in sheet
