"""Items and prices: an unknown price stays unknown, keys update."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.catalog.models import Item, PriceList, PriceRule, ProductFamily
from filon.intake.models import Import
from filon.intake.services.running import Counts
from filon.search.selectors import find
from tests.intake.builders import counts, imported, messages, reverted, uploaded

ITEMS = """Référence;Désignation;Prix HT;Coût;Unité;Famille
VIS-8;Vis M8;12,50;7,1234567;pièce;Visserie
ECR-8;Écrou M8;0;0;kg;Visserie
"""
PRICES = """Tarif;Référence;Quantité;Prix
Public 2026;VIS-8;1;12,50
Public 2026;VIS-8;100;11,90
Public 2026;RIEN;1;1
"""


def test_price_and_cost_of_zero_are_unknown(nadia: User, now: datetime) -> None:
    source = imported(ITEMS, nadia, now, kind="ITEMS")

    screw, nut = Item.objects.order_by("pk")
    assert counts(source) == Counts(2, 2, 0, 0, 0)
    assert (screw.price, screw.cost, screw.unit) == (
        Decimal("12.5"),
        Decimal("7.123457"),
        "H87",
    )
    assert (nut.price, nut.cost, nut.unit) == (None, None, "KGM")
    assert ProductFamily.objects.get().name == "Visserie"
    assert messages(source, "CREATED") == ["Zero was read as “unknown”."] * 2
    assert [h.object_id for h in find(nadia, "VIS-8")] == [screw.pk]


def test_items_are_known_by_their_reference(nadia: User, now: datetime) -> None:
    imported(ITEMS, nadia, now, kind="ITEMS")

    again = imported(ITEMS, nadia, now, kind="ITEMS")
    dearer = imported(ITEMS.replace("12,50", "13"), nadia, now, kind="ITEMS")

    assert counts(again) == Counts(2, 0, 0, 2, 0)
    assert counts(dearer) == Counts(2, 0, 1, 1, 0)
    assert Item.objects.get(reference="VIS-8").price == 13


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (";Vis;1;;;", "The item has no reference."),
        ("A;Vis;gratuit;;;", "“gratuit” is not a number."),
        ("A;Vis;-1;;;", "“-1” is below zero."),
        ("A;Vis;1;;brouette;", "“brouette” is not a unit."),
    ],
)
def test_item_that_cannot_be_right_is_refused(
    cells: str, sentence: str, nadia: User, now: datetime
) -> None:
    header = ITEMS.splitlines()[0]

    source = imported(f"{header}\n{cells}\nB;Bon;1;;;\n", nadia, now, kind="ITEMS")

    assert messages(source) == [sentence]
    assert Item.objects.get().reference == "B"


def test_prices_go_into_their_list_by_quantity(nadia: User, now: datetime) -> None:
    imported(ITEMS, nadia, now, kind="ITEMS")

    source = imported(PRICES, nadia, now, kind="PRICES")
    again = imported(PRICES, nadia, now, kind="PRICES")

    assert counts(source) == Counts(3, 2, 0, 0, 1)
    assert counts(again) == Counts(3, 0, 0, 2, 1)
    assert PriceList.objects.get().name == "Public 2026"
    assert [(r.min_quantity, r.price) for r in PriceRule.objects.order_by("pk")] == [
        (Decimal(1), Decimal("12.5")),
        (Decimal(100), Decimal("11.9")),
    ]


def test_salesperson_brings_in_no_catalogue(alice: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        uploaded(ITEMS, alice, now, kind="ITEMS")

    assert not Import.objects.exists()


def test_items_taken_out_come_back_with_the_file(nadia: User, now: datetime) -> None:
    source = imported(ITEMS, nadia, now, kind="ITEMS")

    assert reverted(source, nadia, now) == (2, 0)
    assert not Item.objects.visible_to(nadia).exists()
    assert find(nadia, "VIS-8") == []

    again = imported(ITEMS, nadia, now, kind="ITEMS")

    assert counts(again) == Counts(2, 2, 0, 0, 0)
    assert Item.objects.visible_to(nadia).count() == 2
    assert Item._base_manager.count() == 2


def test_prices_taken_out_unless_changed_since(nadia: User, now: datetime) -> None:
    imported(ITEMS, nadia, now, kind="ITEMS")
    source = imported(PRICES, nadia, now, kind="PRICES")
    PriceRule.objects.filter(min_quantity=100).update(price=9)

    assert reverted(source, nadia, now) == (1, 1)

    assert PriceRule.objects.get().price == 9
