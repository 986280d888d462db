"""The synthesis says all that was gathered, in both languages, without our margin."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader

from filon.accounts.models import User
from filon.deals.services import role_add
from filon.files.services import read_bytes
from filon.needs import services
from filon.needs.crossing import Check
from filon.needs.gonogo import DEFAULT
from filon.needs.models import Need
from filon.needs.services import Said
from tests.deals import makers as deals
from tests.needs import makers
from tests.needs.test_valuing import case_of


def full(alice: User, now: datetime, language: str) -> Need:
    """Write a need with everything that the methods, grid and value case gather."""
    firm = deals.company(alice)
    contact = deals.contact(firm, alice)
    deal = deals.deal(alice, organization=firm)
    role_add(
        deal=deal, contact=contact, role="DECIDER", influence=3, actor=alice, now=now
    )
    need = makers.complete(alice, deal=deal, language=language, funding="LEASING")

    def save(method: str, *answers: Said, **kwargs: object) -> None:
        services.method_save(
            need=need,
            method=method,
            answers=answers,
            actor=alice,
            now=now,
            **kwargs,  # type: ignore[arg-type]
        )

    save("FIVE_W", Said("who", "Maintenance crew"))
    save("HORNS", Said("whom", "The foundry"), Said("goal", "No leak"))
    save("SPIN", Said("I1", "800 an hour"))
    save("MEDDIC", Said("pain", score=3, evidence="Minutes of March"))
    save("SONCASE", Said("A", score=3), contact=contact)
    services.decision_step_add(
        need=need, label="Committee", who="CFO", on=now.date(), actor=alice, now=now
    )
    services.need_assess(
        need=need,
        given=services.Notes({row.code: 4 for row in DEFAULT.criteria}),
        prospects=services.Prospects(
            Decimal(35), "History", Decimal("7777.31"), Decimal("8888.42")
        ),
        actor=alice,
        now=now,
    )
    services.need_policy(
        need=need,
        verdict="AMBER",
        note="Deposit",
        checks={"credit": Check("AMBER", "Limit near")},
        actor=alice,
        now=now,
    )
    case_of(need, alice)
    services.need_synthesize(need=need, actor=alice, now=now)
    return need


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("QQOQCPC", "Bête à cornes", "Crédit-bail", "80/100", "Douleur")),
        ("en", ("Horned beast", "Leasing", "80/100", "Identified pain", "Go")),
    ],
)
def test_synthesis_holds_everything_but_our_margin(
    alice: User, now: datetime, language: str, words: tuple[str, ...]
) -> None:
    need = full(alice, now, language)

    assert need.synthesis_file is not None
    pages = PdfReader(io.BytesIO(read_bytes(need.synthesis_file))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    typed = ("Maintenance crew", "800 an hour", "Minutes of March", "Committee", "CFO")
    for word in (*words, *typed, "Limit near", "EcoPump", "MEDDIC"):
        assert word in text, word
    digits = "".join(text.replace("\u202f", "").split())
    assert "35917" in digits.replace(",", "")
    for secret in ("7777", "8888"):
        assert secret not in digits.replace(",", "")
        assert secret not in str(need.synthesis)
    assert len(pages) <= 6
