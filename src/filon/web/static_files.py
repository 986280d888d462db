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
        address = super().url(name)
        version = _VERSIONS.get(name or "")
        if version is None:
            # Once: a page asks for the address of its icons a hundred times.
            path = finders.find(name) if name else None
            if not name or not isinstance(path, str):
                return address
            version = _VERSIONS[name] = _version(path)
        return f"{address}?v={version}"


_VERSIONS: dict[str, str] = {}


def _version(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
