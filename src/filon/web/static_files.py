"""Static files with their content's hash in the address, when they were collected."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class HashedNames(StaticFilesStorage):
    """Serves files straight from the package, with a version in the query string.

    No collection step: the wheel ships built assets and one process serves them, so
    the address carries the size and the time of the file instead of a renamed copy.
    """

    def url(self, name: str | None) -> str:
        """Return the address of a static file, changed whenever the file changes."""
        known = _ADDRESSES.get(name or "")
        if known is not None:
            # A page asks for the address of its icons hundreds of times.
            return known
        address = super().url(name)
        path = finders.find(name) if name else None
        if not name or not isinstance(path, str):
            return address
        _ADDRESSES[name] = f"{address}?v={_version(path)}"
        return _ADDRESSES[name]


_ADDRESSES: dict[str, str] = {}


def _version(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
