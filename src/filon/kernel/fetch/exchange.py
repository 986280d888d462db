"""One request and its answer, within the limits of an errand."""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from filon.kernel import addresses
from filon.kernel.addresses import Address, Network, Resolver
from filon.kernel.fetch.body import content
from filon.kernel.fetch.refusals import (
    AddressRefused,
    AnswerTooLarge,
    AnswerTooSlow,
    AnswerUnusable,
    FetchRefused,
)
from filon.kernel.fetch.target import PORTS, Target

MAX_HEADER_BYTES = 1_000_000
_CONNECT_SECONDS = 5.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADER_VALUE = re.compile(r"[\x20-\x7e\xa0-\xff]*")


@dataclass(frozen=True, slots=True)
class Errand:
    """What all hops of one fetch have in common."""

    allow: Sequence[Network]
    deadline: float
    max_bytes: int
    resolve: Resolver
    headers: Mapping[str, str]
    private_headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def remaining(self) -> float:
        """Return the seconds left.

        :raises AnswerTooSlow: if none is.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise AnswerTooSlow(_("The server takes too long to answer."))
        return left


def _judged(errand: Errand, target: Target) -> Sequence[Address]:
    """Return the addresses to call; refuse them all if one may not be called."""
    try:
        found = errand.resolve(target.host, target.port, errand.remaining())
    except TimeoutError:
        raise
    except OSError as error:
        raise AnswerUnusable(_("This server name is unknown.")) from error
    allowed = [addresses.is_within(address, errand.allow) for address in found]
    for address, is_allowed in zip(found, allowed, strict=True):
        if not is_allowed and not addresses.is_public(address):
            raise AddressRefused(
                _("This address belongs to an internal network: it is refused.")
            )
    if target.port not in PORTS.values() and not all(allowed):
        raise AddressRefused(
            _("Only ports 80 and 443 may be called, not %(port)s.")
            % {"port": target.port}
        )
    if not found:
        raise AnswerUnusable(_("This server name is unknown."))
    return found


def _connect(errand: Errand, target: Target) -> socket.socket:
    """Connect to the first judged address that answers."""
    failure: OSError = OSError(target.host)
    for address in _judged(errand, target):
        patience = min(errand.remaining(), _CONNECT_SECONDS)
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(patience)
            plain.connect((str(address), target.port))
            if target.scheme == "http":
                return plain
            plain.settimeout(errand.remaining())
            return _tls().wrap_socket(plain, server_hostname=target.host)
        except OSError as error:
            plain.close()
            failure = error
        except FetchRefused:
            plain.close()
            raise
    raise failure


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


class _Wire(io.RawIOBase):
    """Reads from the socket within the deadline, and counts until told otherwise.

    `http.client` reads lines of 64 kB and a hundred headers, each recv with its own
    patience: neither endless headers nor a slow drip would end in time.
    """

    def __init__(self, sock: socket.socket, errand: Errand) -> None:
        self._sock = sock
        self._errand = errand
        self._budget: int | None = MAX_HEADER_BYTES

    def headers_done(self) -> None:
        self._budget = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._errand.remaining())
        count = self._sock.recv_into(buffer)
        if self._budget is not None:
            self._budget -= count
            if self._budget < 0:
                raise AnswerTooLarge(_("The server sends endless headers."))
        return count

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Stand in for the socket that `http.client` expects."""
        return io.BufferedReader(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response and its body, decompressed."""

    response: http.client.HTTPResponse
    content: bytes


def exchange(
    errand: Errand, target: Target, *, with_private: bool
) -> tuple[Answer, str | None]:
    """Send one request; return the answer and where it redirects to, if anywhere."""
    sock = _connect(errand, target)
    try:
        sock.settimeout(errand.remaining())
        sock.sendall(_request(errand, target, with_private=with_private))
        wire = _Wire(sock, errand)
        response = http.client.HTTPResponse(
            wire,  # type: ignore[arg-type]
            method="GET" if errand.body is None else "POST",
        )
        response.begin()
        wire.headers_done()
        location = response.getheader("Location")
        if response.status in _REDIRECTS and location:
            return Answer(response, b""), location
        return Answer(response, content(response, errand.max_bytes)), None
    finally:
        sock.close()


def _request(errand: Errand, target: Target, *, with_private: bool) -> bytes:
    wanted = {"Host": target.authority, "Connection": "close", "Accept": "*/*"}
    wanted |= errand.headers
    if with_private:
        wanted |= errand.private_headers
    method = "GET"
    if errand.body is not None:
        method, wanted["Content-Length"] = "POST", str(len(errand.body))
    lines = [f"{method} {target.path} HTTP/1.1"]
    for name, value in wanted.items():
        # A value remembered from an earlier answer must not start a header of its own.
        if value and _HEADER_VALUE.fullmatch(value):
            lines.append(f"{name}: {value}")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return head + (errand.body or b"")
