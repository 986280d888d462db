"""Why an address was not fetched."""

from __future__ import annotations

from filon.kernel.errors import DomainError


class FetchRefused(DomainError):
    """The address was not fetched; every refusal of this module is one of these."""


class OutboundClosed(FetchRefused):
    """No traffic leaves from here at the moment."""


class AddressRefused(FetchRefused):
    """The URL, or an address behind its name, may not be called."""


class TooManyRedirects(FetchRefused):
    """The address leads from one to the next without end."""


class AnswerTooLarge(FetchRefused):
    """Headers, or the body once decompressed, exceed the limit."""


class AnswerTooSlow(FetchRefused):
    """The whole exchange did not fit in the time allowed."""


class AnswerUnusable(FetchRefused):
    """The server cannot be reached, or does not speak HTTP as it should."""
