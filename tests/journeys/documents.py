"""Documents read with eyes that are not ours."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF on one line, white space made plain."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def cells_of(workbook: bytes) -> list[list[object]]:
    """Return the cells of every sheet of a workbook."""
    book = load_workbook(BytesIO(workbook), read_only=True, data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows())
    found = [[cell.value for cell in row] for row in rows]
    book.close()
    return found
