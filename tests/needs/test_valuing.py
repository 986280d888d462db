"""A value case keeps the source of each cost, and shows what is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.needs import services
from filon.needs.models import Need, ValueCase
from filon.needs.value import COSTS
from tests.conftest import NOW
from tests.needs import makers
from tests.needs.test_value import OTHER, OURS

SignIn = Callable[[User], Client]
VALUES = {
    "title": "Pump 15 kW",
    "ours": "EcoPump",
    "other": "Rival R",
    "years": 8,
    "discount_percent": Decimal(6),
    "inflation_percent": Decimal(2),
}


def example() -> list[services.Cost]:
    """Return the costs of the worked example."""
    return [
        services.Cost(
            side, name, getattr(costs, name), "Energy audit", name == "energy"
        )
        for side, costs in (("ours", OURS), ("other", OTHER))
        for name in COSTS
        if getattr(costs, name)
    ]


def case_of(need: Need, alice: User) -> ValueCase:
    """Write the worked example."""
    return services.value_case_save(
        need=need, values=VALUES, costs=example(), actor=alice, now=NOW
    )


@pytest.mark.parametrize(
    ("values", "cost"),
    [
        ({}, services.Cost("ours", "energy", Decimal(1))),
        ({}, services.Cost("ours", "magic", Decimal(1), "x")),
        ({"years": 0}, services.Cost("ours", "energy", Decimal(1), "x")),
    ],
)
def test_cost_without_source_is_refused(
    alice: User, values: dict[str, Any], cost: services.Cost
) -> None:
    with pytest.raises(services.ValueRefused):
        services.value_case_save(
            need=makers.need(alice),
            values={**VALUES, **values},
            costs=[cost],
            actor=alice,
            now=NOW,
        )

    assert not ValueCase.objects.exists()


def test_change_replaces_the_costs(alice: User, now: datetime) -> None:
    need = makers.need(alice)
    case = case_of(need, alice)

    services.value_case_save(
        need=need,
        case=case,
        values={**VALUES, "title": "Pump"},
        costs=[services.Cost("ours", "energy", Decimal(5), "Meter")],
        actor=alice,
        now=now,
    )

    assert (case.title, case.inputs.get().amount) == ("Pump", Decimal("5.00"))
    services.value_case_remove(case=case, actor=alice, now=now)
    assert not need.value_cases.exists()


def test_page_shows_the_worked_example(
    signed_in: SignIn, alice: User, carol: User
) -> None:
    need = makers.need(alice)
    case = case_of(need, alice)
    client = signed_in(alice)
    page = reverse("needs:value", args=[need.pk])

    shown = client.get(page).content.decode()

    for figure in ("125,314.73", "161,231.99", "35,917.26", "6,240.00", "1.25"):
        assert figure in shown, figure
    assert "<svg" in shown
    assert signed_in(carol).get(page).status_code == 404
    edit = reverse("needs:value-edit", args=[case.pk])
    assert "Energy audit" in client.get(edit).content.decode()
    assert signed_in(carol).get(edit).status_code == 404


def test_value_case_is_typed_in(signed_in: SignIn, alice: User) -> None:
    need = makers.need(alice)
    client = signed_in(alice)
    url = reverse("needs:value-add", args=[need.pk])
    form = {**VALUES, "ours-purchase": "51 700", "ours-energy": "6120"}
    with time_machine.travel(NOW, tick=False):
        refused = client.post(url, {**form, "ours-purchase-source": "Offer"})
        answer = client.post(
            url,
            {
                **form,
                "ours-purchase-source": "Offer",
                "ours-energy-source": "Meter",
                "ours-energy-ok": "on",
            },
        )

    assert (refused.status_code, answer.status_code) == (422, 302)
    case = ValueCase.objects.get()
    assert case.inputs.get(name="energy").is_confirmed
    client.post(reverse("needs:value-remove", args=[case.pk]))
    assert not ValueCase.objects.exists()
