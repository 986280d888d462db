"""Purchase orders in spreadsheets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from filon.files.tables import TableRefused, write_xlsx
from filon.offers.exchange.elements import DocumentRefused
from filon.offers.exchange.tables import order_of_table

D = Decimal


@pytest.mark.parametrize(
    "content",
    [
        "Ligne;Réf. fournisseur;Désignation;Qté;Unité;PU HT;Montant HT;Livraison\n"
        "10;P-100;Pompe;2;pcs;1 240,50;2 481,00;15/04/2026\n"
        ";;Total;;;;2 481,00;\n",
        "Line,Supplier reference,Description,Quantity,UoM,Unit price,Amount,Delivery\n"
        '10,P-100,Pompe,2,pcs,"1,240.50","2,481.00",2026-04-15\n',
    ],
)
def test_columns_are_found_by_their_names(content: str) -> None:
    (line,) = order_of_table(content.encode(), number="PO-3").lines

    assert (line.line_id, line.seller_reference, line.name) == ("10", "P-100", "Pompe")
    assert (line.quantity, line.unit) == (D(2), "H87")
    assert (line.net_price, line.net_amount) == (D("1240.50"), D("2481.00"))
    assert line.delivery_on == date(2026, 4, 15)


def test_workbook_is_read_like_text() -> None:
    rows = [["P-100", D(2), D("1240.5")], ["P-200", D(1), ""]]
    content = write_xlsx(["Article", "Quantité", "Prix unitaire net"], rows)

    lines = order_of_table(content).lines

    assert [line.seller_reference for line in lines] == ["P-100", "P-200"]
    assert [line.net_price for line in lines] == [D("1240.5"), None]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("Nom;Prix\nPompe;3\n", DocumentRefused),
        ("Référence;Quantité\nP-100;deux\n", DocumentRefused),
        ("", TableRefused),
    ],
)
def test_table_that_orders_nothing_is_refused(
    content: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        order_of_table(content.encode())
