"""From an empty company to a candidate's file, through every stage."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys import days
from tests.journeys.people import Cast
from tests.journeys.server import Server
from tests.journeys.stages import (
    certification,
    follow_up,
    house,
    market,
    measure,
    need,
    offer,
    plan,
    prospecting,
    watch,
)
from tests.journeys.stages.house import Member

pytestmark = pytest.mark.journey

SALESPERSON = "Technical salesperson"


def test_the_whole_thread(cast: Cast, server: Server, tmp_path: Path) -> None:
    # 1, 2: the house, its people, its framework, its catalogue, its customer base
    ada = cast.enters("Ada")
    house.signs_in_for_the_first_time(ada, server.first_link)
    house.sets_up_the_company(ada)
    denis = house.welcomes(cast, ada, Member("Denis", "Sales manager"))
    house.makes_a_team(ada, "Équipe Nord", "Denis")
    alice = house.welcomes(
        cast, ada, Member("Alice", SALESPERSON, "Équipe Nord", "Denis")
    )
    market.puts_in_force(denis, "Sales policy", "Politique commerciale", "10 % au plus")
    market.puts_in_force(denis, "General terms of sale", "Conditions de vente")
    market.has_read(alice, "Politique commerciale")
    market.draws_the_market(denis)
    market.imports_the_items(denis, tmp_path)
    market.adds_a_service(denis)
    market.imports_the_customer_base(alice, tmp_path)
    market.names_a_contact(alice, market.CUSTOMER, "Vidal", offer.CONTACT_MAIL)

    # 3: the watch
    watch.opens_a_topic(alice)
    watch.captures_a_finding(alice)
    watch.concludes(alice)
    watch.measures_the_potential(alice)
    watch.draws_a_swot(alice)
    watch.transmits_a_brief(alice, denis)

    # 4: the plan
    plan.plans_from_the_insight(alice)
    plan.sets_objectives(alice)
    plan.finds_targets(alice)
    plan.plans_actions_and_budget(alice)
    plan.submits(alice, denis)
    plan.approves(denis, plan.PLAN)
    plan.starts(alice)

    # 5: prospecting
    prospecting.writes_a_guide(alice)
    prospecting.plans_a_visit(alice, on=days.now() - timedelta(hours=2))
    prospecting.reads_the_brief(alice)
    prospecting.reports(alice, next_at=days.now() + timedelta(days=8))
    prospecting.captures_what_was_heard(alice)
    prospecting.opens_a_deal(alice)

    # 6: the need
    need.starts(alice)
    need.takes_the_answers(alice)
    need.describes_context_and_money(alice)
    need.asks_an_expert(alice)
    need.expert_answers_on_a_phone(cast, ada)
    need.freezes_the_synthesis(alice)

    # 7: the offer
    offer.starts_from_the_need(alice)
    offer.writes_the_lines(alice)
    offer.judges_the_adequacy(alice)
    offer.argues(alice)
    offer.verifies(alice)
    offer.cannot_be_sent_before_approval(alice, denis)
    offer.sends(alice)
    offer.customer_accepts(cast, ada)

    # 8, 9: the order, satisfaction and loyalty
    follow_up.finds_the_order(alice, offer.ORDER_NET, offer.ORDER_GROSS)
    follow_up.confirms(alice)
    follow_up.delivers(alice)
    follow_up.asks_for_satisfaction(alice)
    follow_up.customer_answers(cast, ada)
    follow_up.treats_a_claim(alice)
    follow_up.declares_a_vigilance(alice)

    # 10: the measure
    measure.reads_the_figures(alice)
    measure.freezes_and_comments(alice)
    measure.publishes_a_review(alice)
    measure.reads_the_history(alice)

    # 11: the candidate's file, fed by the thread
    oscar = house.welcomes(cast, ada, Member("Oscar", "Exam-centre officer"))
    certification.publishes_the_referential(oscar)
    certification.registers(oscar, "Alice", "Martin", track="Work-study")
    certification.links_account(oscar, Member("Alice", SALESPERSON).email)
    need.opens(alice)
    certification.uses_as_evidence(alice, need.NEED)
    offer.opens(alice)
    certification.uses_as_evidence(alice, "l’offre")
    certification.agrees_to_show_records(alice, "Alice Martin")
    certification.hands_in(alice, "Alice Martin")
    certification.reads_the_file(alice, "Alice Martin", need.NEED, "J’ai mené")
    certification.reads_the_file(oscar, "Alice Martin")
    certification.sees_no_sales_data(oscar)
