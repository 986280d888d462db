"""From an empty company to a candidate's file, through every stage."""

from __future__ import annotations

import pytest

from tests.journeys.people import Cast
from tests.journeys.server import Server
from tests.journeys.stages import house
from tests.journeys.stages.house import Member

pytestmark = pytest.mark.journey


def test_the_whole_thread(cast: Cast, server: Server) -> None:
    ada = cast.enters("Ada")
    house.signs_in_for_the_first_time(ada, server.first_link)
    house.sets_up_the_company(ada)
    denis = house.welcomes(cast, ada, Member("Denis", "Sales manager"))
    house.makes_a_team(ada, "Équipe Nord", "Denis")
    alice = house.welcomes(
        cast, ada, Member("Alice", "Technical salesperson", "Équipe Nord", "Denis")
    )
