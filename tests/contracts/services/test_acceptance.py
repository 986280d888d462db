"""An acceptance makes the order and its consequences, or nothing at all."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from filon.accounts.models import User, ownership
from filon.contracts import services
from filon.contracts.models import Order
from filon.deals.models import Deal
from filon.directory.models import Organization
from filon.documents.models import NumberSeries
from filon.documents.services import NumberOutOfOrder
from filon.journal.models import Entry
from filon.offers import services as revisions
from filon.offers.models import Acceptance, OfferRevision
from filon.offers.services import AnsweredBefore, OfferLapsed, Signing
from filon.plans.models import ActionPlan, PlanTarget
from tests.contracts.make import order_of, said
from tests.offers import make

pytestmark = pytest.mark.django_db


def accept(revision: OfferRevision, now: datetime, **values: object) -> Order:
    """Accept through the link of the first recipient."""
    link = revision.recipients.get().link
    assert link is not None
    return services.accept_public(
        link=link,
        request=RequestFactory().post("/", headers={"user-agent": "Firefox"}),
        answer=Signing(**{**said(), **values}),
        now=now,
    )


def test_acceptance_by_link_creates_the_order_of_what_was_sent(
    alice: User, now: datetime
) -> None:
    revision = make.sent(alice, lines=2)

    order = accept(revision, now)

    assert order.number == "CMD-2026-00001"
    assert (order.total_net, order.total_tax) == (D("400.00"), D("80.00"))
    assert (order.total_cost, order.margin) == (D("240.00"), D("160.00"))
    assert order.total_net_company == D("400.00")
    assert (order.owner, order.team) == (alice, alice.team)
    assert order.created_by is None
    assert order.customer_reference == "PO-7"
    firm = list(revision.lines.order_by("position"))
    copied = list(order.lines.order_by("position"))
    assert [line.origin for line in copied] == firm
    assert [line.item for line in copied] == [line.item for line in firm]
    assert {line.net_amount for line in copied} == {D("200.00")}
    assert {line.cost_amount for line in copied} == {D("120.00")}
    revision.refresh_from_db()
    assert revision.status == OfferRevision.Status.ACCEPTED
    assert Acceptance.objects.get().user_agent == "Firefox"


def test_only_ticked_options_are_ordered(alice: User, now: datetime) -> None:
    revision = make.sent(alice, options=2)
    option = revision.lines.filter(inclusion="OPTION").order_by("pk")[0]

    order = accept(revision, now, options=frozenset({str(option.pk), "999999"}))

    assert order.total_net == D("250.00")
    assert order.total_cost == D("150.00")
    assert order.lines.filter(origin=option).count() == 1
    assert order.lines.count() == 2


def test_ticked_alternative_replaces_the_default(alice: User, now: datetime) -> None:
    revision = make.ready(alice)
    for reference, price in (("A-1", D(300)), ("A-2", D(500))):
        make.add(
            revision,
            make.item(alice, reference, price=price),
            inclusion="ALTERNATIVE",
            alternative_group="M",
        )
    make.verify(revision, alice)
    revisions.revision_send(revision=revision, actor=alice, now=now)
    other = revision.lines.get(reference="A-2")

    order = accept(revision, now, options=frozenset({str(other.pk)}))

    assert order.total_net == D("700.00")
    assert set(order.lines.values_list("reference", flat=True)) >= {"A-2"}
    assert not order.lines.filter(reference="A-1").exists()


def test_option_of_unknown_cost_leaves_the_margin_unknown(
    alice: User, now: datetime
) -> None:
    revision = make.ready(alice)
    option = make.add(revision, make.item(alice, "X-1", cost=None), inclusion="OPTION")
    make.verify(revision, alice)
    revisions.revision_send(revision=revision, actor=alice, now=now)

    order = accept(revision, now, options=frozenset({str(option.pk)}))

    assert (order.total_cost, order.margin) == (None, None)
    assert order.total_net == D("300.00")


def test_foreign_currency_is_converted_to_the_cent(alice: User, now: datetime) -> None:
    revision = make.ready(alice, lines=3)
    revisions.revision_update(
        revision=revision,
        values={
            "currency": "USD",
            "exchange_rate": D("1.0837"),
            "exchange_source": "BCE",
        },
        actor=alice,
        now=now,
    )
    make.verify(revision, alice)
    revisions.revision_send(revision=revision, actor=alice, now=now)

    order = accept(revision, now)

    assert order.currency == "USD"
    net = (order.total_net / D("1.0837")).quantize(D("0.01"))
    assert order.total_net_company == net
    parts = order.lines.values_list("net_amount_company", flat=True)
    assert sum(parts, D(0)) == order.total_net_company


def test_acceptance_wins_the_deal_and_gains_the_customer(
    alice: User, now: datetime
) -> None:
    revision = make.sent(alice)

    order = accept(revision, now)

    deal = Deal.objects.get(orders=order)
    company = Organization.objects.get(orders=order)
    assert deal.stage == Deal.Stage.WON
    assert deal.amount == D("200.00")
    assert company.lifecycle == Organization.Lifecycle.NEW
    assert company.is_customer
    told = Entry.objects.filter(message="Order %(number)s received")
    kinds = {(entry.target_kind, entry.about_kind) for entry in told}
    assert kinds == {("contracts.order", "directory.organization"), ("deals.deal", "")}
    assert {entry.actor_name for entry in told} == {"Claire Morel"}


def test_second_and_third_orders_bring_the_customer_up(
    alice: User, now: datetime
) -> None:
    company = make.customer(alice)
    standing = []
    for _round in range(4):
        accept(make.sent(alice, organization=company), now)
        company.refresh_from_db()
        standing.append(company.lifecycle)

    assert standing == ["NEW", "ACTIVE", "REPEAT", "REPEAT"]


def test_lost_customer_who_orders_is_active_again(alice: User, now: datetime) -> None:
    company = make.customer(alice, lifecycle=Organization.Lifecycle.LOST)

    accept(make.sent(alice, organization=company), now)

    company.refresh_from_db()
    assert company.lifecycle == Organization.Lifecycle.ACTIVE


def test_order_counts_in_the_plan_and_reaches_its_target(
    alice: User, now: datetime
) -> None:
    revision = make.ready(alice)
    company = revision.offer.organization
    plan = ActionPlan.objects.create(
        ref="PAC-1",
        title="Rhône",
        start_on=now.date(),
        end_on=now.date(),
        **ownership(alice, now),
    )
    target = PlanTarget.objects.create(plan=plan, organization=company)
    Deal.objects.filter(offers=revision.offer).update(plan=plan)
    revisions.revision_send(revision=revision, actor=alice, now=now)

    order = accept(revision, now)

    target.refresh_from_db()
    assert order.plan == plan
    assert target.status == PlanTarget.Status.WON


def test_second_acceptance_is_refused_and_changes_nothing(
    alice: User, now: datetime
) -> None:
    revision = make.sent(alice)
    accept(revision, now)
    entries = Entry.objects.count()

    with pytest.raises(AnsweredBefore):
        accept(revision, now)

    assert Order.objects.count() == 1
    assert NumberSeries.objects.get(code="CMD").last == 1
    assert Entry.objects.count() == entries


def test_lapsed_offer_makes_no_order(alice: User) -> None:
    revision = make.sent(alice)

    with pytest.raises(OfferLapsed):
        accept(revision, make.later(days=400))

    assert not Order.objects.exists()
    assert not Acceptance.objects.exists()


def test_failing_order_leaves_the_offer_unanswered(alice: User, now: datetime) -> None:
    revision = make.sent(alice)
    NumberSeries.objects.create(
        code="CMD", year=2026, last=7, last_on=make.later(days=30).date()
    )

    with pytest.raises(NumberOutOfOrder):
        accept(revision, now)

    revision.refresh_from_db()
    assert revision.status == OfferRevision.Status.SENT
    assert not Acceptance.objects.exists()
    assert not Order.objects.exists()


def test_recorded_acceptance_keeps_the_paper(alice: User, now: datetime) -> None:
    revision = make.sent(alice)

    order = order_of(revision, alice)

    acceptance = Acceptance.objects.get()
    assert order.created_by == alice
    assert acceptance.recorded_by == alice
    assert acceptance.link is None


def test_reader_records_no_acceptance(alice: User, rene: User) -> None:
    revision = make.sent(alice)

    with pytest.raises(PermissionDenied):
        order_of(revision, rene)

    revision.refresh_from_db()
    assert revision.status == OfferRevision.Status.SENT
    assert not Order.objects.exists()
