"""The headers of a PDF answer."""

from __future__ import annotations

from filon.documents.http import pdf_response


def test_a_preview_opens_in_the_page_and_is_stored_nowhere() -> None:
    response = pdf_response(b"%PDF-", "Offre n° 1.pdf")

    assert response.content == b"%PDF-"
    assert response["Content-Type"] == "application/pdf"
    disposition = response["Content-Disposition"]
    assert disposition == "inline; filename*=utf-8''Offre%20n%C2%B0%201.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == "5"


def test_a_download_is_an_attachment_with_a_harmless_name() -> None:
    response = pdf_response(b"", 'a/../"b\r\nX: y.pdf', inline=False)

    assert response["Content-Disposition"] == 'attachment; filename="a..bX: y.pdf"'


def test_a_document_without_a_name_gets_one() -> None:
    assert pdf_response(b"", "/")["Content-Disposition"].endswith('"document.pdf"')
