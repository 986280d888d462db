"""Signing in by a one-time link, and choosing a language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from filon.accounts import limits, services
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import public

YEAR = 365 * 24 * 3600


@public
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask to confirm, then sign in; opening the link spends nothing."""
    if request.method == "GET":
        return render(request, "accounts/sign_in_by_link.html")
    if not limits.link_try_is_allowed(request):
        return render(request, "accounts/link_refused.html", status=429)
    try:
        user = services.sign_in_link_use(token=token, now=clock.now())
    except DomainError as error:
        context = {"error": str(error)}
        return render(request, "accounts/link_refused.html", context, status=410)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("/" if user.has_usable_password() else "account_change_password")


@public
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language: on the account, else in a cookie.

    Without a check of the origin: pages opened by a link send none, and another site
    reaches no account here (the session cookie stays home on a foreign POST).
    """
    code = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    if code in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            services.language_choose(user=request.user, language=code)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax"
        )
    return response
