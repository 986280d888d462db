"""Reads the paragraphs and table rows of a DOCX out of its XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from filon.files.archives import checked_archive
from filon.files.passages.passage import Passage
from filon.files.xml import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADINGS = ("heading", "titre", "title", "berschrift")
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def read_word(stream: BinaryIO) -> Iterator[Passage]:
    """Yield paragraphs, table rows and notes in order; what was deleted is left out.

    Pages are those at which the document was last laid out, where it says so.

    :raises ArchiveRefused: if the file is a harmful archive.
    :raises XmlRefused: if a part is no well-formed XML or declares a DTD.
    """
    with checked_archive(stream, may_nest=True) as archive:
        names = set(archive.namelist())
        parts = [parse_xml(archive.read(name)) for name in _PARTS if name in names]
    place = _Place()
    for root in parts:
        yield from _blocks(root, place)


class _Place:
    """Counts pages and paragraphs while the document is read."""

    def __init__(self) -> None:
        self.page = 1
        self.paragraph = 0
        self.is_paged = False

    def turn(self, element: Element) -> None:
        """Count the page breaks inside an element."""
        for node in element.iter():
            laid_out = node.tag == f"{_W}lastRenderedPageBreak"
            forced = node.tag == f"{_W}br" and node.get(f"{_W}type") == "page"
            if laid_out or forced:
                self.page += 1
                self.is_paged = True

    def next(self) -> str:
        """Return the place of the next passage."""
        self.paragraph += 1
        return f"p. {self.page} · § {self.paragraph}"


def _blocks(parent: Element, place: _Place) -> Iterator[Passage]:
    for element in parent:
        if element.tag == f"{_W}p":
            yield from _paragraph(element, place)
        elif element.tag == f"{_W}tbl":
            yield from _table(element, place)
        elif element.tag != _FALLBACK:
            yield from _blocks(element, place)


def _paragraph(element: Element, place: _Place) -> Iterator[Passage]:
    text = _text(element)
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    if text:
        is_heading = any(word in name for word in _HEADINGS)
        yield Passage(text, place.next(), is_heading)
    place.turn(element)


def _table(table: Element, place: _Place) -> Iterator[Passage]:
    for row in table.iter(f"{_W}tr"):
        cells = [_text(cell) for cell in row.findall(f"{_W}tc")]
        text = " | ".join(filter(None, cells))
        if text:
            yield Passage(text, place.next())
        place.turn(row)


def _text(element: Element) -> str:
    """Return the words of an element; tabs, breaks and paragraphs become spaces."""
    words: list[str] = []
    _gather(element, words)
    return " ".join("".join(words).split())


def _gather(element: Element, words: list[str]) -> None:
    for node in element:
        if node.tag == f"{_W}t":
            words.append(node.text or "")
        elif node.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            words.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            words.append("-")
        elif node.tag != _FALLBACK:
            _gather(node, words)
            if node.tag == f"{_W}p":
                words.append(" ")
