"""The screens of a purchase order: upload, by hand, decisions, answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from filon.accounts.models import User
from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.offers.exchange.reading import read_document
from tests.contracts import make, purchase
from tests.offers.exchange.samples import UBL_INVOICE, broken, hybrid_pdf

FX = "urn:factur-x:pdfa:CrossIndustryDocument:1p0#"
pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
LIMITS = {
    "price_tolerance_percent": "0",
    "quantity_tolerance_percent": "0",
    "tolerance_days": "0",
}
X = OrderDeviation.Decision


def three_deviations(order: Order) -> bytes:
    """Return an order for one more, at another price, on the customer's own terms."""
    said = purchase.changed(
        order,
        quantity=purchase.D(3),
        net_price=purchase.D(95),
        net_amount=purchase.D(285),
    )
    notes = ("Nos conditions générales d'achat s'appliquent.",)
    return purchase.xml(purchase.with_notes(said, notes))


def send(client: Client, order: Order, name: str, content: bytes, **values: str) -> Any:
    return client.post(
        f"/orders/{order.pk}/purchase-order/",
        {**LIMITS, **values, "file": SimpleUploadedFile(name, content)},
    )


@pytest.mark.parametrize("carrier", ["po.xml", "po.pdf"])
def test_uploaded_order_is_compared_and_its_deviations_listed(
    carrier: str, alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    content = three_deviations(order)
    if carrier == "po.pdf":
        content = hybrid_pdf({"order-x.xml": content})
    client = signed_in(alice)

    answer = send(client, order, carrier, content)

    incoming = IncomingOrder.objects.get()
    assert answer.url == f"/orders/purchase-orders/{incoming.pk}/"
    page = client.get(answer.url).content.decode()
    kinds = [row.kind for row in incoming.deviations.order_by("position")]
    assert kinds == ["QUANTITY", "PRICE", "TERMS"]
    for text in ("Quantity", "Price", "conditions générales d", "95.00"):
        assert text in page
    assert "Every amount follows from the others" in page
    assert client.get(f"{answer.url}file/").getvalue() == content


def test_order_whose_own_figures_are_wrong_is_shown_with_what_differs(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    said = purchase.xml(purchase.document(order)).decode()
    wrong = broken(said, ":LineTotalAmount>200", ":LineTotalAmount>210")
    client = signed_in(alice)

    page = client.get(send(client, order, "po.xml", wrong).url).content.decode()

    assert "Amounts do not follow from each other" in page
    assert "Amount of line 1" in page


def test_spreadsheet_is_compared(alice: User, signed_in: SignedIn) -> None:
    order = make.order(alice)
    (line,) = order.lines.all()
    table = f"Référence;Quantité;Prix\n{line.reference};5;100,00\n"

    send(signed_in(alice), order, "po.csv", table.encode(), number="PO-9")

    (deviation,) = OrderDeviation.objects.all()
    assert (deviation.kind, deviation.ordered) == ("QUANTITY", "5")
    order.refresh_from_db()
    assert order.customer_reference == "PO-9"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("po.pdf", b"%PDF-1.4 scan"),
        ("po.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        ("po.xml", UBL_INVOICE.encode()),
        ("po.exe", b"MZ"),
    ],
)
def test_what_is_no_purchase_order_is_refused_in_words(
    name: str, content: bytes, alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)

    answer = send(signed_in(alice), order, name, content)

    assert answer.status_code == 422
    assert "alert" in answer.content.decode()
    assert not IncomingOrder.objects.exists()


def typed(order: Order, **values: str) -> dict[str, str]:
    (line,) = order.lines.all()
    return {
        **LIMITS,
        "number": "PO-5",
        "issued_on": "2026-03-02",
        f"quantity-{line.origin_id}": "2",
        f"price-{line.origin_id}": "100,00",
        **values,
    }


def test_order_on_paper_is_typed_beside_what_was_accepted(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    client = signed_in(alice)
    url = f"/orders/{order.pk}/purchase-order/typed/"
    assert "100" in client.get(url).content.decode()

    answer = client.post(
        url,
        typed(
            order,
            payment_terms="90 jours",
            other_lines="C-1; Câble; 2; 12,50",
            notes="CGA applicables",
        ),
    )

    assert answer.status_code == 302
    kinds = OrderDeviation.objects.order_by("position").values_list("kind", flat=True)
    assert list(kinds) == ["EXTRA_LINE", "PAYMENT", "TERMS"]


def test_typed_order_that_conforms_has_nothing_to_decide(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    client = signed_in(alice)

    client.post(f"/orders/{order.pk}/purchase-order/typed/", typed(order))

    assert IncomingOrder.objects.get().deviations.count() == 0
    page = client.get(f"/orders/{order.pk}/").content.decode()
    assert "Conforms" in page


def test_each_deviation_is_decided_and_the_answer_carries_all(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    client = signed_in(alice)
    url = send(client, order, "po.xml", three_deviations(order)).url
    confirm = {"delivery_on": "2026-04-15"}
    refused = client.post(f"/orders/{order.pk}/confirm/", confirm)
    assert refused.status_code == 422

    for row, decision in zip(
        OrderDeviation.objects.order_by("position"),
        [X.ACCEPTED, X.KEPT, X.KEPT],
        strict=True,
    ):
        answer = client.post(
            f"/orders/deviations/{row.pk}/",
            {"decision": decision, "comment": f"Réponse {row.position}"},
        )
        assert answer.headers["Location"] == f"{url}#deviation-{row.pk}"

    assert client.post(f"/orders/{order.pk}/confirm/", confirm).status_code == 302
    content = client.get(f"/orders/{order.pk}/acknowledgement/").content
    pdf = PdfReader(io.BytesIO(content))
    text = " ".join(" ".join(p.extract_text() for p in pdf.pages).split())
    for said in ("Réponse 1", "Réponse 2", "Réponse 3", "1118"):
        assert said in text
    with pikepdf.open(io.BytesIO(content)) as file:
        assert list(file.attachments) == ["order-x.xml"]
        with file.open_metadata() as xmp:
            # Level A holds all that level B asks.
            assert xmp.pdfa_status == "3A"
            assert {
                name: xmp[f"{{{FX}}}{name}"]
                for name in ("DocumentType", "DocumentFileName", "ConformanceLevel")
            } == {
                "DocumentType": "ORDER_RESPONSE",
                "DocumentFileName": "order-x.xml",
                "ConformanceLevel": "COMFORT",
            }
        described = file.Root.Metadata.read_bytes().decode()
        assert f"<pdfaSchema:namespaceURI>{FX}</pdfaSchema" in described
    inside = read_document(content).document
    beside = read_document(client.get(f"{url}response/").content).document
    assert inside == beside
    assert (inside.type_code, inside.order_number) == ("231", "PO-1001")
    assert inside.lines[0].delivery_on == date(2026, 4, 15)


def test_nothing_is_answered_to_a_machine_while_a_deviation_is_open(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    said = purchase.changed(order, quantity=purchase.D(3))
    incoming = purchase.received(order, said, alice)
    client = signed_in(alice)

    answer = client.get(f"/orders/purchase-orders/{incoming.pk}/response/")
    content = client.get(f"/orders/{order.pk}/acknowledgement/").content

    assert answer.status_code == 302
    with pikepdf.open(io.BytesIO(content)) as file:
        assert list(file.attachments) == []


def test_refused_decision_is_shown_and_changes_nothing(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    said = purchase.changed(order, unit="KGM")
    row = purchase.received(order, said, alice).deviations.get()

    answer = signed_in(alice).post(
        f"/orders/deviations/{row.pk}/", {"decision": X.ACCEPTED}
    )

    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.decision == X.OPEN


def test_colleague_of_another_team_finds_nothing(
    alice: User, carol: User, signed_in: SignedIn
) -> None:
    order = make.order(alice)
    incoming = purchase.received(order, purchase.changed(order, unit="KGM"), alice)
    row = incoming.deviations.get()
    client = signed_in(carol)

    for url in ("", "file/", "response/"):
        found = client.get(f"/orders/purchase-orders/{incoming.pk}/{url}")
        assert found.status_code == 404
    assert client.get(f"/orders/{order.pk}/purchase-order/").status_code == 404
    answer = client.post(f"/orders/deviations/{row.pk}/", {"decision": X.KEPT})
    assert answer.status_code == 404


@pytest.mark.parametrize("lines", [3, 30])
def test_page_takes_twelve_queries(
    lines: int,
    alice: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
) -> None:
    order = make.order(alice, lines=lines)
    said = purchase.document(order)
    incoming = purchase.received(order, purchase.halved(said), alice)
    assert incoming.deviations.count() == lines
    client = signed_in(alice)

    with django_assert_max_num_queries(12):
        page = client.get(f"/orders/purchase-orders/{incoming.pk}/")

    assert page.status_code == 200


def test_any_document_is_checked_and_not_kept(alice: User, signed_in: SignedIn) -> None:
    client = signed_in(alice)
    wrong = broken(UBL_INVOICE, ">26.45<", ">24.65<")
    assert client.get("/orders/verify-document/").status_code == 200

    page = client.post(
        "/orders/verify-document/", {"file": SimpleUploadedFile("facture.xml", wrong)}
    ).content.decode()

    assert "Invoice INV-7" in page
    assert "Taxable amount at" in page
    assert not IncomingOrder.objects.exists()


def test_document_that_cannot_be_read_is_refused(
    alice: User, signed_in: SignedIn
) -> None:
    answer = signed_in(alice).post(
        "/orders/verify-document/", {"file": SimpleUploadedFile("a.xml", b"<a/>")}
    )

    assert answer.status_code == 422


def test_confirmed_order_leads_back_instead_of_being_compared(
    alice: User, signed_in: SignedIn
) -> None:
    order = make.confirmed(alice)

    answer = signed_in(alice).get(f"/orders/{order.pk}/purchase-order/", follow=True)

    assert answer.redirect_chain == [(f"/orders/{order.pk}/", 302)]
    assert "not confirmed" in answer.content.decode()
