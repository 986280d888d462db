"""The passages of a document are read whole, with their place; harm is refused."""

from __future__ import annotations

import io

import pikepdf
import pytest

from filon.files.passages import passages_of, read_passages
from filon.files.tables import Sheet, write_workbook
from filon.files.uploads import check_upload
from filon.kernel.errors import DomainError
from tests.files.documents import WORD, docx, paragraph, pdf


def read(name: str, content: bytes) -> list[tuple[str, str]]:
    """Return place and text of each passage of a file."""
    found = read_passages(check_upload(name, content))
    return [(passage.place, passage.text) for passage in found]


def test_paragraphs_rows_and_notes_of_a_letter_are_read_in_order() -> None:
    body = (
        paragraph("Exigences", "Titre1")
        + "<w:p><w:r><w:t>Débit </w:t></w:r><w:del><w:r><w:delText>10</w:delText></w:r>"
        "</w:del><w:ins><w:r><w:t>12 m3/h</w:t></w:r></w:ins></w:p>"
        + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Pression</w:t></w:r></w:p></w:tc><w:tc>"
        "<w:p><w:r><w:t>16</w:t><w:tab/><w:t>bar</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote>{paragraph("Voir EN 1092")}'
    content = docx(body, footnotes=f"{notes}</w:footnote></w:footnotes>")

    assert read("spec.docx", content) == [
        ("p. 1 · § 1", "Exigences"),
        ("p. 1 · § 2", "Débit 12 m3/h"),
        ("p. 2 · § 3", "Pression | 16 bar"),
        ("p. 2 · § 4", "Voir EN 1092"),
    ]
    heading, *_rest = read_passages(check_upload("spec.docx", content))
    assert heading.is_heading


def test_text_in_a_box_is_read_once() -> None:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = paragraph("In the box")
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{space}"><mc:Choice>{box}'
        f"</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert read("box.docx", docx(body)) == [("p. 1 · § 1", "In the box")]


def test_every_sheet_of_a_workbook_is_read() -> None:
    content = write_workbook(
        [
            Sheet("Pump", ["Ref", "Requirement"], [["R1", "Flow ≥ 12 m3/h"]]),
            Sheet("Motor", ["Ref", "Requirement"], [["R2", "IE4"], ["", ""]]),
        ],
    )

    assert read("spec.xlsx", content) == [
        ("Pump!1", "Ref | Requirement"),
        ("Pump!2", "R1 | Flow ≥ 12 m3/h"),
        ("Motor!1", "Ref | Requirement"),
        ("Motor!2", "R2 | IE4"),
    ]


def test_pages_of_a_pdf_are_read_as_paragraphs() -> None:
    content = pdf("1. The pump shall deliver\n12 m3/h.\n2. Noise at most 75 dB.", "End")

    assert read("spec.pdf", content) == [
        ("p. 1 · § 1", "1. The pump shall deliver 12 m3/h."),
        ("p. 1 · § 2", "2. Noise at most 75 dB."),
        ("p. 2 · § 3", "End"),
    ]


def test_wrapped_lines_become_paragraphs() -> None:
    text = "The pump\nshall deliver.\n\n- bronze\n- steel\nEXG-12 : IP67\nand dust"

    assert [passage.text for passage in passages_of(text)] == [
        "The pump shall deliver.",
        "- bronze",
        "- steel",
        "EXG-12 : IP67 and dust",
    ]


def protected() -> bytes:
    """Return a PDF that opens with a password only."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Secret"))) as document:
        encryption = pikepdf.Encryption(
            owner="o", user="u", R=4, aes=False, metadata=False
        )
        document.save(made, encryption=encryption)
    return made.getvalue()


BOMB = docx(paragraph("x" * 30_000_000))
ENTITY = docx(paragraph("&a;"), head='<!DOCTYPE d [<!ENTITY a "ha">]>')


@pytest.mark.parametrize(
    ("_case", "name", "content"),
    [
        ("archive bomb", "bomb.docx", BOMB),
        ("document type with entities", "entity.docx", ENTITY),
        ("no well-formed XML", "broken.docx", docx("<w:p>")),
        ("nothing in it", "empty.docx", docx("")),
        ("PDF that is none", "fake.pdf", b"%PDF-1.7\nnothing"),
        ("PDF cut short", "cut.pdf", pdf("Flow")[:150]),
        ("PDF of pictures", "scan.pdf", pdf("")),
        ("PDF with a password", "secret.pdf", protected()),
        ("PDF of too many pages", "long.pdf", pdf(*["x"] * 401)),
        ("program", "run.exe", b"MZ"),
        ("page called text", "page.txt", b"<html><script>"),
        ("text of blanks", "blank.txt", b"  \n \n"),
        ("too many paragraphs", "long.txt", b"A line.\n" * 5_001),
    ],
)
def test_document_without_text_or_with_harm_is_refused_with_a_sentence(
    _case: str, name: str, content: bytes
) -> None:
    with pytest.raises(DomainError) as refusal:
        read(name, content)

    assert len(str(refusal.value).split()) > 3
