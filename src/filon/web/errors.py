"""Requests that no view could read, and the status of a refusal by link."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filon.kernel.errors import DomainError, TooLate


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request was too large (413, UP-02) or could not be read (400)."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, f"{status}.html", status=status)


def status_of(refusal: DomainError) -> int:
    """Return the status by which a public page refuses an answer (RE-07).

    409 says that the answer came too late, whatever was typed; 422 that it can be
    mended and sent again.
    """
    return 409 if isinstance(refusal, TooLate) else 422
