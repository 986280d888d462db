"""Answers that carry tables and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import get_language, override

from filon.files import tables
from filon.web.listing import ListSpec, build_page, export_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_response(
    request: HttpRequest,
    spec: ListSpec,
    *,
    template: str = "web/list.html",
    context: dict[str, object] | None = None,
) -> HttpResponseBase:
    """Answer a list as a page, or as CSV or XLSX when `?format=` asks for it."""
    wanted = request.GET.get("format", "")
    if wanted in {"csv", "xlsx"}:
        return _export(request, spec, wanted)
    page = build_page(request, spec)
    return render(request, template, {"page": page, **(context or {})})


def _export(request: HttpRequest, spec: ListSpec, wanted: str) -> HttpResponseBase:
    header, rows = export_rows(request, spec)
    return table_response(wanted, spec.file_name, header, rows)


def table_response(
    wanted: str,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> HttpResponseBase:
    """Answer rows as CSV (streamed) or XLSX, in the active language."""
    language = get_language() or "fr"
    response: HttpResponseBase
    if wanted == "csv":
        content = tables.write_csv(header, rows, language=language)
        response = StreamingHttpResponse(
            _spoken(content, language), content_type="text/csv; charset=utf-8"
        )
    else:
        workbook = tables.write_xlsx(header, rows, language=language)
        response = HttpResponse(workbook, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return response


def _spoken(content: Iterable[bytes], language: str) -> Iterator[bytes]:
    """Yield a stream in its language: it is read after the middleware has left."""
    with override(language):
        yield from content
