"""Lines of the log without the secrets that an address may carry."""

from __future__ import annotations

import logging
import re

# A token of 32 bytes as `secrets.token_urlsafe` writes it, alone between two slashes.
TOKEN = re.compile(r"(?<=/)[\w-]{43}(?![\w-])", re.ASCII)


class Discreet(logging.Formatter):
    """Hides the tokens of links, tracebacks included (ASVS 14.2.1)."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line with each token replaced by dots."""
        return TOKEN.sub("…", super().format(record))
