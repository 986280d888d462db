"""Formulas of an XLSX sheet that carry no stored result.

Spreadsheets store the result beside each formula and readers use that; files written
by programs often lack it, and the cell would silently be blank. Nothing is evaluated:
the text of the formula takes the place of the missing result.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile

from filon.files.xml import XmlRefused, parse_xml

_CHUNK = 1_000_000
# A formula has at most 8,192 characters, a few times that with its entities.
_OVERLAP = 65_536
_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*"
    rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")


def formulas_without_result(
    archive: zipfile.ZipFile, sheet: str
) -> dict[tuple[int, int], str]:
    """Return the formulas of a sheet by row and column, both counted from 0."""
    try:
        path = _path_of(archive, sheet)
        return _scan(archive, path) if path else {}
    except (KeyError, XmlRefused):
        return {}


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the part of the archive that holds the sheet, or nothing."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in parse_xml(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for element in parse_xml(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            links = (v for k, v in element.attrib.items() if k.endswith("}id"))
            target = targets.get(next(links, None), "")
            return posixpath.join("/xl", target).lstrip("/") if target else ""
    return ""


def _scan(archive: zipfile.ZipFile, path: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    with archive.open(path) as part:
        pending = b""
        while chunk := part.read(_CHUNK):
            pending += chunk
            done = 0
            for match in _CELL.finditer(pending):
                done = match.end()
                if reference := _REFERENCE.search(match[1]):
                    place = int(reference[2]) - 1, _column(reference[1])
                    text = (match[2] or b"").decode("utf-8", "replace")
                    found[place] = "=" + html.unescape(text)
            pending = pending[max(done, len(pending) - _OVERLAP) :]
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
