"""A document as DOCX: titles, texts and tables, to go on writing in.

Seven elements of WordprocessingML are enough, and every text is a text: no field, no
formula. What only a printed page has (pictures, signatures, columns) is left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.utils import translation

from filon.documents.content import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    List,
    Note,
    Paragraph,
    Row,
    Table,
    Text,
    Totals,
)
from filon.documents.payload import text_filter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    '.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{MEDIA_TYPE}.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_SIZES = {0: 32, 1: 26, 2: 22, 3: 20}
_WIDTH = 9600
_EPOCH = (1980, 1, 1, 0, 0, 0)
Clean = Callable[[str], str]

register_namespace("w", _W)


def word_document(document: Document, *, language: str) -> bytes:
    """Return a document as DOCX in one language; the same document, the same bytes."""
    clean = text_filter(language)
    root = Element(f"{{{_W}}}document")
    with translation.override(language):
        body = _put(root, "body")
        for text in filter(None, (document.watermark, document.title)):
            _paragraph(body, clean(str(text)), size=_SIZES[0], bold=True)
        names = filter(None, (document.number, document.revision, document.subtitle))
        if told := " · ".join(str(name) for name in names):
            _paragraph(body, clean(told))
        for block in document.blocks:
            _block(body, block, clean)
    page = _put(_put(body, "sectPr"), "pgSz")
    _set(page, w=11906, h=16838)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES.encode()),
            ("_rels/.rels", _RELATIONS.encode()),
            ("word/document.xml", tostring(root, "UTF-8", xml_declaration=True)),
        ):
            archive.writestr(
                zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _block(body: Element, block: Block, clean: Clean) -> None:
    match block:
        case Heading():
            level = min(max(block.level, 1), 3)
            _paragraph(body, clean(str(block.text)), size=_SIZES[level], bold=True)
        case Paragraph():
            _paragraph(body, clean(str(block.text)))
        case Note():
            told = ": ".join(str(t) for t in (block.title, block.text) if t)
            _paragraph(body, clean(told))
        case List():
            for item in block.items:
                _paragraph(body, clean(f"– {item}"))
        case Facts():
            _table(body, [Row(list(pair)) for pair in block.items], [False] * 2, clean)
        case Totals():
            rows = [
                Row(
                    [Cell(line.label, detail=line.note), line.value],
                    kind="total" if line.strong else "normal",
                )
                for line in block.lines
            ]
            _table(body, rows, [False, True], clean)
        case Table():
            head = Row([Cell(c.label, strong=True) for c in block.columns])
            ends = [column.align == "right" for column in block.columns]
            _table(body, [head, *_rows(block)], ends, clean, has_head=True)


def _rows(table: Table) -> Iterator[Row]:
    for row in (*table.rows, *table.totals):
        yield row if isinstance(row, Row) else Row(row)


def _table(
    body: Element,
    rows: Sequence[Row],
    ends: Sequence[bool],
    clean: Clean,
    *,
    has_head: bool = False,
) -> None:
    table = _put(body, "tbl")
    properties = _put(table, "tblPr")
    _set(_put(properties, "tblW"), w=_WIDTH, type="dxa")
    borders = _put(properties, "tblBorders")
    for side in ("top", "bottom", "insideH"):
        _set(_put(borders, side), val="single", sz=4, color="CFD6E0")
    grid = _put(table, "tblGrid")
    for _column in ends:
        _set(_put(grid, "gridCol"), w=_WIDTH // len(ends))
    for number, row in enumerate(rows):
        line = _put(table, "tr")
        if has_head and number == 0:
            _put(_put(line, "trPr"), "tblHeader")
        is_strong = row.kind in {"group", "subtotal", "total"}
        for index, said in enumerate(row.cells):
            cell = _put(line, "tc")
            if len(row.cells) == 1:
                _set(_put(_put(cell, "tcPr"), "gridSpan"), val=len(ends))
            _cell(cell, said, clean, is_strong=is_strong, is_end=ends[index])
    _put(body, "p")


def _cell(
    cell: Element, said: Text | Cell, clean: Clean, *, is_strong: bool, is_end: bool
) -> None:
    shown = said if isinstance(said, Cell) else Cell(said)
    bold = is_strong or shown.strong
    _paragraph(cell, clean(str(shown.text)), bold=bold, is_end=is_end)
    if shown.detail:
        _paragraph(cell, clean(str(shown.detail)), size=15, is_end=is_end)


def _paragraph(
    parent: Element,
    text: str,
    *,
    size: int = 18,
    bold: bool = False,
    is_end: bool = False,
) -> None:
    paragraph = _put(parent, "p")
    if is_end:
        _set(_put(_put(paragraph, "pPr"), "jc"), val="end")
    run = _put(paragraph, "r")
    look = _put(run, "rPr")
    if bold:
        _put(look, "b")
    _set(_put(look, "sz"), val=size)
    for number, line in enumerate(text.split("\n")):
        if number:
            _put(run, "br")
        said = _put(run, "t")
        said.text = line
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _put(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{{{_W}}}{name}")


def _set(element: Element, **values: object) -> None:
    for name, value in values.items():
        element.set(f"{{{_W}}}{name}", str(value))
