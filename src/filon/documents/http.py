"""Answers that carry a PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_response(content: bytes, filename: str, *, inline: bool = True) -> HttpResponse:
    """Return a PDF to look at, or to keep where `inline` is false.

    The name is encoded as RFC 6266 asks; nothing on the way may store the document.
    """
    safe = "".join(c for c in filename if c.isprintable() and c not in '/\\"')
    response = HttpResponse(content, content_type="application/pdf")
    disposition = content_disposition_header(not inline, safe or "document.pdf")
    response["Content-Disposition"] = disposition or "inline"
    response["Content-Length"] = str(len(content))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
