"""Our offer beside those of rivals, and the arguments for it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal as D
from typing import Any

import pytest

from filon.accounts.models import User
from filon.deals.models import CompetitiveBid
from filon.deals.services import bid_add
from filon.needs.models import MethodAnswer
from filon.offers import services
from filon.offers.models import Argument, BidLevel, OfferRevision
from filon.offers.selectors.rivals import (
    argument_sheet,
    arguments_of,
    comparison,
    objections_of,
    price_gap,
)
from tests.deals import makers
from tests.offers import make, needs

pytestmark = pytest.mark.django_db


def begun(actor: User) -> OfferRevision:
    """Start an offer of 200.00 on a need of two requirements."""
    need = needs.need(actor)
    needs.requirement(need, "R1", weight=5)
    needs.requirement(need, "R2", weight=1)
    revision = make.ready(actor, need=need, organization=need.deal.organization)
    revision.refresh_from_db()
    return revision


def bid(revision: OfferRevision, actor: User, **values: Any) -> CompetitiveBid:
    """Note a rival offer on the deal."""
    fields = {
        "competitor": makers.rival(actor, values.pop("name", "Robinet Plus")),
        "observed_on": date(2026, 3, 1),
        "price": D(160),
        **values,
    }
    return bid_add(deal=revision.offer.deal, values=fields, actor=actor, now=make.NOW)


@pytest.mark.parametrize(
    ("ours", "theirs", "gap"),
    [
        ("200", "160", "25"),
        ("160", "200", "-20"),
        ("100", "100", "0"),
        ("1", "3", "-66.7"),
    ],
)
def test_gap_is_counted_on_the_price_of_the_rival(
    ours: str, theirs: str, gap: str
) -> None:
    assert price_gap(D(ours), D(theirs)) == D(gap)
    assert price_gap(D(ours), D(0)) is None


def test_rival_is_compared_on_price_and_on_each_requirement(
    alice: User, now: datetime
) -> None:
    revision = begun(alice)
    rival = bid(revision, alice, weaknesses="SAV en Italie", strengths="Marque connue")
    first, second = revision.adequacy.order_by("requirement__ref")
    for row in (first, second):
        row.revision = revision
        services.adequacy_set(row=row, verdict="C", actor=alice, now=now)
    services.bid_levels_set(
        offer=revision.offer,
        bid=rival,
        levels={
            first.requirement_id: ("NC", "8 bar"),
            second.requirement_id: ("C", ""),
            -1: ("C", "d’un autre besoin"),
        },
        actor=alice,
        now=now,
    )

    found = comparison(revision)
    (shown,) = found.rivals
    assert (shown.gap, shown.bar, found.our_bar) == (D(25), 80, 100)
    assert shown.coverage == D("16.7")
    assert [text[:2] for text in shown.swot.strengths] == ["R1"]
    assert shown.swot.weaknesses == ["Price"]
    assert shown.swot.opportunities == ["SAV en Italie"]
    assert shown.swot.threats == ["Marque connue"]
    assert found.criteria[0].theirs[0].offered == "8 bar"

    services.bid_levels_set(
        offer=revision.offer,
        bid=rival,
        levels={first.requirement_id: ("OPEN", " ")},
        actor=alice,
        now=now,
    )
    assert BidLevel.objects.count() == 1
    assert comparison(revision).rivals[0].coverage is None


def test_price_in_another_currency_is_shown_but_not_compared(alice: User) -> None:
    revision = begun(alice)
    bid(revision, alice, currency="USD")

    (shown,) = comparison(revision).rivals

    assert (shown.gap, shown.bar) == (None, None)


def test_rival_of_another_deal_is_refused(alice: User, now: datetime) -> None:
    revision, other = begun(alice), begun(alice)
    stranger = bid(other, alice)

    with pytest.raises(services.ArgumentRefused):
        services.bid_levels_set(
            offer=revision.offer, bid=stranger, levels={}, actor=alice, now=now
        )
    with pytest.raises(services.ArgumentRefused):
        services.objection_save(
            offer=revision.offer,
            values={"text": "Trop cher", "bid": stranger},
            actor=alice,
            now=now,
        )


def argue(revision: OfferRevision, actor: User, **values: Any) -> Argument:
    """Write an argument."""
    fields = {"characteristic": "Inox 316L", "side": "TECHNICAL", **values}
    return services.argument_save(
        offer=revision.offer, values=fields, actor=actor, now=make.NOW
    )


def test_arguments_stand_by_motive_then_by_weight_of_the_criterion(
    alice: User,
) -> None:
    revision = begun(alice)
    light, heavy = (
        revision.offer.need.requirements.get(ref=ref)  # type: ignore[union-attr]
        for ref in ("R2", "R1")
    )
    argue(revision, alice, characteristic="B", requirement=light, lever="A")
    argue(revision, alice, characteristic="A", requirement=heavy, lever="S")

    def order() -> list[str]:
        return [a.characteristic for a in arguments_of(revision.offer)]

    assert order() == ["A", "B"]
    for item, score in (("A", 3), ("S", 1)):
        MethodAnswer.objects.create(
            need=revision.offer.need,  # type: ignore[misc]
            method=MethodAnswer.Method.SONCASE,
            item=item,
            contact=revision.offer.contact,
            score=score,
            updated_at=make.NOW,
            updated_by=alice,
        )
    assert order() == ["B", "A"]


def test_argument_enters_the_letter_once(alice: User, now: datetime) -> None:
    revision = begun(alice)
    argument = argue(
        revision, alice, advantage="Ne rouille pas.", benefit="Dix ans", proof="PV 12"
    )

    for _time in range(2):
        services.argument_use(
            argument=argument, revision=revision, actor=alice, now=now
        )

    revision.refresh_from_db()
    said = "Inox 316L – Ne rouille pas – Dix ans (PV 12)."
    assert revision.technical_argument == said


def test_sheet_holds_arguments_and_objections_but_no_price_of_a_rival(
    alice: User, now: datetime
) -> None:
    revision = begun(alice)
    rival = bid(revision, alice, price=D("4321.99"))
    argue(revision, alice)
    services.objection_save(
        offer=revision.offer,
        values={
            "text": "Trop cher",
            "answer": "Coût total moindre",
            "bid": rival,
        },
        actor=alice,
        now=now,
    )

    sheet = argument_sheet(
        revision, arguments_of(revision.offer), objections_of(revision.offer)
    )

    assert "Inox 316L" in str(sheet)
    assert "Coût total moindre" in str(sheet)
    assert "4321" not in str(sheet)
