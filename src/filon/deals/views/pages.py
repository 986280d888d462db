"""How a page with one form goes: shown, refused with its sentence, or done."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
