"""The body of an answer, counted after decompression."""

from __future__ import annotations

import http.client
import zlib

from django.utils.translation import gettext as _

from filon.kernel.fetch.refusals import AnswerTooLarge, AnswerUnusable

_CHUNK = 65_536
_WBITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def content(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    """Read and decompress the body, counting what comes out."""
    too_large = AnswerTooLarge(
        _("The answer is larger than %(size)s MB.") % {"size": max_bytes // 1_000_000}
    )
    if (response.length or 0) > max_bytes:
        raise too_large
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding != "identity" and coding not in _WBITS:
        raise AnswerUnusable(_("The server compresses its answer in an unknown way."))
    inflater = _Inflater(_WBITS[coding]) if coding in _WBITS else None
    parts: list[bytes] = []
    room = max_bytes
    while chunk := response.read(_CHUNK):
        data = inflater.feed(chunk, room + 1) if inflater else chunk
        parts.append(data)
        room -= len(data)
        if room < 0:
            raise too_large
    if response.length or (inflater and not inflater.complete):
        raise AnswerUnusable(_("The answer of the server is cut short."))
    return b"".join(parts)


class _Inflater:
    """Decompresses a stream of gzip members or a deflate stream, within a bound."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._inner = zlib.decompressobj(wbits)
        self._fed = False

    @property
    def complete(self) -> bool:
        return self._inner.eof or not self._fed

    def feed(self, data: bytes, bound: int) -> bytes:
        """Return what `data` unpacks to, or its first `bound` bytes.

        What lies beyond the bound is lost: the caller refuses the answer then.
        """
        out: list[bytes] = []
        while data and bound > 0:
            if self._inner.eof:
                self._inner = zlib.decompressobj(self._wbits)
            elif not self._fed and self._wbits == 15 and data[0] & 0x0F != 8:
                # Some servers send "deflate" without its zlib envelope.
                self._inner = zlib.decompressobj(-15)
            self._fed = True
            out.append(self._inner.decompress(data, bound))
            bound -= len(out[-1])
            data = self._inner.unused_data
        return b"".join(out)
