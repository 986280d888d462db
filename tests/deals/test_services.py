"""Deals are opened, changed, moved, won and lost by rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.deals import services
from filon.deals.models import Deal, DealRole
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.journal.services import EditConflict
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import TransitionRefused
from filon.search.models import SearchEntry
from tests.deals import makers

S = Deal.Stage


def picture(deal: Deal) -> dict[str, Any]:
    """Return every column of the row as the database has it."""
    return Deal.objects.filter(pk=deal.pk).values().get()


def test_deal_belongs_to_whoever_opened_it_and_is_found(
    alice: User, now: datetime
) -> None:
    deal = makers.deal(alice)

    assert (deal.owner, deal.team) == (alice, alice.team)
    assert deal.stage == S.QUALIFICATION
    assert timeline(deal)[0].message == "Deal “%(title)s” opened"
    assert SearchEntry.objects.filter(kind="deals.deal", object_id=deal.pk).exists()


def test_people_with_a_buying_role_take_it_in_the_deal(alice: User) -> None:
    firm = makers.company(alice)
    buyer = makers.contact(firm, alice, buying_role="BUYER")
    makers.contact(firm, alice, last_name="Petit")

    deal = makers.deal(alice, organization=firm)

    role = DealRole.objects.get()
    assert (role.deal, role.contact, role.role) == (deal, buyer, "BUYER")


@pytest.mark.parametrize("values", [{"title": "  "}, {"stage": "WON"}])
def test_deal_without_title_or_already_won_is_refused(
    alice: User, values: dict[str, Any]
) -> None:
    firm = makers.company(alice)

    with pytest.raises(services.DealRefused):
        makers.deal(alice, organization=firm, **values)

    assert not Deal.objects.exists()


def test_reader_opens_no_deal(alice: User, rene: User) -> None:
    firm = makers.company(alice)

    with pytest.raises(PermissionDenied):
        makers.deal(rene, organization=firm)

    assert not Deal.objects.exists()


def test_newest_deal_stands_on_top(alice: User) -> None:
    firm = makers.company(alice)
    first = makers.deal(alice, organization=firm)
    second = makers.deal(alice, organization=firm)

    assert second.position < first.position


def test_changing_a_deal_keeps_its_stage(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)

    services.deal_update(
        deal=deal, values={"title": "Valves", "stage": "WON"}, actor=alice, now=now
    )

    assert (deal.title, deal.stage) == ("Valves", S.QUALIFICATION)


def test_changing_a_stale_deal_is_refused(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    services.deal_update(deal=deal, values={"title": "A"}, actor=alice, now=now)
    before = picture(deal)

    with pytest.raises(EditConflict):
        services.deal_update(
            deal=deal, values={"title": "B"}, actor=alice, now=now, expected_version=1
        )

    assert picture(deal) == before


def test_moved_deal_takes_the_usual_probability(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)

    services.deal_move(deal=deal, stage=S.STUDY, position=0, actor=alice, now=now)

    assert (deal.stage, deal.probability_percent) == (S.STUDY, 40)


def test_moved_deal_keeps_the_probability_that_a_person_gave(
    alice: User, now: datetime
) -> None:
    deal = makers.deal(alice, probability_percent=75)

    services.deal_move(deal=deal, stage=S.OFFER, position=0, actor=alice, now=now)

    assert deal.probability_percent == 75


def test_cards_stand_where_they_were_put(alice: User, now: datetime) -> None:
    firm = makers.company(alice)
    deals = [makers.deal(alice, organization=firm, title=f"D{n}") for n in range(4)]
    moved = deals[3]

    for index in (2, 1, 3, 0, 1):
        services.deal_move(
            deal=moved, stage=S.QUALIFICATION, position=index, actor=alice, now=now
        )
        order = list(Deal.objects.order_by("position", "-pk"))
        assert order.index(moved) == index


def test_many_moves_into_one_gap_keep_the_order(alice: User, now: datetime) -> None:
    firm = makers.company(alice)
    deals = [makers.deal(alice, organization=firm, title=f"D{n}") for n in range(3)]

    for turn in range(40):
        deal = Deal.objects.get(pk=deals[turn % 3].pk)
        services.deal_move(
            deal=deal, stage=S.QUALIFICATION, position=1, actor=alice, now=now
        )
        assert list(Deal.objects.order_by("position", "-pk")).index(deal) == 1


def test_second_mover_of_two_is_refused_and_changes_nothing(
    alice: User, bob: User, now: datetime
) -> None:
    deal = makers.deal(alice)
    seen = deal.version
    services.deal_move(
        deal=deal,
        stage=S.STUDY,
        position=0,
        actor=alice,
        now=now,
        expected_version=seen,
    )
    before = picture(deal)

    with pytest.raises(EditConflict):
        services.deal_move(
            deal=Deal.objects.get(pk=deal.pk),
            stage=S.NEGOTIATION,
            position=0,
            actor=bob,
            now=now,
            expected_version=seen,
        )

    assert picture(deal) == before


@pytest.mark.parametrize(
    ("stage", "refusal"),
    [
        (S.WON, services.WonByOfferOnly),
        (S.LOST, services.ReasonMissing),
        ("NOWHERE", services.StageUnknown),
    ],
)
def test_card_is_not_dragged_to_an_end(
    alice: User, now: datetime, stage: str, refusal: type[DomainError]
) -> None:
    deal = makers.deal(alice)
    before = picture(deal)

    with pytest.raises(refusal):
        services.deal_move(deal=deal, stage=stage, position=0, actor=alice, now=now)

    assert picture(deal) == before


def test_closed_deal_is_not_moved(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    services.deal_win(deal=deal, actor=alice, now=now)
    before = picture(deal)

    with pytest.raises(TransitionRefused):
        services.deal_move(deal=deal, stage=S.STUDY, position=0, actor=alice, now=now)

    assert picture(deal) == before


def test_work_brings_a_deal_forward_but_never_back(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)

    assert services.deal_advance(deal=deal, to=S.OFFER, actor=alice, now=now)
    assert not services.deal_advance(deal=deal, to=S.STUDY, actor=alice, now=now)
    assert deal.stage == S.OFFER


def test_accepted_offer_wins_the_deal_once(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)

    is_won = services.deal_win(
        deal=deal, actor=None, now=now, amount=Decimal("1200.50"), actor_name="Claire"
    )
    is_again = services.deal_win(deal=deal, actor=None, now=now)

    assert (is_won, is_again) == (True, False)
    assert (deal.stage, deal.won_at, deal.amount) == (S.WON, now, Decimal("1200.50"))
    assert Entry.objects.filter(message="Won").count() == 1


def test_lost_deal_keeps_reason_winner_and_gap(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    winner = makers.rival(alice)
    loss = services.Loss(
        "PRICE", " Too dear ", winner, Decimal("12.5"), told_by="Mme Martin"
    )

    services.deal_lose(deal=deal, loss=loss, actor=alice, now=now)

    assert (deal.stage, deal.lost_reason, deal.lost_to) == (S.LOST, "PRICE", winner)
    assert (deal.price_gap_percent, deal.closed_comment) == (
        Decimal("12.5"),
        "Too dear",
    )
    assert deal.told_by == "Mme Martin"
    assert deal.probability_percent == 0


@pytest.mark.parametrize(
    ("loss", "refusal"),
    [
        (services.Loss(""), services.ReasonMissing),
        (services.Loss("PRICE"), services.RivalMissing),
        (services.Loss("PRICE", is_rival_unknown=True), services.RivalMissing),
        (
            services.Loss("PRICE", "", None, Decimal(5), is_rival_unknown=True),
            services.RivalMissing,
        ),
        (
            services.Loss("ABANDONED", "", None, Decimal(101)),
            services.GapRefused,
        ),
    ],
)
def test_loss_without_reason_or_with_absurd_gap_is_refused(
    alice: User, now: datetime, loss: services.Loss, refusal: type[DomainError]
) -> None:
    deal = makers.deal(alice)
    before = picture(deal)

    with pytest.raises(refusal):
        services.deal_lose(deal=deal, loss=loss, actor=alice, now=now)

    assert picture(deal) == before


def test_nobody_knows_is_an_answer_too(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    loss = services.Loss("PRICE", is_rival_unknown=True, is_gap_unknown=True)

    services.deal_lose(deal=deal, loss=loss, actor=alice, now=now)

    assert (deal.lost_to, deal.price_gap_percent) == (None, None)


def test_won_deal_says_against_whom_and_by_what_gap(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    rival = makers.rival(alice)
    win = services.Win("TECHNICAL", "", rival, Decimal(-3), told_by="Acheteur")
    with pytest.raises(PermissionDenied):
        services.deal_debrief(deal=deal, win=win, actor=alice, now=now)
    services.deal_win(deal=deal, actor=alice, now=now)

    for bad in (services.Win(""), services.Win("PRICE")):
        with pytest.raises(DomainError):
            services.deal_debrief(deal=deal, win=bad, actor=alice, now=now)
    assert deal.won_reason == ""

    services.deal_debrief(deal=deal, win=win, actor=alice, now=now)

    assert (deal.won_reason, deal.won_against) == ("TECHNICAL", rival)
    assert (deal.price_gap_percent, deal.told_by) == (Decimal(-3), "Acheteur")


def test_lost_deal_can_be_taken_up_again(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    services.deal_lose(deal=deal, loss=services.Loss("ABANDONED"), actor=alice, now=now)

    services.deal_reopen(deal=deal, actor=alice, now=now)

    assert (deal.stage, deal.lost_reason, deal.lost_at) == (S.QUALIFICATION, "", None)


def test_open_deal_is_not_taken_up_again(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    before = picture(deal)

    with pytest.raises(TransitionRefused):
        services.deal_reopen(deal=deal, stage=S.STUDY, actor=alice, now=now)

    assert picture(deal) == before


def test_role_comes_from_the_contact(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    person = makers.contact(deal.organization, alice, buying_role="DECIDER")

    row = services.role_add(deal=deal, contact=person, actor=alice, now=now)

    assert row.role == "DECIDER"


def test_stranger_or_roleless_person_takes_no_part(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    roleless = makers.contact(deal.organization, alice)
    stranger = makers.contact(makers.company(alice, "Other"), alice)

    for person, role in ((roleless, ""), (stranger, "BUYER")):
        with pytest.raises(services.RoleRefused):
            services.role_add(
                deal=deal, contact=person, role=role, actor=alice, now=now
            )

    assert not DealRole.objects.exists()


def test_same_part_twice_is_refused(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    person = makers.contact(deal.organization, alice, buying_role="BUYER")
    services.role_add(deal=deal, contact=person, actor=alice, now=now)

    with pytest.raises(services.RoleRefused):
        services.role_add(deal=deal, contact=person, actor=alice, now=now)

    assert DealRole.objects.count() == 1


def test_bid_reaches_the_watch_in_one_step_and_once(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    bid = services.bid_add(
        deal=deal,
        values={
            "competitor": makers.rival(alice),
            "product": "RX-12",
            "price": Decimal("980.00"),
            "observed_on": now.date(),
            "source": "The buyer",
        },
        actor=alice,
        now=now,
    )

    offer = services.bid_publish(bid=bid, actor=alice, now=now)

    assert (offer.product, offer.competitor) == ("RX-12", bid.competitor)
    assert offer.finding is not None
    assert deal.organization.name not in offer.finding.title
    with pytest.raises(services.AlreadyPublished):
        services.bid_publish(bid=bid, actor=alice, now=now)


def test_customer_is_no_rival_and_tomorrow_is_not_heard(
    alice: User, now: datetime
) -> None:
    deal = makers.deal(alice)
    tomorrow = now.date() + timedelta(days=1)
    cases = [
        {"competitor": deal.organization, "observed_on": now.date()},
        {"competitor": makers.rival(alice), "observed_on": tomorrow},
    ]

    for values in cases:
        with pytest.raises(services.BidRefused):
            services.bid_add(deal=deal, values=values, actor=alice, now=now)

    assert not deal.bids.exists()


def test_thrown_deal_is_not_found_and_comes_back(alice: User, now: datetime) -> None:
    deal = makers.deal(alice)
    entries = SearchEntry.objects.filter(kind="deals.deal", object_id=deal.pk)

    services.deal_trash(deal=deal, actor=alice, now=now)
    assert not entries.exists()
    services.deal_restore(deal=deal, actor=alice, now=now)
    assert entries.exists()
