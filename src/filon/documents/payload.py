"""Turning a document into the JSON and the pictures that the template reads."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from PIL import Image

from filon.documents import content, typography

JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]

_RASTER_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_SVG_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!DOCTYPE svg|!--)")


def text_filter(language: str) -> Callable[[str], str]:
    """Return what every text goes through in a document of this language."""
    if language.split("-")[0] == "fr":
        return lambda text: typography.french_spacing(typography.printable(text))
    return typography.printable


class Encoder:
    """Encodes blocks for one document and collects their pictures.

    `pictures` maps the file names that the template reads to their contents.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.pictures: dict[str, bytes] = {}
        self._level = 0
        self._clean = text_filter(language)

    def document(self, document: content.Document) -> dict[str, JSON]:
        """Return the JSON of a document."""
        fields: dict[str, Any] = {
            field.name: self.value(getattr(document, field.name))
            for field in dataclasses.fields(document)
            if field.name != "blocks"
        }
        return {**fields, "blocks": self._blocks(document.blocks)}

    def value(self, value: Any) -> JSON:
        """Return the JSON of a text, number, picture, dataclass or collection."""
        match value:
            case None | bool() | int() | float():
                return value
            case str() | Promise():
                return self._clean(str(value))
            case bytes():
                return self.picture(value)
            case Mapping():
                return {str(key): self.value(item) for key, item in value.items()}
            case Sequence():
                return [self.value(item) for item in value]
        return self._block(value)

    def picture(self, image: bytes) -> str:
        """Register a picture and return the name the template reads it by.

        An unreadable picture gives an empty name: a document goes out without it.
        """
        suffix = _suffix(image)
        if not suffix:
            return ""
        name = f"embedded-{len(self.pictures) + 1}.{suffix}"
        self.pictures[name] = image
        return name

    def _blocks(self, blocks: Sequence[content.Block]) -> list[JSON]:
        """Encode blocks; a picture that nobody could read is left out."""
        encoded = [self._block(block) for block in blocks]
        return [b for b in encoded if b["type"] != "picture" or b["content"]]

    def _block(self, block: Any) -> dict[str, Any]:
        match block:
            case content.Table():
                return self._table(block)
            case content.Matrix():
                rows = [
                    {"label": self.value(r.label), "cells": self._cells(r.cells)}
                    for r in block.rows
                ]
                return {**self._plain(block), "rows": rows}
            case content.Columns():
                return {
                    **self._plain(block),
                    "left": self._blocks(block.left),
                    "right": self._blocks(block.right),
                }
            case content.Heading():
                return {**self._plain(block), "level": self._heading_level(block)}
        return self._plain(block)

    def _heading_level(self, heading: content.Heading) -> int:
        """Return a level that skips none, as PDF/UA asks."""
        self._level = min(max(heading.level, 1), 3, self._level + 1)
        return self._level

    def _plain(self, block: Any) -> dict[str, Any]:
        names = [field.name for field in dataclasses.fields(block)]
        skipped = {"rows", "totals", "left", "right"}
        fields = {n: self.value(getattr(block, n)) for n in names if n not in skipped}
        return {"type": type(block).__name__.lower(), **fields}

    def _table(self, table: content.Table) -> dict[str, Any]:
        return {
            **self._plain(table),
            "rows": [self._row(row) for row in table.rows],
            "totals": [self._row(row) for row in table.totals],
            "empty": self.value(table.empty or _("Nothing to show.")),
        }

    def _row(self, row: content.Row | Sequence[content.Text | content.Cell]) -> JSON:
        if isinstance(row, content.Row):
            return {"kind": row.kind, "cells": self._cells(row.cells)}
        return {"kind": "normal", "cells": self._cells(row)}

    def _cells(self, cells: Sequence[content.Text | content.Cell]) -> list[JSON]:
        return [self._cell(cell) for cell in cells]

    def _cell(self, cell: content.Text | content.Cell) -> JSON:
        if not isinstance(cell, content.Cell):
            cell = content.Cell(cell)
        return {
            "text": typography.breakable(self._clean(str(cell.text))),
            "detail": typography.breakable(self._clean(str(cell.detail))),
            "tone": cell.tone,
            "strong": cell.strong,
        }


def company_json(company: content.CompanyHeader, encoder: Encoder) -> dict[str, JSON]:
    """Return the letterhead and the legal line of a company, in the active language."""
    contact = [*company.address_lines]
    contact.append(" · ".join(filter(None, [company.phone, company.email])))
    contact.append(company.website.removeprefix("https://").rstrip("/"))
    return {
        "name": encoder.value(company.name),
        "logo": encoder.picture(company.logo) if company.logo else "",
        "contact_lines": encoder.value([line for line in contact if line]),
        "legal_lines": encoder.value(legal_lines(company)),
    }


def legal_lines(company: content.CompanyHeader) -> list[str]:
    """Return the particulars that a document must bear, in the active language.

    Source: Code de commerce, art. R123-237 and R123-238; for the VAT number, CGI,
    annexe II, art. 242 nonies A.
    """
    form = company.legal_form
    if form and company.share_capital:
        form = _("%(form)s with a share capital of %(capital)s") % {
            "form": form,
            "capital": company.share_capital,
        }
    elif company.share_capital:
        form = _("Share capital: %(capital)s") % {"capital": company.share_capital}
    who = [company.name, form, ", ".join(company.address_lines)]
    ids = [
        f"SIREN {_grouped(company.siren)}" if company.siren else "",
        f"SIRET {_grouped(company.siret)}" if company.siret else "",
        _trade_register(company),
        _("VAT no. %(number)s") % {"number": company.vat_number}
        if company.vat_number
        else "",
    ]
    lines = (" · ".join(filter(None, parts)) for parts in (who, ids))
    return [line for line in lines if line]


def _trade_register(company: content.CompanyHeader) -> str:
    if not company.rcs_city:
        return ""
    return f"RCS {company.rcs_city} {_grouped(company.siren)}".strip()


def _grouped(digits: str) -> str:
    """Group a SIREN or SIRET as the register prints it: 123 456 789 00012."""
    if not digits.isdigit() or len(digits) < 9:
        return digits
    head = typography.NO_BREAK.join((digits[:3], digits[3:6], digits[6:9]))
    return f"{head}{typography.NO_BREAK}{digits[9:]}" if digits[9:] else head


def _suffix(image: bytes) -> str:
    """Return the file suffix of a readable picture, empty for anything else."""
    if _SVG_START.match(image):
        return "svg"
    try:
        with Image.open(io.BytesIO(image)) as opened:
            opened.verify()
            return _RASTER_SUFFIXES.get(opened.format or "", "")
    except (OSError, SyntaxError, ValueError):
        return ""
