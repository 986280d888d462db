"""An exam centre works without a single sales record in sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.people import Cast
from tests.journeys.server import Server
from tests.journeys.stages import certification, house
from tests.journeys.stages.house import Member

pytestmark = [pytest.mark.journey, pytest.mark.alike]

CANDIDATE = "Farid Benali"


def test_exam_centre(cast: Cast, server: Server, tmp_path: Path) -> None:
    ada = cast.enters("Ada")
    house.signs_in_for_the_first_time(ada, server.first_link)
    house.sets_up_the_company(ada)
    oscar = house.welcomes(cast, ada, Member("Oscar", "Exam-centre officer"))
    eva = house.welcomes(cast, ada, Member("Eva", "Evaluator"))

    certification.publishes_the_referential(oscar)
    certification.registers(oscar, "Farid", "Benali", track="Work-study")
    certification.chooses_modalities(oscar, CANDIDATE)
    certification.assigns(oscar, "Eva", CANDIDATE)
    oscar.goes_to("Candidates")
    oscar.follows(CANDIDATE)
    certification.adds_a_file(oscar, tmp_path)
    certification.hands_in(oscar, CANDIDATE)
    certification.company_gives_its_opinion(cast, oscar, ada, CANDIDATE)
    certification.evaluator_signs_the_grids(eva, CANDIDATE)
    certification.closes(oscar, CANDIDATE)
    certification.reads_the_file(
        oscar,
        CANDIDATE,
        "Compte rendu",
        "Compétence démontrée.",
        "Vu au travail pendant six mois.",
    )
    certification.sees_no_sales_data(oscar)
    certification.sees_no_sales_data(eva)
