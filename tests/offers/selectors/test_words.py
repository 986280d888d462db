"""Why a number is what it is: every step of the engine has its sentence."""

from __future__ import annotations

import pytest
from django.utils import translation

from filon.offers.pricing import StepCode
from filon.offers.selectors import words

NAMES = """
    price basis rate percent quantity requested base amount lines allowances charges
    taxable goods threshold gross saving minimum value weight net tax total prepaid
    rounding
"""
OPERANDS = dict.fromkeys(NAMES.split(), "12.5")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", StepCode)
def test_every_step_has_its_sentence(code: StepCode, language: str) -> None:
    with translation.override(language):
        (sentence,) = words.sentences(
            [{"code": code.value, "operands": OPERANDS, "result": "7.25"}], "EUR"
        )

    assert sentence.endswith((".", ")"))
    assert "–" not in sentence, "a figure the step does not carry"


def test_break_of_a_list_in_another_currency_is_said_in_that_currency() -> None:
    trace = [
        {"code": "PRICE_FOUND", "operands": {"currency": "USD"}, "result": "10"},
        {"code": "BREAK_REACHED", "operands": {"quantity": "50"}, "result": "10"},
        {"code": "FX_CONVERTED", "operands": {"rate": "0.9"}, "result": "9"},
        {"code": "NET_PRICE", "operands": {}, "result": "9"},
    ]

    with translation.override("en"):
        _found, reached, converted, net = words.sentences(trace, "EUR")

    assert "$10.00" in reached
    assert "€9.00" in converted
    assert "€9.00" in net


def test_price_from_the_cost_tells_neither_cost_nor_margin() -> None:
    step = {
        "code": "PRICE_COST_PLUS",
        "operands": {"cost": "61.5", "target_margin": "33"},
        "result": "92",
    }

    with translation.override("en"):
        (sentence,) = words.sentences([step], "EUR")

    assert "61" not in sentence
    assert "33" not in sentence
