"""The one gate for outbound HTTP.

Whatever leaves for an address that a person, a feed or a page has named goes through
`fetch`: feeds, pages, logos, webhooks. The gate resolves a name once, judges every
address, and connects to an address it has judged, so that a second DNS answer can
change nothing. Host header and TLS name stay those of the URL. Proxies named in the
environment are not used: a proxy would resolve the name again, out of sight.
"""

from __future__ import annotations

from filon.kernel.fetch.gate import MAX_REDIRECTS, Fetched, fetch, outbound_closed
from filon.kernel.fetch.refusals import (
    AddressRefused,
    AnswerTooLarge,
    AnswerTooSlow,
    AnswerUnusable,
    FetchRefused,
    OutboundClosed,
    TooManyRedirects,
)

__all__ = (
    "MAX_REDIRECTS",
    "AddressRefused",
    "AnswerTooLarge",
    "AnswerTooSlow",
    "AnswerUnusable",
    "FetchRefused",
    "Fetched",
    "OutboundClosed",
    "TooManyRedirects",
    "fetch",
    "outbound_closed",
)
