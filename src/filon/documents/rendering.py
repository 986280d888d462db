"""Rendering PDF documents with Typst, in this process.

A text never becomes Typst source: the template reads it from a JSON file that lies
beside it in a folder made for this one document and removed after it.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.documents import hybrid
from filon.documents.content import CompanyHeader, Document, EmbeddedFile
from filon.documents.payload import JSON, Encoder, company_json
from filon.kernel import clock

logger = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
_PACKAGE = Path(__file__).parent.parent
_HOUSE_STYLE = Path(__file__).parent / "typst"
_TEMPLATE_NAME = re.compile(r"[a-z_]+/[a-z_]+")
# Archivable, with embedded files, and readable aloud.
_STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_PREVIEW_PPI = 70


class RenderingFailed(Exception):
    """The template could not be set: a fault of ours, not of the user."""


def render_document(
    document: Document,
    *,
    language: str,
    company: CompanyHeader,
    attachments: Sequence[EmbeddedFile] = (),
    created_at: datetime.datetime | None = None,
) -> bytes:
    """Return the PDF of a declarative document in one language.

    Lazy texts are resolved in `language`; French spacing is put in. See `render_pdf`.
    """
    encoder = Encoder(language)
    with translation.override(language):
        data = encoder.document(document)
    return _render(
        "documents/document",
        data,
        encoder=encoder,
        company=company,
        attachments=attachments,
        created_at=created_at,
    )


def render_pages(
    document: Document, *, language: str, company: CompanyHeader
) -> list[bytes]:
    """Return the pages of a document as PNG pictures to look at, 70 dots an inch.

    :raises RenderingFailed: if the template is wrong.
    """
    encoder = Encoder(language)
    with translation.override(language):
        data = encoder.document(document)
    with _folder("documents/document", data, encoder, company, ()) as folder:
        try:
            pages = _compiler(folder).compile(format="png", ppi=_PREVIEW_PPI)
        except typst.TypstError as error:
            raise RenderingFailed(error.message) from error
    # A document of one page comes without its list.
    return [pages] if isinstance(pages, bytes) else list(pages or [])


def render_pdf(
    template: str,
    data: Mapping[str, JSON],
    *,
    language: str,
    company: CompanyHeader,
    title: str,
    attachments: Sequence[EmbeddedFile] = (),
    pictures: Mapping[str, bytes] | None = None,
    created_at: datetime.datetime | None = None,
) -> bytes:
    """Return the PDF of a template filled with data.

    :param template: "app/name", the file `filon/app/typst/name.typ`; it imports
        "filon.typ" and reads "data.json".
    :param data: texts are set as they are, never read as Typst source.
    :param pictures: pictures by the name that `data` gives them.
    :param created_at: date written into the file; the kernel clock's now if absent.
        The same input and date give the same bytes.
    :raises RenderingFailed: if the template is wrong.

    The file is PDF/A-3a and PDF/UA-1 by Typst's own checks. A text with a character
    that no font has gives an ordinary PDF instead, and a line in the log.
    """
    encoder = Encoder(language)
    encoder.pictures.update(pictures or {})
    with translation.override(language):
        encoded = {name: encoder.value(item) for name, item in data.items()}
        encoded.setdefault("title", encoder.value(title))
    return _render(
        template,
        encoded,
        encoder=encoder,
        company=company,
        attachments=attachments,
        created_at=created_at,
    )


def _render(
    template: str,
    data: Mapping[str, JSON],
    *,
    encoder: Encoder,
    company: CompanyHeader,
    attachments: Sequence[EmbeddedFile],
    created_at: datetime.datetime | None,
) -> bytes:
    with _folder(template, data, encoder, company, attachments) as folder:
        pdf = _compile(folder, created_at or clock.now())
    for attachment in attachments:
        if attachment.hybrid is not None:
            pdf = hybrid.declare(pdf, attachment)
    return pdf


@contextmanager
def _folder(
    template: str,
    data: Mapping[str, JSON],
    encoder: Encoder,
    company: CompanyHeader,
    attachments: Sequence[EmbeddedFile],
) -> Iterator[Path]:
    """Give a folder with all that the compiler reads; it is removed afterwards."""
    with translation.override(encoder.language):
        page_data = {
            **_page_data(data),
            "language": encoder.language.split("-")[0],
            "company": company_json(company, encoder),
            "labels": _labels(),
        }
    files = dict(encoder.pictures)
    page_data["attachments"] = _attached(attachments, files)
    with tempfile.TemporaryDirectory(prefix="filon-pdf-") as folder:
        _fill(Path(folder), template, page_data, files)
        yield Path(folder)


def _page_data(data: Mapping[str, JSON]) -> dict[str, JSON]:
    """Complete the data with what the house style reads on every page."""
    parts = [str(data.get(name, "")) for name in ("number", "revision", "title")]
    number, _revision, title = parts
    return {
        "number": "",
        "revision": "",
        "watermark": "",
        "landscape": False,
        "layout": "sober",
        **data,
        "document_title": f"{number} {title}".strip(),
        "running_title": " · ".join(filter(None, parts)),
    }


def _labels() -> dict[str, JSON]:
    return {
        "page": _("Page {page} of {pages}"),
        "recipient": _("Recipient"),
        "contents": pgettext("document", "Contents"),
    }


def _attached(
    attachments: Sequence[EmbeddedFile], files: dict[str, bytes]
) -> list[JSON]:
    described: list[JSON] = []
    for index, attachment in enumerate(attachments, start=1):
        source = f"attachment-{index}"
        files[source] = attachment.content
        described.append(
            {
                "source": source,
                "name": attachment.name,
                "media_type": attachment.media_type,
                "description": attachment.description or attachment.name,
                "relationship": attachment.relationship,
            }
        )
    return described


def _fill(
    folder: Path, template: str, data: Mapping[str, JSON], files: Mapping[str, bytes]
) -> None:
    """Write everything the compiler may read into its folder.

    The main file has always the same name: Typst never forgets a file name, and a
    long-lived worker would run out of them.
    """
    if not _TEMPLATE_NAME.fullmatch(template):
        msg = f"not the name of a template: {template!r}"
        raise RenderingFailed(msg)
    app, name = template.split("/")
    source = _PACKAGE / app / "typst" / f"{name}.typ"
    (folder / "main.typ").write_bytes(source.read_bytes())
    for part in _HOUSE_STYLE.glob("*.typ"):
        (folder / part.name).write_bytes(part.read_bytes())
    (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
    for file_name, blob in files.items():
        (folder / file_name).write_bytes(blob)


@cache
def _fonts() -> typst.Fonts:
    """Load the fonts once: Inter where the build has put it, else Typst's own."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS]
    )


def _compiler(folder: Path) -> typst.Compiler:
    return typst.Compiler(folder / "main.typ", root=folder, font_paths=_fonts())


def _compile(folder: Path, created_at: datetime.datetime) -> bytes:
    compiler = _compiler(folder)
    timestamp = int(created_at.timestamp())
    try:
        pdf = compiler.compile(
            format="pdf", pdf_standards=[*_STANDARDS], timestamp=timestamp
        )
    except typst.TypstError as refusal:
        logger.warning("No archivable PDF: %s", refusal.message)
        try:
            pdf = compiler.compile(format="pdf", timestamp=timestamp)
        except typst.TypstError as error:
            raise RenderingFailed(error.message) from error
    if not isinstance(pdf, bytes):
        msg = "Typst returned no document"
        raise RenderingFailed(msg)
    return pdf
