"""Reading FILON_SMTP_URL."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from filon.mail.smtp import Server, parse


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", Server("mail.example", 587, "", "", "starttls")),
        (
            "smtp://me%40example.com:p%3Aw@mail.example:2525",
            Server("mail.example", 2525, "me@example.com", "p:w", "starttls"),
        ),
        ("smtp://localhost:25?tls=none", Server("localhost", 25, "", "", "none")),
        ("smtps://u:p@mail.example", Server("mail.example", 465, "u", "p", "implicit")),
    ],
)
def test_address_is_read(url: str, expected: Server) -> None:
    assert parse(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "mail.example:25",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:port",
        "smtp://mail.example/inbox",
        "smtp://mail.example?tls=maybe",
        "smtp://mail.example?ssl=1",
    ],
)
def test_wrong_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        parse(url)

    assert "FILON_SMTP_URL" in str(refusal.value)
    assert url not in str(refusal.value)
