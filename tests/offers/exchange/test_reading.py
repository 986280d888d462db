"""What is read of a document, and what is refused."""

from __future__ import annotations

import zlib
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from filon.files.xml import MAX_BYTES, XmlRefused
from filon.kernel.errors import DomainError
from filon.offers.exchange.containers import _unpacked
from filon.offers.exchange.document import Syntax
from filon.offers.exchange.elements import DocumentRefused
from filon.offers.exchange.reading import read_document
from tests.offers.exchange.samples import UBL_INVOICE, broken, hybrid_pdf, order_x


def test_order_is_read_with_its_parties_lines_and_references() -> None:
    document = read_document(order_x().encode()).document

    assert (document.syntax, document.type_code) == (Syntax.ORDER_X, "220")
    assert (document.number, document.order_number) == ("PO-1001", "PO-1001")
    assert document.offer_number == "OFF-2026-00001 A"
    assert document.issued_on == date(2026, 3, 10)
    assert document.requested_on == date(2026, 4, 15)
    assert document.seller.legal_id == "123456789"
    assert document.buyer.vat_number == "FR05987654321"
    screws = document.lines[1]
    assert (screws.seller_reference, screws.buyer_reference) == ("SCR-M8", "C-2")
    assert (screws.net_price, screws.basis) == (Decimal("23.3469"), Decimal(100))
    assert (screws.quantity, screws.unit) == (Decimal(300), "C62")
    assert document.totals.tax_inclusive == Decimal("1572.05")


def test_invoice_is_read_with_its_discounts() -> None:
    document = read_document(UBL_INVOICE.encode()).document

    seal = document.lines[0]
    assert (document.syntax, document.number) == (Syntax.UBL, "INV-7")
    assert (seal.gross_price, seal.price_discount) == (Decimal(15), Decimal("1.50"))
    assert document.adjustments[0].percent == Decimal(10)
    assert [row.rate for row in document.vat] == [Decimal(20), Decimal("5.5")]


@pytest.mark.parametrize("name", ["order-x.xml", "Order-X.xml", "purchase.xml"])
def test_document_is_taken_out_of_a_pdf(name: str) -> None:
    pdf = hybrid_pdf({name: order_x().encode(), "drawing.txt": b"M8"})

    read = read_document(pdf)

    assert (read.embedded_name, read.document.number) == (name, "PO-1001")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (hybrid_pdf({}), "carries no electronic"),
        (hybrid_pdf({"a.xml": b"<a/>", "b.xml": b"<b/>"}), "carries no electronic"),
        (b"%PDF-1.7\nnothing else", "damaged"),
        (b"<Note/>", "is no invoice, order or quotation"),
        (broken(UBL_INVOICE, ">26.45<", ">NaN<"), "a number that is none"),
        (broken(UBL_INVOICE, ">26.45<", ">1e999999<"), "a number that is none"),
        (broken(UBL_INVOICE, ">26.45<", f">{'1' * 19}<"), "a number that is none"),
    ],
)
def test_other_content_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentRefused, match=reason):
        read_document(content)


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_entities_and_outside_declarations_are_refused(prologue: str) -> None:
    hostile = (prologue + UBL_INVOICE).encode()

    with pytest.raises(XmlRefused, match="declares types or entities"):
        read_document(hostile)
    with pytest.raises(XmlRefused, match="declares types or entities"):
        read_document(hybrid_pdf({"factur-x.xml": hostile}))


def test_attachment_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    bomb = b"<a>" + b" " * (MAX_BYTES * 3) + b"</a>"
    pdf = hybrid_pdf({"order-x.xml": bomb})
    assert len(pdf) < MAX_BYTES / 100

    with pytest.raises(XmlRefused, match="larger than"):
        read_document(pdf)


def test_attachment_packed_twice_is_refused() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    spec = pikepdf.AttachedFileSpec(pdf, b"x", filename="order-x.xml")
    pdf.attachments["order-x.xml"] = spec
    stream = pdf.attachments["order-x.xml"].get_file().obj
    twice = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    stream.write(zlib.compress(zlib.compress(b"<a/>")), filter=twice)

    with pytest.raises(DocumentRefused, match="packed in a way"):
        _unpacked(stream)


def test_hostile_values_never_escape_as_another_error() -> None:
    document = order_x()
    for value in ("", "-", "0", "-1", "1.", ".5", "+2", "20260229"):
        for place in (">1240.00<", ">1<", ">100<", ">20260415<", ">EUR<"):
            changed = document.replace(place, f">{value}<")
            try:
                read_document(changed.encode())
            except DomainError:
                continue
