"""The page around a form: shown, refused with its sentence, or done and gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from filon.kernel.errors import DomainError


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    save: Callable[[dict[str, Any]], str],
    cancel_url: str,
    template: str = "web/form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form, or let `save` act on what was typed and follow the address it gives.

    :param save: cleaned values -> address of the page to go to; it makes one call of
        a service. Its DomainError is shown above the form, with status 422.
    """
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(save(dict(form.cleaned_data)))
        except DomainError as refusal:
            error = str(refusal)
    shown = {
        "title": title,
        "form": form,
        "error": error,
        "cancel_url": cancel_url,
        **context,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, template, shown, status=status)
