"""The language of the person, then of the cookie, then of the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Activate the language of the signed-in person or the visitor's choice."""

    def middleware(request: HttpRequest) -> HttpResponse:
        code = _language_of(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
            return response

    return middleware


def _language_of(request: HttpRequest) -> str:
    offered = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if request.user.is_authenticated:
        own = str(request.user.language)
        return own if own in offered else settings.LANGUAGE_CODE
    if chosen in offered:
        return chosen
    return translation.get_language_from_request(request)
