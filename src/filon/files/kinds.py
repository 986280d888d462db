"""The kinds of files that are accepted, and how their content is recognized."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from filon.files.archives import checked_archive

_SNIFFED = 4_096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(
    rb"^\s*<(?:!doctype\s+html|!--|html|head|body|script|svg|iframe|img|\?php)", re.I
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class Kind:
    """An accepted extension: the type it is served with, the proof it must give.

    A picture is encoded again in the format `picture` instead.
    """

    media_type: str
    proof: Callable[[BinaryIO], bool] = lambda _content: True
    picture: str = ""


def _starts_with(*marks: bytes) -> Callable[[BinaryIO], bool]:
    def proof(content: BinaryIO) -> bool:
        return _start(content).startswith(marks)

    return proof


def _start(content: BinaryIO) -> bytes:
    content.seek(0)
    return content.read(_SNIFFED)


def _is_text(content: BinaryIO) -> bool:
    """Tell whether the content is text, and no page that a browser would run."""
    start = _start(content)
    if start.startswith(_TEXT_MARKS):
        start = start.decode("utf-16", "replace").encode()
    return b"\0" not in start and not _MARKUP.match(start.removeprefix(b"\xef\xbb\xbf"))


def _text_with(mark: bytes) -> Callable[[BinaryIO], bool]:
    def proof(content: BinaryIO) -> bool:
        return _is_text(content) and mark in _start(content).upper()

    return proof


def _archive_with(
    *parts: str, media_type: str = "", may_nest: bool = True
) -> Callable[[BinaryIO], bool]:
    """Require an archive that passes every check and holds one of the parts."""

    def proof(content: BinaryIO) -> bool:
        if not _start(content).startswith(b"PK\x03\x04"):
            return False
        with checked_archive(content, may_nest=may_nest) as archive:
            names = set(archive.namelist())
            if media_type:
                return _open_document_type(archive) == media_type
            return not parts or bool(names.intersection(parts))

    return proof


def _open_document_type(archive: zipfile.ZipFile) -> str:
    if "mimetype" not in archive.namelist():
        return ""
    return archive.read("mimetype").decode("ascii", "replace").strip()


def _office(suffix: str, part: str) -> Kind:
    return Kind(f"{_OFFICE}.{suffix}", _archive_with(part))


def _open_document(suffix: str) -> Kind:
    media_type = f"{_OPEN_DOCUMENT}.{suffix}"
    return Kind(media_type, _archive_with(media_type=media_type))


KINDS: dict[str, Kind] = {
    "png": Kind("image/png", picture="PNG"),
    "jpg": Kind("image/jpeg", picture="JPEG"),
    "jpeg": Kind("image/jpeg", picture="JPEG"),
    "gif": Kind("image/gif", picture="GIF"),
    "webp": Kind("image/webp", picture="WEBP"),
    "pdf": Kind("application/pdf", _starts_with(b"%PDF-")),
    "txt": Kind("text/plain", _is_text),
    "csv": Kind("text/csv", _is_text),
    "tsv": Kind("text/tab-separated-values", _is_text),
    "xml": Kind("application/xml", _text_with(b"<")),
    "ics": Kind("text/calendar", _text_with(b"BEGIN:VCALENDAR")),
    "vcf": Kind("text/vcard", _text_with(b"BEGIN:VCARD")),
    "eml": Kind("message/rfc822", _text_with(b":")),
    "xlsx": _office("spreadsheetml.sheet", "xl/workbook.xml"),
    "docx": _office("wordprocessingml.document", "word/document.xml"),
    "pptx": _office("presentationml.presentation", "ppt/presentation.xml"),
    "ods": _open_document("spreadsheet"),
    "odt": _open_document("text"),
    "odp": _open_document("presentation"),
    "xls": Kind("application/vnd.ms-excel", _starts_with(_OLE)),
    "doc": Kind("application/msword", _starts_with(_OLE)),
    "ppt": Kind("application/vnd.ms-powerpoint", _starts_with(_OLE)),
    "zip": Kind("application/zip", _archive_with(may_nest=False)),
    "dwg": Kind("image/vnd.dwg", _starts_with(b"AC10")),
    "dxf": Kind("image/vnd.dxf", _text_with(b"SECTION")),
    "step": Kind("model/step", _text_with(b"ISO-10303-21")),
    "stp": Kind("model/step", _text_with(b"ISO-10303-21")),
}

PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp"})
TABLES = frozenset({"csv", "tsv", "txt", "xlsx", "xls", "ods"})
DOCUMENTS = frozenset(KINDS)
