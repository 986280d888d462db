"""A company, a document and what a reader of the PDF sees."""

from __future__ import annotations

import io

import pypdf

from filon.documents.content import Block, CompanyHeader, Document
from filon.documents.rendering import render_document

COMPANY = CompanyHeader(
    name="Ateliers Roche",
    legal_form="SAS",
    share_capital="450 000 €",
    address_lines=("14 rue de la Forge", "42000 Saint-Étienne"),
    siren="552100554",
    siret="55210055400013",
    rcs_city="Saint-Étienne",
    vat_number="FR40552100554",
    phone="+33 4 77 00 11 22",
    email="contact@ateliers-roche.example",
    website="https://www.ateliers-roche.example/",
)


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, every kind of space made plain."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(document: Document, language: str = "fr") -> str:
    """Render a document and return its whole text."""
    pdf = render_document(document, language=language, company=COMPANY)
    return " ".join(pages_of(pdf))


def text_of_blocks(*blocks: Block, language: str = "fr") -> str:
    """Render blocks in a document that says nothing else."""
    return text_of(Document(title="T", blocks=blocks), language)
