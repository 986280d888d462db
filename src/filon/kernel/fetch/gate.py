"""The rules of an errand from the first address to the last."""

from __future__ import annotations

import http.client
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from filon.kernel import addresses
from filon.kernel.addresses import Network, Resolver
from filon.kernel.fetch.exchange import Answer, Errand, exchange
from filon.kernel.fetch.refusals import (
    AddressRefused,
    AnswerTooSlow,
    AnswerUnusable,
    OutboundClosed,
    TooManyRedirects,
)
from filon.kernel.fetch.target import Target, target_of

MAX_BYTES = 5_000_000
MAX_REDIRECTS = 3
_PERMANENT = frozenset({301, 308})

_CLOSED: ContextVar[bool] = ContextVar("filon_outbound_closed", default=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status: 304, 410, 429 and 503 are for the caller.

    Header names are in lower case. `moved_permanently` is true when every redirect
    on the way was permanent and there was at least one.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    final_url: str
    etag: str | None
    last_modified: str | None
    moved_permanently: bool = False


@contextmanager
def outbound_closed() -> Iterator[None]:
    """Refuse every fetch inside the block, as a reconstructed situation requires."""
    token = _CLOSED.set(True)
    try:
        yield
    finally:
        _CLOSED.reset(token)


def fetch(
    url: str,
    *,
    allow: Sequence[Network] = (),
    etag: str | None = None,
    last_modified: str | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    user_agent: str = "Filon",
    timeout: float = 10,
    max_bytes: int = MAX_BYTES,
    resolve: Resolver = addresses.resolve,
) -> Fetched:
    """Return what the address answers, through every check of outbound traffic.

    Ports 80 and 443 only, public addresses only; `allow` names the networks inside the
    company that may be called as well, on any port. At most three redirects, each
    checked like the first address. `timeout` counts seconds for the whole errand,
    `max_bytes` the body after decompression. With `etag` or `last_modified` the answer
    may be a 304. `headers` go to the first host only, never to one it redirects to.
    With `body` the request is a POST, and a redirect is refused.

    :raises FetchRefused: in one of its kinds, with a sentence for the reader.
    """
    if _CLOSED.get():
        raise OutboundClosed(_("No request leaves this workspace."))
    common = {
        "User-Agent": user_agent,
        "Accept-Encoding": "gzip, deflate",
        "If-None-Match": etag or "",
        "If-Modified-Since": last_modified or "",
    }
    errand = Errand(
        allow=allow,
        deadline=time.monotonic() + timeout,
        max_bytes=max_bytes,
        resolve=resolve,
        headers=common,
        private_headers=headers or {},
        body=body,
    )
    try:
        return _follow(errand, target_of(url))
    except TimeoutError as error:
        raise AnswerTooSlow(_("The server takes too long to answer.")) from error
    except (ssl.SSLError, ssl.CertificateError) as error:
        raise AnswerUnusable(_("The certificate of the server is refused.")) from error
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        raise AnswerUnusable(_("The server does not answer as it should.")) from error


def _follow(errand: Errand, first: Target) -> Fetched:
    target, permanent = first, True
    for hop in range(MAX_REDIRECTS + 1):
        at_home = target.origin == first.origin
        answer, location = exchange(errand, target, with_private=at_home)
        if location is None:
            moved = permanent and hop > 0
            return _fetched(answer, target, moved_permanently=moved)
        if errand.body is not None:
            raise AddressRefused(_("The address sends the message elsewhere."))
        permanent = permanent and answer.response.status in _PERMANENT
        target = target_of(urljoin(target.url, location))
    raise TooManyRedirects(_("The address redirects too many times."))


def _fetched(answer: Answer, target: Target, *, moved_permanently: bool) -> Fetched:
    response = answer.response
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Fetched(
        status=response.status,
        headers=headers,
        content=answer.content,
        final_url=target.url,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        moved_permanently=moved_permanently,
    )
