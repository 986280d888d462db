"""Speaking to the mail server that FILON_SMTP_URL names."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TIMEOUT_SECONDS = 20
SMTPS_PORT, SUBMISSION_PORT = 465, 587


class Unreachable(Exception):
    """The server cannot be used at all now: no mail of the queue would leave."""


class Deferred(Exception):
    """The server asks to bring this mail again later."""


class Refused(Exception):
    """The server will never take this mail."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how to speak to it."""

    host: str
    port: int
    user: str
    password: str
    tls: Literal["implicit", "starttls", "none"]


def parse(url: str) -> Server:
    """Read `smtp://user:password@host:port?tls=starttls` or `smtps://…`.

    `smtp://` asks for STARTTLS unless `?tls=none` says that the way is safe by itself
    (the same machine). The password is percent-encoded.

    :raises ImproperlyConfigured: for anything else.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _wrong("the address cannot be read") from error
    if parts.scheme not in {"smtp", "smtps"}:
        raise _wrong("it must start with smtp:// or smtps://")
    if not parts.hostname:
        raise _wrong("it names no host")
    if parts.path not in {"", "/"}:
        raise _wrong("nothing may follow the port but ?tls=…")
    options = parse_qs(parts.query, keep_blank_values=True)
    asked = options.pop("tls", ["starttls"])[-1]
    if options or asked not in {"starttls", "none"}:
        raise _wrong("the only option is ?tls=starttls or ?tls=none")
    is_implicit = parts.scheme == "smtps"
    return Server(
        host=parts.hostname,
        port=port or (SMTPS_PORT if is_implicit else SUBMISSION_PORT),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="implicit" if is_implicit else "none" if asked == "none" else "starttls",
    )


def _wrong(reason: str) -> ImproperlyConfigured:
    # The address itself is not repeated: it holds a password.
    return ImproperlyConfigured(f"FILON_SMTP_URL is wrong: {reason}")


@contextmanager
def session(server: Server) -> Iterator[smtplib.SMTP]:
    """Open a session, signed in where a user is given.

    :raises Unreachable: with the reason in the server's or the system's words.
    """
    try:
        client = _connected(server)
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(reason_of(error)) from error
    try:
        yield client
    finally:
        _leave(client)


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls == "implicit":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.tls == "starttls":
            client.starttls(context=context)
        if server.user:
            client.login(server.user, server.password)
    except (OSError, smtplib.SMTPException):
        client.close()
        raise
    return client


def _leave(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()


def send(
    client: smtplib.SMTP, *, sender: str, recipients: Sequence[str], content: bytes
) -> dict[str, str]:
    """Hand one mail over; return the recipients that were refused, with the reason.

    :raises Refused: if no recipient or the content was taken, for good.
    :raises Deferred: if the server wants it again later.
    :raises Unreachable: if the connection broke or the sender is not accepted.
    """
    try:
        refused = client.sendmail(sender, list(recipients), content)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        reason = "; ".join(_answer(*pair) for pair in error.recipients.values())
        is_final = bool(codes) and min(codes) >= 500
        raise (Refused if is_final else Deferred)(reason[:300]) from error
    except smtplib.SMTPDataError as error:
        kind = Refused if error.smtp_code >= 500 else Deferred
        raise kind(reason_of(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(reason_of(error)) from error
    return {address: _answer(*pair) for address, pair in refused.items()}


def reason_of(error: Exception) -> str:
    """Return what the server or the system said, at most 300 characters."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return (str(error) or type(error).__name__)[:300]


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return f"{code} {' '.join(words.split())}"[:300]
