"""Each block of a document, read back from the PDF."""

from __future__ import annotations

import io

import pypdf
import pytest
from PIL import Image

from filon.documents.content import (
    Block,
    Cell,
    Column,
    Columns,
    Document,
    Facts,
    Heading,
    List,
    Matrix,
    MatrixRow,
    Note,
    PageBreak,
    Paragraph,
    Party,
    Picture,
    Row,
    Signature,
    Table,
    TotalLine,
    Totals,
)
from filon.documents.rendering import render_document
from tests.documents.builders import COMPANY, pages_of, text_of, text_of_blocks

AB = [Column("A"), Column("B", "right")]


def png(color: str = "navy") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (60, 30), color).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Heading("Objet"), "Objet"),
        (Paragraph("Un\ndeux\n\ntrois"), "Un deux trois"),
        (Facts([("Délai", "9 semaines")]), "Délai 9 semaines"),
        (Totals([TotalLine("Total HT", "10 €", "net", strong=True)]), "Total HT"),
        (Note("Prix ferme.", "Réserve", "partial"), "Réserve Prix ferme."),
        (Signature([Party("Le client", ["Nom"])], "Bon pour accord"), "Le client Nom"),
        (List(["un", "deux"], ordered=True), "1. un 2. deux"),
        (Columns([Paragraph("gauche")], [Paragraph("droite")]), "gauche droite"),
        (Table(AB, [], empty="Aucune option."), "Aucune option."),
        (Table(AB, [], caption="Options"), "Options A B Rien à afficher."),
        (Table(AB, [["x", Cell("1", "détail")]]), "x 1 détail"),
        (Table(AB, [["x", "1"]], totals=[Row(["Total", "1"], "total")]), "Total 1"),
        (Table(AB, [Row(["Lot 1"], "group"), ["x", "1"]]), "Lot 1 x 1"),
    ],
)
def test_a_block_says_what_it_was_given(block: Block, expected: str) -> None:
    assert expected in text_of_blocks(block)


def test_a_matrix_says_its_cells_in_words() -> None:
    row = MatrixRow("Étanchéité", [Cell("Conforme", tone="good"), "—"])
    legend = [Cell("Conforme", "sans réserve", "good")]

    text = text_of_blocks(Matrix(["Nous", "Autre"], [row], "Exigence", legend=legend))

    assert "Exigence Nous Autre Étanchéité Conforme — Conforme sans réserve" in text


def test_a_page_break_starts_a_page() -> None:
    blocks: list[Block] = [Paragraph("une"), PageBreak(), Paragraph("deux")]

    pdf = render_document(
        Document(title="T", blocks=blocks), language="fr", company=COMPANY
    )

    first, second = pages_of(pdf)
    assert "une" in first
    assert "deux" in second


def test_a_group_row_is_not_left_alone_at_the_foot_of_a_page() -> None:
    for rows_before in range(30, 46):
        rows: list[Row | list[str]] = [["x", "1"] for _row in range(rows_before)]
        rows += [Row(["GROUPE"], "group"), ["SUITE", "1"]]
        pdf = render_document(
            Document(title="T", blocks=[Table(AB, rows)]),
            language="fr",
            company=COMPANY,
        )

        assert not [p for p in pages_of(pdf) if "GROUPE" in p and "SUITE" not in p]


def test_heading_levels_never_skip_so_that_the_file_can_be_read_aloud() -> None:
    blocks = [Heading("a", 3), Heading("b", 3), Heading("c", 9)]

    pdf = render_document(
        Document(title="T", blocks=blocks), language="fr", company=COMPANY
    )

    assert b"pdfuaid:part" in pdf


def test_pictures_and_logo_are_embedded_and_described() -> None:
    blocks = [Picture(png("red"), "courbe des prix", "Figure 1", 50)]

    pdf = render_document(
        Document(title="T", blocks=blocks),
        language="fr",
        company=type(COMPANY)(name="Roche", logo=png()),
    )

    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    assert len(page.images) == 2
    assert b"pdfuaid:part" in pdf


def test_an_unreadable_picture_does_not_stop_the_document() -> None:
    broken = png()[:40]

    pdf = render_document(
        Document(title="T", blocks=[Picture(broken, "x"), Paragraph("reste")]),
        language="fr",
        company=type(COMPANY)(name="Roche", logo=b"not a picture"),
    )

    assert "Roche" in pages_of(pdf)[0]
    assert "reste" in pages_of(pdf)[0]


def test_an_empty_company_still_gives_a_document() -> None:
    pdf = render_document(
        Document(title="Offre", blocks=[]),
        language="fr",
        company=type(COMPANY)(name=""),
    )

    assert "Offre" in pages_of(pdf)[0]


def test_identity_of_the_document_stands_on_the_first_page() -> None:
    text = text_of(
        Document(
            title="Offre",
            subtitle="Vérins",
            number="OFF-2026-00042",
            revision="Indice B",
            meta=[("Validité", "31 mars 2026")],
            recipient=["Forges du Rhône", "69400 Villefranche"],
            landscape=True,
            blocks=[],
        )
    )

    for part in ("Vérins", "OFF-2026-00042", "Indice B", "Validité 31 mars 2026"):
        assert part in text
    assert "Destinataire Forges du Rhône 69400 Villefranche" in text
