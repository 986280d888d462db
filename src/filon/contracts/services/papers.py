"""Keeping the papers that people send: signed copies and purchase orders."""

from __future__ import annotations

from datetime import datetime

from filon.accounts.models import User
from filon.files.models import StoredFile
from filon.files.services import keep_upload
from filon.files.uploads import CheckedUpload


def keep(upload: CheckedUpload, *, actor: User, now: datetime) -> StoredFile:
    """Keep a checked file; the caller's history says what it is."""
    return keep_upload(upload=upload, actor=actor, now=now)
