"""The price table in XLSX and DOCX says what the engine says, in the buyer's words."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from filon.accounts.models import User
from filon.documents.word import word_document
from filon.files.passages import read_passages
from filon.files.tables import write_workbook
from filon.files.uploads import check_upload
from filon.offers.models import OfferRevision
from filon.offers.selectors.document import Offering
from filon.offers.selectors.document.proforma import proforma
from filon.offers.selectors.offering import offering_of
from filon.offers.selectors.price_table import price_document, price_sheet
from tests.documents.builders import text_of
from tests.offers import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering(alice: User) -> Offering:
    """Return a draft in French with a firm line, a formula for a name, an option."""
    revision = make.draft(alice)
    make.add(revision, make.item(alice, price=Decimal("12.3456"), name_fr="=1+1"), 300)
    make.add(revision, make.item(alice, "P-200", name_fr="Vanne"), inclusion="OPTION")
    OfferRevision.objects.filter(pk=revision.pk).update(language="fr")
    revision.refresh_from_db()
    return offering_of(revision, on=date(2026, 3, 2), number="OFF-1", is_draft=True)


def test_workbook_holds_numbers_with_formats_and_the_totals_of_the_engine(
    offering: Offering,
) -> None:
    with translation.override("fr"):
        content = write_workbook([price_sheet(offering)], language="fr")

    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = {str(row[1].value): row for row in sheet.iter_rows()}
    firm, revision = rows["=1+1"], offering.revision
    assert firm[1].data_type == "s"
    assert [cell.value for cell in firm[2:8]] == [
        300,
        "u",
        float(offering.lines[0].net_price or 0),
        1,
        float(offering.lines[0].net_amount or 0),
        20,
    ]
    assert firm[4].number_format == "#,##0.00####"
    assert firm[6].number_format == "#,##0.00"
    assert rows["Total HT"][6].value == float(revision.total_net)
    assert rows["Total TTC"][6].value == float(revision.total_gross)
    assert rows["Vanne"][8].value == "Option"
    assert sheet["B2"].value == "Brouillon, n’est pas une offre"


def test_word_document_reads_back_with_the_same_total(offering: Offering) -> None:
    with translation.override("fr"):
        document = price_document(offering)

    content = word_document(document, language="fr")

    stream = io.BytesIO(content)
    assert zipfile.ZipFile(stream).testzip() is None
    passages = read_passages(check_upload("prix.docx", stream))
    text = " ".join(passage.text for passage in passages)
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Brouillon, n’est pas une offre" in text
    assert "=1+1" in text
    assert "3 705,00 €" in text


def test_proforma_counts_the_firm_lines_and_claims_nothing(offering: Offering) -> None:
    with translation.override("fr"):
        document = proforma(offering)

    text = text_of(document)

    assert "Facture proforma" in text
    assert "n’est pas une facture" in text
    assert "Vanne" not in text
    assert "Signature" not in text
    assert document.watermark == "Brouillon"
