"""From an inbound call to a sent offer, with its count of clicks and fields."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.people import Cast
from tests.journeys.server import Server
from tests.journeys.stages import house, inbound, market
from tests.journeys.stages.house import Member

pytestmark = [pytest.mark.journey, pytest.mark.alike]

MOST_CLICKS, MOST_FIELDS = 14, 14


def test_inbound_call_to_sent_offer(
    cast: Cast,
    server: Server,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    ada = cast.enters("Ada")
    house.signs_in_for_the_first_time(ada, server.first_link)
    house.sets_up_the_company(ada)
    market.puts_in_force(ada, "General terms of sale", "Conditions de vente")
    market.draws_the_market(ada)
    market.imports_the_items(ada, tmp_path)
    alice = house.welcomes(cast, ada, Member("Alice", "Technical salesperson"))
    alice.clicks = alice.fields = 0

    inbound.takes_the_call(alice)
    inbound.sends_three_lines(alice)

    record_property("clicks", alice.clicks)
    record_property("fields", alice.fields)
    with capsys.disabled():
        counts = f"{alice.clicks} clicks and {alice.fields} fields"
        print(f"\nfrom an inbound call to a sent offer of three lines: {counts}")  # noqa: T201 -- the figure is what the journey is for
    assert alice.clicks <= MOST_CLICKS
    assert alice.fields <= MOST_FIELDS
    house.link_in_mail(ada, inbound.CALLER_MAIL)
