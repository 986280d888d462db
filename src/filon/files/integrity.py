"""Checking that the disk holds every stored file, unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.files.models import StoredFile
from filon.files.services import path_of
from filon.kernel.integrity import Check, Fault


def lost_or_changed_files() -> Iterator[Fault]:
    """Report the stored files whose content the disk has lost or changed.

    A content without a row is not a fault: it is written before its row, and a crash
    in between leaves one.
    """
    rows = StoredFile.objects.order_by("sha256", "pk")
    known: dict[str, str] = {}
    for row in rows.iterator():
        if row.sha256 not in known:
            known[row.sha256] = _state_of(row.sha256)
        if known[row.sha256]:
            yield Fault(record=f"{row.name} ({row.pk})", sentence=known[row.sha256])


def _state_of(sha256: str) -> str:
    path = path_of(sha256)
    if not path.is_file():
        return _("its content is no longer on the disk")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    return "" if found == sha256 else _("its content on the disk has changed")


CHECKS = (Check(gettext_noop("files on the disk"), lost_or_changed_files),)
