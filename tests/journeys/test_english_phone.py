"""A visit, a need and an offer, in English, on a phone of 390 pixels."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys import days
from tests.journeys.people import Cast
from tests.journeys.server import Server
from tests.journeys.stages import house, market, need, offer, prospecting
from tests.journeys.stages.house import Member

pytestmark = [pytest.mark.journey, pytest.mark.alike]


def test_thread_in_english_on_a_phone(
    cast: Cast, server: Server, tmp_path: Path
) -> None:
    ada = cast.enters("Ada")
    house.signs_in_for_the_first_time(ada, server.first_link)
    house.sets_up_the_company(ada)
    denis = house.welcomes(cast, ada, Member("Denis", "Sales manager"))
    market.puts_in_force(denis, "Sales policy", "Politique commerciale")
    market.puts_in_force(denis, "General terms of sale", "Conditions de vente")
    market.draws_the_market(denis)
    market.imports_the_items(denis, tmp_path)
    market.adds_a_service(denis)
    member = Member(
        "Alice", "Technical salesperson", reports_to="Denis", language="English"
    )
    alice = house.welcomes(cast, ada, member, is_on_phone=True)
    market.imports_the_customer_base(alice, tmp_path)
    market.names_a_contact(alice, market.CUSTOMER, "Vidal", offer.CONTACT_MAIL)

    prospecting.writes_a_guide(alice)
    prospecting.plans_a_visit_without_a_plan(alice, on=days.now() - timedelta(hours=2))
    prospecting.reports(alice, next_at=days.now() + timedelta(days=8))
    prospecting.opens_a_deal(alice)

    need.starts(alice)
    need.takes_the_answers(alice)
    need.describes_context_and_money(alice, reserve="Hors du plan en cours.")
    need.freezes_the_synthesis(alice, expert_says="")

    offer.starts_from_the_need(alice)
    offer.writes_the_lines(alice)
    offer.judges_the_adequacy(alice)
    offer.argues(alice)
    offer.verifies(alice)
    offer.cannot_be_sent_before_approval(alice, denis)
    offer.sends(alice)
    assert house.link_in_mail(ada, offer.CONTACT_MAIL)
