"""What holds a revision back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal as D
from typing import Any

import pytest

from filon.accounts.models import User
from filon.coordination.models import Consultation
from filon.coordination.services import Answer, approval_decide, consultation_answer
from filon.offers import services
from filon.offers.models import OfferRevision
from filon.offers.selectors.readiness import readiness
from tests import people
from tests.offers import make, needs

pytestmark = pytest.mark.django_db


def codes(revision: OfferRevision) -> set[str]:
    """Return the codes of what blocks."""
    revision.refresh_from_db()
    return {b.code for b in readiness(revision, on=make.TODAY).blockers}


def test_an_empty_offer_of_an_empty_company_says_all_that_is_missing(
    alice: User,
) -> None:
    revision = make.draft(alice, make.customer(alice, city=""))

    assert codes(revision) == {
        "LINES",
        "TERMS_OF_SALE",
        "LEAD_TIME",
        "CHECKS",
        "RECIPIENTS",
        "COMPANY",
        "CUSTOMER",
    }


def test_a_ready_offer_has_no_blocker(alice: User) -> None:
    assert codes(make.ready(alice)) == set()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"valid_until": None}, "VALIDITY"),
        ({"valid_until": date(2026, 3, 1)}, "VALIDITY"),
        ({"payment_days": 61}, "PAYMENT APPROVAL"),
        (
            {"payment_days": 46, "payment_mode": "THEN_END_OF_MONTH"},
            "PAYMENT APPROVAL",
        ),
        ({"currency": "USD"}, "TOTAL"),
    ],
)
def test_terms_that_block(
    alice: User, values: dict[str, object], expected: str, now: datetime
) -> None:
    revision = make.ready(alice)

    services.revision_update(revision=revision, values=values, actor=alice, now=now)

    assert codes(revision) == set(expected.split())


def test_line_without_price_blocks_by_its_name(alice: User) -> None:
    revision = make.ready(alice)
    make.add(revision, make.item(alice, "X", price=None, name_fr="Sonde"))

    state = readiness(revision, on=make.TODAY)
    (blocker,) = state.blockers
    assert "Sonde" in blocker.sentence
    assert blocker.url.endswith(f"#line-{revision.lines.get(reference='X').pk}")


def test_requirement_without_verdict_blocks(alice: User) -> None:
    need = needs.need(alice)
    needs.requirement(need, "R1")
    revision = make.ready(alice, need=need, organization=need.deal.organization)

    assert codes(revision) == {"ADEQUACY"}


def test_margin_below_the_floor_needs_an_approval_of_this_very_content(
    alice: User, denis: User, now: datetime
) -> None:
    revision = make.ready(alice)
    make.add(revision, make.item(alice, "LOW", cost=D(99)), 20)
    assert codes(revision) == {"APPROVAL"}

    approval = services.revision_submit(revision=revision, actor=alice, now=now)
    assert approval.approver == denis
    assert codes(revision) == {"APPROVAL"}
    approval_decide(
        approval=approval, is_approved=True, comment="Oui", actor=denis, now=now
    )
    assert codes(revision) == set()

    line = revision.lines.get(reference="LOW")
    services.line_update(line=line, values={"quantity": D(21)}, actor=alice, now=now)
    assert codes(revision) == {"APPROVAL"}


@pytest.mark.parametrize(
    ("values", "is_free"),
    [
        ({"discounts": [{"percent": "10", "reason": "x"}]}, True),
        ({"discounts": [{"percent": "10.01", "reason": "x"}]}, False),
        ({"manual_price": D(90), "manual_reason": "x"}, True),
        ({"manual_price": D(89), "manual_reason": "x"}, False),
    ],
)
def test_discount_above_the_free_one_needs_an_approval(
    alice: User, values: dict[str, Any], is_free: bool
) -> None:
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice, cost=D(40)), **values)

    assert ("APPROVAL" in codes(revision)) is not is_free


def test_unknown_margin_needs_an_approval(alice: User) -> None:
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice, cost=None))

    assert codes(revision) == {"APPROVAL"}


def test_knocked_out_requirement_needs_an_approval(alice: User, now: datetime) -> None:
    need = needs.need(alice)
    needs.requirement(need, "R1")
    revision = make.ready(alice, need=need, organization=need.deal.organization)
    row = revision.adequacy.get()

    services.adequacy_set(
        row=row, verdict="NC", comment="Non tenu", actor=alice, now=now
    )

    assert codes(revision) == {"APPROVAL"}


def test_open_question_blocks_until_it_is_answered_or_waived(
    alice: User, ines: User, now: datetime
) -> None:
    revision = make.ready(alice)
    services.departments_consult(
        revision=revision,
        departments=[people.department()],
        question="Faisable ?",
        due_on=date(2026, 3, 9),
        actor=alice,
        now=now,
    )
    assert codes(revision) == {"CONSULTATION"}

    check = revision.conformity.get(topic="TECHNICALITY")
    services.check_set(
        check=check, status="WAIVED", reason="Vu par téléphone", actor=alice, now=now
    )
    assert codes(revision) == {"APPROVAL"}, "it would leave without the opinion"


def test_no_of_a_department_needs_an_approval(
    alice: User, ines: User, now: datetime
) -> None:
    revision = make.ready(alice)
    services.departments_consult(
        revision=revision,
        departments=[people.department()],
        question="Faisable ?",
        due_on=date(2026, 3, 9),
        actor=alice,
        now=now,
    )
    consultation_answer(
        consultation=Consultation.objects.get(),
        answer=Answer(verdict="NO", text="Pas à cette pression"),
        actor=ines,
        now=now,
    )

    assert codes(revision) == {"APPROVAL"}


def test_yes_of_a_department_fills_its_check(
    alice: User, ines: User, now: datetime
) -> None:
    revision = make.ready(alice)
    check = revision.conformity.get(topic="TECHNICALITY")
    services.check_set(check=check, status="OPEN", actor=alice, now=now)
    services.departments_consult(
        revision=revision,
        departments=[people.department()],
        question="Faisable ?",
        due_on=date(2026, 3, 9),
        actor=alice,
        now=now,
    )
    consultation_answer(
        consultation=Consultation.objects.get(),
        answer=Answer(verdict="YES", text="Oui"),
        actor=ines,
        now=now,
    )

    assert codes(revision) == set()
    assert services.checks_prefill(revision=revision, actor=alice, now=now) == 1

    check.refresh_from_db()
    assert (check.status, check.consultation) == ("OK", Consultation.objects.get())
    assert "Ines" in check.reason


def test_waiver_without_reason_is_refused(alice: User, now: datetime) -> None:
    revision = make.draft(alice)
    check = revision.conformity.get(topic="COST")

    with pytest.raises(services.ReasonMissing):
        services.check_set(check=check, status="WAIVED", actor=alice, now=now)

    check.refresh_from_db()
    assert check.status == "OPEN"


def test_readiness_takes_the_same_queries_however_many_lines(
    alice: User, django_assert_max_num_queries: Any
) -> None:
    revision = make.ready(alice, lines=12)

    with django_assert_max_num_queries(12):
        readiness(revision, on=make.TODAY)
