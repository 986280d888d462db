"""Keeping files: content-addressed, written to disk before the row exists."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.files.models import Attachment, StoredFile
from filon.files.uploads import CheckedUpload, UploadRefused
from filon.journal.models import kind_of
from filon.journal.services import record

# What one person may send within 24 hours.
DAILY_BYTES = 1_000_000_000


def path_of(sha256: str) -> Path:
    """Return where the content of a hash lies on disk."""
    return Path(settings.FILON_MEDIA) / sha256[:2] / sha256


def store_bytes(
    *, content: bytes, name: str, media_type: str, actor: User | None, now: datetime
) -> StoredFile:
    """Keep a content and return its row.

    The content is on disk, whole, before the row is written: a crash leaves at most a
    file without a row, never a row without a file.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    _write_once(path_of(sha256), content)
    return StoredFile.objects.create(
        sha256=sha256,
        size=len(content),
        name=name[:200],
        media_type=media_type,
        stored_at=now,
        stored_by=actor,
    )


def keep_upload(*, upload: CheckedUpload, actor: User, now: datetime) -> StoredFile:
    """Keep a checked file that somebody sent.

    :raises UploadRefused: if this person sent more than `DAILY_BYTES` within a day
        (UP-02).
    """
    since = StoredFile.objects.filter(
        stored_by=actor, stored_at__gt=now - timedelta(days=1)
    )
    sent = since.aggregate(sent=Sum("size"))["sent"] or 0
    if sent + upload.size > DAILY_BYTES:
        raise UploadRefused(
            _("You sent more than %(size)s GB within 24 hours. Go on tomorrow.")
            % {"size": DAILY_BYTES // 1_000_000_000}
        )
    upload.content.seek(0)
    return store_bytes(
        content=upload.content.read(),
        name=upload.name,
        media_type=upload.media_type,
        actor=actor,
        now=now,
    )


def read_bytes(file: StoredFile) -> bytes:
    """Return the content of a stored file.

    :raises FileNotFoundError: if the disk lost it.
    """
    return path_of(file.sha256).read_bytes()


@transaction.atomic
def attach(
    *,
    target: Model,
    file: StoredFile,
    label: str,
    actor: User,
    now: datetime,
    about: Model | None = None,
) -> Attachment:
    """Attach a stored file to a record, with its history entry."""
    attachment = Attachment.objects.create(
        file=file,
        target_kind=kind_of(target),
        target_id=target.pk,
        label=label,
        attached_at=now,
        attached_by=actor,
    )
    record(
        target=target,
        message=gettext_noop("File “%(name)s” attached"),
        params={"name": file.name},
        actor=actor,
        now=now,
        about=about,
    )
    return attachment


def _write_once(path: Path, content: bytes) -> None:
    """Write a file in one step; an existing one with this hash is the same content."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(temporary).replace(path)
