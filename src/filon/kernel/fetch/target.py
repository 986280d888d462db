"""Takes a URL apart, once, into the parts from which the request is rebuilt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from filon.kernel.fetch.refusals import AddressRefused

MAX_URL_LENGTH = 2_000
PORTS = {"http": 80, "https": 443}
_FORBIDDEN_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
_HOST = re.compile(r"[a-z0-9_.-]{1,253}")


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def target_of(url: str) -> Target:
    """Take the URL apart.

    :raises AddressRefused: if it is no plain http or https URL.
    """
    text = url.strip()
    refusal = AddressRefused(_("This is not an address of the web."))
    if len(text) > MAX_URL_LENGTH or _FORBIDDEN_IN_URL.search(text):
        raise refusal
    try:
        parts = urlsplit(text)
        scheme, port = parts.scheme.lower(), parts.port
        host = _host(parts.hostname or "")
    except ValueError as error:  # UnicodeError, of a name IDNA refuses, included
        raise refusal from error
    if scheme not in PORTS or not host or port == 0:
        raise refusal
    if "@" in parts.netloc or "@" in parts.fragment:
        raise AddressRefused(_("An address with a user name or “@” is refused."))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]{}|^`\"<>")
    suffix = f"?{query}" if query else ""
    return Target(scheme, host, port or PORTS[scheme], path + suffix)


def _host(name: str) -> str:
    """Return the name as it goes to the resolver: ASCII, lower case."""
    if ":" in name:
        return str(IPv6Address(name)) if "%" not in name else ""
    ascii_name = name.encode("idna").decode("ascii").lower()
    return ascii_name if _HOST.fullmatch(ascii_name) else ""
