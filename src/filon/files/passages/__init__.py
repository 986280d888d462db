"""Texts in: the passages of a DOCX, a PDF with text, a workbook or pasted words.

`read_passages` gives the paragraphs and table rows of a document in their order, each
with its place; nothing is left out, nothing is run.
"""

from filon.files.passages.passage import (
    MAX_PASSAGES,
    Passage,
    PassagesRefused,
    passages_of,
)
from filon.files.passages.reading import ACCEPTED, read_passages

__all__ = (
    "ACCEPTED",
    "MAX_PASSAGES",
    "Passage",
    "PassagesRefused",
    "passages_of",
    "read_passages",
)
