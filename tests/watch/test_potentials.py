from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from filon.accounts.models import User
from filon.directory.models import MarketSegment, Site, Territory
from filon.watch import market, services
from filon.watch.arithmetic import Potential, PotentialInputs, potential_of
from filon.watch.market import MarketCut
from filon.watch.models import MarketPotential
from tests.watch.builders import make_company, make_potential


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (
            PotentialInputs(46, Decimal("12.5"), Decimal(18500), "EUR"),
            Potential(Decimal("106375.00"), None, None),
        ),
        (
            PotentialInputs(
                7, Decimal("33.33"), Decimal("1000.05"), "EUR", Decimal(3), Decimal(30)
            ),
            Potential(Decimal("2333.22"), Decimal("6.9993"), Decimal("699.97")),
        ),
        (
            PotentialInputs(3, Decimal(50), Decimal(1001), "JPY"),
            Potential(Decimal(1502), None, None),
        ),
        (
            PotentialInputs(0, Decimal(50), Decimal(1000), "EUR", Decimal(2)),
            Potential(Decimal("0.00"), Decimal("0.0000"), None),
        ),
    ],
)
def test_potential_is_accounts_by_rate_by_basket(
    inputs: PotentialInputs, expected: Potential
) -> None:
    assert potential_of(inputs) == expected


@given(
    accounts=st.integers(0, 10**6),
    rate=st.decimals(0, 100, places=4),
    basket=st.decimals(0, 10**7, places=2),
)
def test_potential_never_passes_what_all_would_buy(
    accounts: int, rate: Decimal, basket: Decimal
) -> None:
    found = potential_of(PotentialInputs(accounts, rate, basket, "EUR"))

    assert 0 <= found.amount <= accounts * basket + Decimal("0.005")


def test_potential_is_computed_not_typed(alice: User, now: datetime) -> None:
    potential = make_potential(
        alice, now, amount=Decimal(1), margin_percent=Decimal(30)
    )

    assert potential.amount == Decimal("106375.00")
    assert potential.margin_amount == Decimal("31912.50")


def test_changed_assumption_computes_again(alice: User, now: datetime) -> None:
    potential = make_potential(alice, now)

    services.potential_update(
        potential=potential, values={"accounts": 52}, actor=alice, now=now
    )

    assert potential.amount == Decimal("120250.00")


def test_unknown_currency_and_huge_result_are_refused(
    alice: User, now: datetime
) -> None:
    with pytest.raises(services.PotentialRefused):
        make_potential(alice, now, currency="XXX")
    with pytest.raises(services.PotentialRefused):
        make_potential(alice, now, accounts=10**9, basket=Decimal(10**12))

    assert not MarketPotential.objects.exists()


def test_reader_computes_nothing(rene: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        make_potential(rene, now)


def test_base_is_counted_by_territory_and_segment(alice: User, now: datetime) -> None:
    territory = Territory.objects.create(code="R", name="Rhône", departments=["69"])
    segment = MarketSegment.objects.create(
        code="M", name="Metal", naf_prefixes=["25", "28"]
    )
    make_company(alice, now, "In", department_code="69", naf_rev2="25.62B")
    make_company(alice, now, "Trade", department_code="69", naf_rev2="10.11Z")
    make_company(alice, now, "Place", department_code="42", naf_rev2="28.41Z")
    cut = market.market_of(territory=territory, segment=segment)

    assert market.count(alice, cut).organizations == 1


def test_sites_are_matched_by_their_own_activity(alice: User, now: datetime) -> None:
    company = make_company(alice, now, "Head office", naf_rev2="70.10Z")
    for department, naf in (("69", "25.62B"), ("69", "28.41Z"), ("42", "25.11Z")):
        Site.objects.create(
            organization=company, department_code=department, naf_rev2=naf
        )
    cut = MarketCut(by_site=True, departments=("69",), naf=("25", "28"))

    assert market.count(alice, cut) == market.CutCount(sites=2, organizations=1)
    assert market.count(alice, MarketCut(naf=("25",))).organizations == 0


def test_editions_of_the_naf_are_never_mixed(alice: User, now: datetime) -> None:
    make_company(alice, now, "Old", naf_rev2="25.62B", naf_2025="99.99Z")

    old = MarketCut(naf=("2562",))
    new = MarketCut(naf=("2562",), nomenclature="2025")
    assert market.count(alice, old).organizations == 1
    assert market.count(alice, new).organizations == 0


def test_companies_of_another_team_are_not_counted(
    alice: User, carol: User, now: datetime
) -> None:
    make_company(carol, now, "South", department_code="69")

    assert market.count(alice, MarketCut(departments=("69",))).organizations == 0


def test_cut_survives_as_json() -> None:
    cut = MarketCut(
        by_site=True, departments=("69",), naf=("25", "28"), headcount_min=0
    )

    assert market.cut_from(market.cut_data(cut)) == cut
    assert market.cut_from({"unknown": 1}) == MarketCut()


def test_form_counts_the_base_and_computes(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    territory = Territory.objects.create(code="R", name="Rhône", departments=["69"])
    make_company(alice, now, "In", department_code="69")
    client = signed_in(alice)
    sent = {
        "title": "Rhône",
        "territory": str(territory.pk),
        "take_rate_percent": "50",
        "basket": "1 000,50",
        "currency": "EUR",
        "technical_score": "3",
        "commercial_score": "3",
        "financial_score": "3",
        "confidence": "3",
        "assumptions": "Counted.",
        "as_of": "2026-03-01",
    }

    page = client.post("/watch/potentials/new/", {**sent, "count": "1"})
    assert page.context["counted"] == 1
    assert page.context["form"]["accounts"].value() == "1"
    assert not MarketPotential.objects.exists()

    client.post("/watch/potentials/new/", {**sent, "accounts": "1"})
    assert MarketPotential.objects.get().amount == Decimal("500.25")


def test_margin_is_hidden_from_readers(
    alice: User, rene: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    potential = make_potential(alice, now, margin_percent=Decimal(30))
    url = f"/watch/potentials/{potential.pk}/"

    assert "31,912.50" in signed_in(alice).get(url).content.decode()
    for page in (url, "/watch/potentials/", "/watch/potentials/?format=csv"):
        answer = signed_in(rene).get(page)
        content = b"".join(answer) if answer.streaming else answer.content
        assert b"31,912.50" not in content
        assert b"31912" not in content
