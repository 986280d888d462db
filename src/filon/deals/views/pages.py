"""How a page with one form goes: shown, refused with its sentence, or done."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from filon.files.models import StoredFile
from filon.files.services import read_bytes
from filon.kernel.errors import DomainError


def form_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[], HttpResponse],
    *,
    template: str = "web/form.html",
    **context: object,
) -> HttpResponse:
    """Show a form; once it is valid, answer what `act` answers.

    A form that is not valid, or an `act` that raises DomainError, comes back with
    status 422 and everything that was typed.
    """
    error = ""
    is_sent = request.method == "POST"
    if is_sent and form.is_valid():
        try:
            return act()
        except DomainError as refusal:
            error = str(refusal)
    page = {"form": form, "error": error, **context}
    return render(request, template, page, status=422 if is_sent else 200)


def stored_file(file: StoredFile, *, inline: bool = False) -> HttpResponse:
    """Answer a kept file under its own name; only PDF is shown by the browser.

    :raises Http404: if the disk lost it.
    """
    try:
        content = read_bytes(file)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=file.media_type)
    is_shown = inline and file.media_type == "application/pdf"
    disposition = content_disposition_header(not is_shown, file.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
