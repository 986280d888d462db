"""An offer as a UBL Quotation: the same totals when it is read again."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from filon.accounts.models import CompanyProfile, User
from filon.directory.models import Organization
from filon.files.services import read_bytes
from filon.offers import services
from filon.offers.exchange.document import ExchangedDocument
from filon.offers.exchange.quotation import write_quotation
from filon.offers.exchange.reading import read_document
from filon.offers.exchange.verifying import Status, verify
from filon.offers.models import Offer, OfferLine, OfferRevision
from filon.offers.pricing import DocumentInput, LineInput, price_document
from filon.offers.selectors.quotation import quotation, quotation_of
from tests.offers import make
from tests.offers.pricing.builders import DAY, document, line, off, plus

D = Decimal
SCHEMA = (
    Path(os.environ.get("FILON_REAL_DATA", "../shared/data"))
    / "einvoicing/xsd-ubl-2.1/maindoc/UBL-Quotation-2.1.xsd"
)
COMPANY = CompanyProfile(
    name="Acier Précis",
    address="1 rue de l’Usine",
    siren="732829320",
    vat_number="FR44732829320",
    email="contact@example.com",
)


def quoted(snapshot: DocumentInput) -> ExchangedDocument:
    """Return the quotation of a priced document, without a database."""
    customer = Organization(name="Fonderie du Gier", city="Rive-de-Gier")
    revision = OfferRevision(
        offer=Offer(organization=customer),
        currency=snapshot.currency,
        incoterm="DAP",
        incoterm_place="Lyon",
        valid_until=date(2026, 12, 31),
    )
    lines = [
        OfferLine(
            pk=int(each.line_id),
            position=int(each.line_id),
            reference=f"P-{each.line_id}",
            designation=f"Pompe {each.line_id}",
            customer_part_number=f"C-{each.line_id}",
        )
        for each in snapshot.lines
    ]
    return quotation(
        revision,
        lines,
        price_document(snapshot),
        number="OFF-2026-00001 A",
        company=COMPANY,
        on=DAY,
    )


CASES = {
    "two rates, discount and freight": document(
        line("1240.00"),
        line("318.45", rate="5.5"),
        allowances=(off(percent="3"),),
        charges=(plus("95.00"),),
    ),
    "price per hundred, discounts": document(
        line("4.3750", "2350", basis="100", fixed_discount=D("0.35"), price_decimals=4),
        line("33.33", "3", allowances=(off(percent="10"),), charges=(plus("2.50"),)),
    ),
    "negative quantity": document(line("400", "7", "20"), line("500", "-3", "20")),
}


@pytest.mark.parametrize("snapshot", CASES.values(), ids=CASES.keys())
def test_quotation_reads_back_as_it_was_written(snapshot: DocumentInput) -> None:
    said = quoted(snapshot)

    read = read_document(write_quotation(said)).document

    assert read == said
    assert verify(read).status is Status.EXACT


AMOUNTS = st.decimals(0, 99_999, places=4, allow_nan=False)


@st.composite
def snapshots(draw: st.DrawFn) -> DocumentInput:
    rows: list[LineInput] = [
        line(
            str(draw(AMOUNTS)),
            str(draw(st.decimals("0.0001", 9_999, places=4))),
            draw(st.sampled_from(["20", "10", "5.5", "2.1"])),
            basis=draw(st.sampled_from(["1", "100", "1000"])),
            line_id=str(number),
            price_decimals=draw(st.integers(2, 6)),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    percent = str(draw(st.decimals(0, 50, places=2)))
    freight = str(draw(st.decimals(0, 500, places=2)))
    return document(*rows, allowances=(off(percent=percent),), charges=(plus(freight),))


@settings(max_examples=40, deadline=None)
@given(snapshots())
def test_quote_to_ubl_and_back_keeps_every_total(snapshot: DocumentInput) -> None:
    totals = price_document(snapshot).firm.totals

    read = read_document(write_quotation(quoted(snapshot))).document

    assert read.totals.lines == totals.lines_total
    assert read.totals.tax_exclusive == totals.tax_exclusive
    assert read.totals.tax == totals.tax_total
    assert read.totals.tax_inclusive == totals.tax_inclusive
    assert verify(read).status is Status.EXACT


@pytest.mark.django_db
def test_pdf_of_a_sent_offer_carries_its_quotation(alice: User) -> None:
    revision = make.sent(alice, lines=2, options=1)
    assert revision.document is not None

    content = read_bytes(revision.document)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert list(pdf.attachments) == ["quotation.xml"]
        with pdf.open_metadata() as xmp:
            # Level A holds all that level B asks.
            assert xmp.pdfa_status == "3A"
    inside = read_document(content).document
    assert inside.number == f"{revision.offer.number} {revision.letter}"
    assert inside.totals.tax_exclusive == revision.total_net
    assert inside.totals.tax_inclusive == revision.total_gross
    assert len(inside.lines) == 2
    with translation.override(revision.language):
        beside = quotation_of(revision, CompanyProfile.objects.get())
    assert read_document(beside).document == inside


@pytest.mark.django_db
def test_quotation_is_given_once_the_offer_is_sent(
    alice: User, carol: User, signed_in: Callable[[User], Client]
) -> None:
    revision = make.sent(alice)
    draft = make.draft(alice, revision.offer.organization)
    url = f"/offer-revisions/{revision.pk}/quotation/"

    answer = signed_in(alice).get(url)

    assert read_document(answer.content).document.totals.tax_exclusive == D(200)
    drafted = signed_in(alice).get(f"/offer-revisions/{draft.pk}/quotation/")
    assert drafted.status_code == 404
    assert signed_in(carol).get(url).status_code == 404


@pytest.mark.django_db
def test_cost_and_margin_are_in_no_quotation(alice: User) -> None:
    revision = make.ready(alice)
    thing = make.item(alice, "K-1", price=D("8123.45"), cost=D("4321.09"))
    make.add(revision, thing)
    services.revision_send(revision=revision, actor=alice, now=make.NOW)

    said = quotation_of(revision, CompanyProfile.objects.get()).decode()

    assert "8123.45" in said
    for secret in ("4321.09", "cost", "margin", "Cost", "Margin"):
        assert secret not in said
    assert f"{revision.margin}" not in said


@pytest.mark.real_data
@pytest.mark.skipif(
    not SCHEMA.is_file(),
    reason="reads the OASIS schema of FILON_REAL_DATA, not committed",
)
@pytest.mark.parametrize("snapshot", CASES.values(), ids=CASES.keys())
def test_quotation_conforms_to_the_schema(snapshot: DocumentInput) -> None:
    # Comes with pikepdf; has no types.
    etree = import_module("lxml.etree")
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))

    schema.assertValid(etree.fromstring(write_quotation(quoted(snapshot))))
