"""Links for people without an account (PL-01, ASVS 14.2.1).

The address that is sent carries a 256-bit token, of which only the hash is stored.
Opening it has no effect but a signed cookie of two hours, restricted to the clean
address `/l/<reference>/…` that the browser is led to. Whatever changes something is a
POST that also carries the nonce of that cookie.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt

from filon.accounts.limits import client_address
from filon.accounts.models import User
from filon.accounts.services import hash_token
from filon.coordination.models import LinkEvent, PublicLink
from filon.journal.models import kind_of
from filon.journal.services import record
from filon.kernel import clock
from filon.web.access import by_link

Purpose = PublicLink.Purpose

LIFE = timedelta(days=30)
COOKIE = "filon_link"
COOKIE_LIFE = timedelta(hours=2)
NONCE = "nonce"

_SIGNER = Signer(salt="filon.coordination.links")
_PAGES: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Pass:
    """What the cookie of an opened link says."""

    link: PublicLink
    nonce: str


def register_pages(pages: Mapping[str, str]) -> None:
    """Say, for each purpose, which route shows its page; it takes `link`."""
    _PAGES.update(pages)


def link_issue(
    *,
    purpose: str,
    target: Model,
    recipient_name: str,
    recipient_email: str,
    language: str,
    now: datetime,
    life: timedelta = LIFE,
) -> tuple[PublicLink, str]:
    """Create the link of one person to one record; return it with its token.

    The token is given here and never again: only its hash is stored. Call inside the
    transaction that writes the mail, and pass the token to `queue_mail(secrets=…)`.
    """
    token = secrets.token_urlsafe(32)
    link = PublicLink.objects.create(
        reference=secrets.token_hex(6),
        purpose=purpose,
        target_kind=kind_of(target),
        target_id=target.pk,
        recipient_name=recipient_name,
        recipient_email=recipient_email,
        language=language,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + life,
    )
    return link, token


@transaction.atomic
def link_revoke(
    *, link: PublicLink, actor: User | None, now: datetime, about: Model | None = None
) -> None:
    """Close a link for good; closing a closed one changes nothing.

    :param about: the record whose time line tells it.
    """
    rows = PublicLink.objects.filter(pk=link.pk, revoked_at=None)
    if rows.update(revoked_at=now):
        record(
            target=about or link,
            message=gettext_noop("Link of %(name)s closed"),
            params={"name": link.recipient_name},
            actor=actor,
            now=now,
        )
    link.refresh_from_db()


def resolve(token: str, *, now: datetime) -> PublicLink | None:
    """Return the open link of a token, or None: unknown, expired or revoked alike."""
    rows = PublicLink.objects.filter(revoked_at=None, expires_at__gt=now)
    return rows.filter(token_hash=hash_token(token)).first()


def entry_url(token: str) -> str:
    """Return the whole address to send to the person."""
    return site_url(reverse("coordination:link-entry", args=[token]))


def site_url(path: str) -> str:
    """Return the whole address of a path of this installation."""
    return f"{settings.FILON_BASE_URL}{path}"


def page_url(link: PublicLink) -> str:
    """Return the clean address of the page that a link opens.

    :raises Http404: if no page was registered for its purpose.
    """
    try:
        return reverse(_PAGES[link.purpose], kwargs={"link": link.reference})
    except (KeyError, NoReverseMatch) as error:
        raise Http404 from error


def give_pass(response: HttpResponseBase, link: PublicLink, *, now: datetime) -> None:
    """Put the cookie of an opened link on the answer; the database is not touched."""
    until = min(now + COOKIE_LIFE, link.expires_at)
    response.set_cookie(
        COOKIE,
        _SIGNER.sign_object(
            {
                "link": link.pk,
                "until": int(until.timestamp()),
                "nonce": secrets.token_urlsafe(18),
            }
        ),
        max_age=int((until - now).total_seconds()),
        path=f"/l/{link.reference}/",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def pass_of(
    request: HttpRequest, reference: str, purpose: str, *, now: datetime
) -> Pass | None:
    """Return what the request may open, if its cookie is good for this very page.

    The link is read again, so that revoking it takes effect at once.
    """
    try:
        said = _SIGNER.unsign_object(request.COOKIES.get(COOKIE, ""))
        pk, until, nonce = said["link"], said["until"], said["nonce"]
    except (BadSignature, KeyError, TypeError, ValueError):
        return None
    if until <= now.timestamp():
        return None
    link = PublicLink.objects.filter(
        pk=pk,
        reference=reference,
        purpose=purpose,
        revoked_at=None,
        expires_at__gt=now,
    ).first()
    return Pass(link, nonce) if link is not None else None


def holder_of(request: HttpRequest, reference: str, purpose: str) -> PublicLink:
    """Return the link that this request holds.

    :raises Http404: without the cookie of this link, or for another purpose.
    """
    found = pass_of(request, reference, purpose, now=clock.now())
    if found is None:
        raise Http404
    return found.link


View = Callable[..., HttpResponseBase]


def link_page(purpose: str) -> Callable[[View], View]:
    """Open a view to the holder of a link: `view(request, link: PublicLink, …)`.

    The route is `/l/<slug:link>/…`. Everybody else gets one neutral page (404). The
    page speaks the language of the link, unless the visitor chose another here. A
    POST must carry the cookie's nonce, which templates write with
    `{% include "coordination/nonce.html" %}`: the page sends no referrer, so that
    browsers give no origin for Django's own check to look at.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(
            request: HttpRequest, link: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            found = pass_of(request, link, purpose, now=clock.now())
            if found is None:
                return neutral(request)
            if request.method not in {"GET", "HEAD"} and not constant_time_compare(
                request.POST.get(NONCE, ""), found.nonce
            ):
                return neutral(request, status=403)
            request.link_nonce = found.nonce  # type: ignore[attr-defined]
            with _spoken(request, found.link) as language:
                response = view(request, found.link, *args, **kwargs)
            response.headers["Content-Language"] = language
            return discreet(response)

        return by_link(csrf_exempt(wrapper))

    return decorate


def neutral(request: HttpRequest, *, status: int = 404) -> HttpResponseBase:
    """Answer without saying whether the link ever existed."""
    page = render(request, "coordination/link_closed.html", status=status)
    return discreet(page)


def discreet(response: HttpResponseBase) -> HttpResponseBase:
    """Keep an answer out of caches, of search engines and of other sites' logs."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def link_event(
    *,
    link: PublicLink,
    kind: str,
    request: HttpRequest | None,
    now: datetime,
    data: Mapping[str, Any] | None = None,
) -> LinkEvent:
    """Append what happened through a link, with the address and browser it came from.

    Call inside the transaction of what it proves.
    """
    agent = request.headers.get("User-Agent", "") if request is not None else ""
    return LinkEvent.objects.create(
        link=link,
        at=now,
        kind=kind,
        address=client_address(request)[:45] if request is not None else "",
        user_agent=agent[:300],
        data=dict(data or {}),
    )


@contextmanager
def _spoken(request: HttpRequest, link: PublicLink) -> Iterator[str]:
    """Speak the language of the link, or the one that the visitor chose here."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in dict(settings.LANGUAGES) else link.language
    with translation.override(language):
        yield language
