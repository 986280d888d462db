"""What experts answered about a need is frozen with its synthesis and printed."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal

from pypdf import PdfReader

from filon.accounts.models import User
from filon.coordination.services import Addressee, Answer, consultation_answer
from filon.files.services import read_bytes
from filon.needs import services
from filon.needs.selectors import need_content
from tests.coordination import builders
from tests.needs import makers


def test_answer_of_an_expert_is_in_the_frozen_synthesis_without_its_cost(
    alice: User, ines: User, now: datetime
) -> None:
    need = makers.complete(alice)
    question = builders.ask(need, alice, now, Addressee(user=ines))
    answer = Answer(
        verdict="YES",
        text="Proved by test.",
        conditions="",
        cost=Decimal("4321.00"),
        currency="EUR",
        lead_time_days=12,
        valid_until=None,
    )
    consultation_answer(consultation=question, answer=answer, actor=ines, now=now)

    services.need_synthesize(need=need, actor=alice, now=now)

    [kept] = need.synthesis["opinions"]
    assert (kept["verdict"], kept["lead_time_days"]) == ("YES", 12)
    assert need.synthesis_file is not None
    pages = PdfReader(io.BytesIO(read_bytes(need.synthesis_file))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Proved by test." in text
    assert "Can it be cast" in text
    assert "4 321" not in text.replace("\u202f", " ")


def test_question_without_an_answer_is_no_opinion(alice: User, now: datetime) -> None:
    need = makers.complete(alice)
    builders.ask(need, alice, now)

    assert need_content(need)["opinions"] == []
