"""Answers that carry tables and files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

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


def _export(request: HttpRequest, spec: ListSpec, wanted: str) -> HttpResponse:
    header, rows = export_rows(request, spec)
    if wanted == "csv":
        language = get_language() or "fr"
        content = tables.write_csv(header, rows, language=language)
        media_type = "text/csv; charset=utf-8"
    else:
        content, media_type = tables.write_xlsx(header, rows), XLSX
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = (
        f'attachment; filename="{spec.file_name}.{wanted}"'
    )
    return response
