"""Who decides about an offer, how far a decision goes, and that nothing leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal as D
from io import BytesIO
from typing import Any

import pypdf
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from filon.accounts.models import User
from filon.catalog.models import ProductFamily
from filon.coordination.models import Approval, PublicLink, Signal
from filon.coordination.services import (
    Addressee,
    TransmissionPlan,
    TransmissionRefused,
    transmission_share,
)
from filon.coordination.services.escalation import approvals_escalate
from filon.mail.models import OutboxMessage
from filon.offers import services
from filon.offers.models import (
    ApprovalLevel,
    ApprovalRule,
    Offer,
    OfferApproval,
    OfferPolicy,
    OfferRevision,
)
from filon.offers.rules.approval import default_rules
from filon.offers.selectors.offers import revision_title
from filon.offers.selectors.readiness import Readiness, readiness
from tests.offers import make

pytestmark = pytest.mark.django_db


def unnumbered(owner: User) -> OfferRevision:
    """Create a first draft, which has no number yet, with too low a margin."""
    revision = make.ready(owner)
    make.add(revision, make.item(owner, "LOW", cost=D(99)), 20)
    Offer.objects.filter(pk=revision.offer_id).update(title="Modernisation du banc")
    revision.offer.refresh_from_db()
    return revision


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Offer draft – Modernisation du banc"),
        ("fr", "Brouillon d’offre – Modernisation du banc"),
    ],
)
def test_approval_of_a_first_draft_is_not_called_by_its_letter(
    alice: User, denis: User, now: datetime, language: str, expected: str
) -> None:
    revision = unnumbered(alice)

    with translation.override(language):
        approval = services.revision_submit(revision=revision, actor=alice, now=now)

    assert approval.title == expected


def test_revision_that_has_left_is_called_by_number_and_letter(alice: User) -> None:
    revision = make.sent(alice)

    title = f"OFF-2026-00001 A {revision.offer.title}"
    assert revision_title(revision) == title


def low(owner: User, cost: str = "79") -> OfferRevision:
    """Create a draft at a margin rate of 21 %, below the floor of 24 %."""
    revision = make.ready(owner, lines=0)
    make.add(revision, make.item(owner, cost=D(cost)), 10)
    revision.refresh_from_db()
    return revision


def ready_of(revision: OfferRevision) -> Readiness:
    """Return what holds a revision back."""
    revision.refresh_from_db()
    return readiness(revision, on=make.TODAY)


def decide(approval: Approval, actor: User, now: datetime, **values: Any) -> None:
    """Approve as the screen of the approver does."""
    services.offer_approval_decide(
        record_of=approval.of_offer,
        is_approved=values.pop("is_approved", True),
        comment=values.pop("comment", "Vu"),
        actor=actor,
        now=now,
        **values,
    )


def test_reason_is_said_in_words(alice: User, denis: User) -> None:
    family = ProductFamily.objects.create(
        code="P", name="Pompes", margin_floor_percent=D(25)
    )
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice, cost=D("78.7"), family=family), 10)

    with translation.override("fr"):
        told = ready_of(revision).reasons

    plain = [text.replace("\u202f", " ").replace("\u00a0", " ") for text in told]
    assert plain == [
        "N2 – Taux de marque 21,3 % < plancher 24 %",
        "N1 – Pompe P-100 : taux de marque 21,3 % < plancher 25 % famille Pompes",
    ]


def test_levels_decide_one_after_the_other(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    revision = low(alice)
    line = revision.lines.get()
    services.line_update(
        line=line,
        values={"manual_price": D(85), "manual_reason": "x"},
        actor=alice,
        now=now,
    )

    first = services.revision_submit(revision=revision, actor=alice, now=now)
    assert (first.step, first.approver) == ("OFFER-N1", denis)
    decide(first, denis, now)
    second = Approval.objects.get(step="OFFER-N3")
    assert (second.approver, second.created_by) == (diane, alice)
    assert not ready_of(revision).is_approved
    decide(second, diane, now)

    assert ready_of(revision).is_ready


def test_only_the_highest_level_decides_where_the_company_says_so(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    OfferPolicy.objects.create(company=make.company(), chain="HIGHEST")
    revision = low(alice, cost="91")
    services.revision_update(
        revision=revision,
        values={"payment_days": 60},
        actor=alice,
        now=now,
    )

    approval = services.revision_submit(revision=revision, actor=alice, now=now)
    decide(approval, diane, now)

    assert approval.step == "OFFER-N3"
    assert ready_of(revision).is_ready


def test_person_named_for_a_level_decides_and_the_substitute_may(
    alice: User, denis: User, nadia: User, diane: User, now: datetime
) -> None:
    ApprovalLevel.objects.create(level=2, person=nadia, substitute=diane, hours=24)

    approval = services.revision_submit(revision=low(alice), actor=alice, now=now)

    assert (approval.approver, approval.substitute) == (nadia, diane)
    assert approval.due_on == make.TODAY + timedelta(days=1)
    assert Approval.objects.visible_to(diane).get() == approval
    decide(approval, diane, now)
    approval.refresh_from_db()
    assert approval.decided_by == diane


@pytest.mark.parametrize(
    ("_case", "change"),
    [
        ("price", {"manual_price": D(101), "manual_reason": "x"}),
        ("quantity", {"quantity": D(11)}),
        ("words", {"designation": "Autre"}),
        ("cost", {"unit_cost": D(78), "cost_source": "MANUAL"}),
    ],
)
def test_any_change_of_a_line_makes_the_approval_void(
    alice: User,
    denis: User,
    diane: User,
    now: datetime,
    _case: str,
    change: dict[str, Any],
) -> None:
    revision = low(alice)
    approval = services.revision_submit(revision=revision, actor=alice, now=now)
    decide(approval, diane, now)
    assert ready_of(revision).is_ready

    services.line_update(line=revision.lines.get(), values=change, actor=alice, now=now)

    approval.refresh_from_db()
    assert approval.status == "VOID"
    with pytest.raises(services.NotReady):
        services.revision_send(revision=revision, actor=alice, now=now)


def test_improvement_keeps_the_approval_where_the_company_says_so(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    OfferPolicy.objects.create(company=make.company(), keeps_improvements=True)
    revision = low(alice)
    approval = services.revision_submit(revision=revision, actor=alice, now=now)
    decide(approval, diane, now)

    price = {"manual_price": D(101), "manual_reason": "x"}
    services.line_update(line=revision.lines.get(), values=price, actor=alice, now=now)
    assert ready_of(revision).is_ready
    worse = {"manual_price": D(99), "manual_reason": "x"}
    services.line_update(line=revision.lines.get(), values=worse, actor=alice, now=now)

    assert not ready_of(revision).is_ready


def test_limit_lets_prices_move_down_to_it_and_no_further(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    revision = low(alice)
    approval = services.revision_submit(revision=revision, actor=alice, now=now)
    limit = services.Limit(D(18), make.TODAY + timedelta(days=10))
    decide(approval, diane, now, limit=limit)

    for price, is_ready in ((D(97), True), (D("96.35"), True), (D(96), False)):
        services.line_update(
            line=revision.lines.get(),
            values={"manual_price": price, "manual_reason": "négocié"},
            actor=alice,
            now=now,
        )
        assert ready_of(revision).is_ready is is_ready


def test_limit_ends_with_its_last_day(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    revision = low(alice)
    approval = services.revision_submit(revision=revision, actor=alice, now=now)
    decide(approval, diane, now, limit=services.Limit(D(18), make.TODAY))
    price = {"manual_price": D(97), "manual_reason": "négocié"}
    services.line_update(line=revision.lines.get(), values=price, actor=alice, now=now)
    revision.refresh_from_db()

    assert readiness(revision, on=make.TODAY).is_approved
    tomorrow = make.TODAY + timedelta(days=1)
    assert not readiness(revision, on=tomorrow).is_approved


def test_limit_above_the_approved_margin_is_refused(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    approval = services.revision_submit(revision=low(alice), actor=alice, now=now)

    with pytest.raises(services.LimitRefused):
        decide(approval, diane, now, limit=services.Limit(D(22), make.TODAY))

    approval.refresh_from_db()
    assert (approval.status, approval.of_offer.limit_percent) == ("PENDING", None)


def test_nothing_leaves_before_the_approval(
    alice: User, denis: User, diane: User, signed_in: Any, now: datetime
) -> None:
    revision = low(alice)
    client = signed_in(alice)
    outside = TransmissionPlan(recipients=[Addressee(name="M. X", email="x@x.example")])

    with pytest.raises(services.NotReady):
        services.revision_send(revision=revision, actor=alice, now=now)
    with time_machine.travel(now, tick=False), pytest.raises(TransmissionRefused):
        transmission_share(target=revision, plan=outside, actor=alice, now=now)
    with time_machine.travel(now, tick=False):
        document = client.get(reverse("offers:pdf", args=[revision.pk])).getvalue()

    assert not PublicLink.objects.exists()
    assert not OutboxMessage.objects.exists()
    text = "".join(p.extract_text() for p in pypdf.PdfReader(BytesIO(document)).pages)
    assert "DRAFT" in text.upper() or "BROUILLON" in text.upper()


def test_late_decision_goes_up_once(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    OfferPolicy.objects.create(company=make.company())
    revision = low(alice, cost="75")
    approval = services.revision_submit(revision=revision, actor=alice, now=now)
    assert approval.approver == denis
    later = now + timedelta(days=3)

    assert approvals_escalate(now=now) == 0
    assert approvals_escalate(now=later) == 1
    assert approvals_escalate(now=later) == 0

    assert "Denis" in Signal.objects.get().message


def test_approver_asks_and_the_seller_answers(
    alice: User, denis: User, diane: User, now: datetime
) -> None:
    approval = services.revision_submit(revision=low(alice), actor=alice, now=now)

    asked = services.approver_asks(
        record_of=approval.of_offer, question="Qui est en face ?", actor=diane, now=now
    )

    approval.refresh_from_db()
    assert (asked.person, asked.blocks_sending) == (alice, False)
    assert approval.status == "PENDING"


def test_default_rules_become_the_companys_own_with_the_first_change(
    diane: User, alice: User, now: datetime
) -> None:
    values = {"metric": "AMOUNT", "operator": "ABOVE", "threshold": D(5), "level": 9}

    services.rule_set(rule=None, values=values, actor=diane, now=now)

    assert ApprovalRule.objects.count() == len(default_rules()) + 1
    state = ready_of(make.ready(alice))
    assert [b.code for b in state.blockers] == ["FORBIDDEN"]
    services.rules_reset(actor=diane, now=now)
    assert not ApprovalRule.objects.exists()


def test_salesperson_sets_no_rule(alice: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        services.rules_reset(actor=alice, now=now)


def test_screen_of_the_approver_shows_the_waterfall_and_takes_a_limit(
    alice: User, denis: User, diane: User, signed_in: Any, now: datetime
) -> None:
    revision = low(alice)
    approval = services.revision_submit(revision=revision, actor=alice, now=now)
    client = signed_in(diane)
    url = reverse("offers:approval", args=[approval.pk])

    with time_machine.travel(now, tick=False):
        page = client.get(reverse("coordination:approval-detail", args=[approval.pk]))
        assert page["Location"] == url
        page = client.get(url)
        answer = client.post(
            reverse("offers:approval-decide", args=[approval.pk]),
            {
                "decision": "approve",
                "limit_percent": "15",
                "limit_until": "2026-03-20",
                "comment": "",
            },
        )

    assert [str(s.level) for s in page.context["steps"] if s.amount is None] == [
        "1000.00",
        "1000.00",
        "210.00",
    ]
    assert answer["Location"] == url
    record = OfferApproval.objects.get()
    assert (record.approval.status, record.limit_percent) == ("APPROVED", D(15))


def test_rules_page_is_edited_by_the_director_only(
    alice: User, diane: User, signed_in: Any
) -> None:
    create = reverse("offers:rule-create")
    values = {
        "metric": "MARGIN",
        "operator": "BELOW",
        "basis": "FLOOR",
        "threshold": "0",
        "level": "3",
    }

    assert signed_in(alice).get(reverse("offers:rules")).status_code == 200
    assert signed_in(alice).get(create).status_code == 404
    assert signed_in(diane).post(create, values).status_code == 302
    chain = {
        "chain": "PARALLEL",
        "financing_percent": "6",
        "commission_percent": "0",
        "warranty_percent": "0",
        "risk_percent": "0",
        "n1-hours": "24",
        "n2-hours": "48",
        "n3-hours": "48",
    }
    assert signed_in(diane).post(reverse("offers:policy"), chain).status_code == 302

    rows = ApprovalRule.objects.filter(metric="MARGIN", basis="FLOOR")
    assert {row.level for row in rows} == {2, 3}
    assert OfferPolicy.objects.get().chain == "PARALLEL"


def test_cost_of_payment_terms_lowers_the_margin(
    alice: User, diane: User, now: datetime
) -> None:
    OfferPolicy.objects.create(company=make.company(), financing_percent=D(6))
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice), 10)

    revision.refresh_from_db()
    assert revision.margin == D("400.00") - D("4.93")


def test_seller_reads_the_margin_on_the_screen_but_no_cost(
    alice: User, denis: User, diane: User, signed_in: Any, now: datetime
) -> None:
    approval = services.revision_submit(revision=low(alice), actor=alice, now=now)
    url = reverse("offers:approval", args=[approval.pk])

    with time_machine.travel(now, tick=False):
        hers = signed_in(alice).get(url)
        theirs = signed_in(diane).get(url)

    labels = [step.label for step in hers.context["steps"]]
    assert "Cost of the lines" not in labels
    assert len(labels) == 3
    assert len(theirs.context["steps"]) == 4
    assert hers.context["may_decide"] is False
