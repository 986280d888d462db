"""Files that people send (UP-01, UP-02): named, counted and proven before use."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from filon.files.kinds import DOCUMENTS, KINDS
from filon.files.pictures import encoded_again
from filon.kernel.errors import DomainError

MAX_BYTES = 25_000_000
MAX_REQUEST_BYTES = 200_000_000
MAX_NAME = 120
_CHUNK = 65_536
_UNSAFE = re.compile(r'[<>:"|?*]')
_INNER_EXTENSION = re.compile(r"\.(?=[^\W\d]\w{1,4}(?:\.|$))")


class UploadRefused(DomainError):
    """The file is too large, empty, or not of an accepted kind."""


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """A file that may be kept.

    `content` stands at its start: the stream that was given, or the new encoding of
    a picture. `size` and `sha256` are those of this content.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    content: BinaryIO


def check_upload(
    name: str,
    content: BinaryIO | bytes,
    *,
    allowed: Collection[str] = DOCUMENTS,
    max_bytes: int = MAX_BYTES,
) -> CheckedUpload:
    """Check a file by its name, its size and its content; return what may be kept.

    `allowed` are extensions of `filon.files.kinds`: PICTURES, TABLES, DOCUMENTS. The
    stream must be seekable; it is read in pieces, so memory does not follow its size.
    The media type comes from the extension that the content has proven, never from
    the sender. SVG is no accepted kind: it is a program.

    :raises UploadRefused: by name, size or content.
    :raises ArchiveRefused: if it is, or contains, a harmful archive.
    :raises PictureRefused: if it is a damaged or oversized picture.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    clean = clean_name(name)
    extension = clean.rpartition(".")[2].lower()
    if extension not in KINDS or extension not in allowed:
        raise UploadRefused(
            _("Files of this kind are not accepted. Accepted: %(kinds)s.")
            % {"kinds": ", ".join(sorted(KINDS.keys() & set(allowed)))}
        )
    kind = KINDS[extension]
    size, sha256 = _measured(stream, max_bytes)
    if kind.picture:
        stream = io.BytesIO(encoded_again(stream, kind.picture))
        size, sha256 = _measured(stream, max_bytes)
    elif not kind.proof(stream):
        raise UploadRefused(
            _("The content of “%(name)s” is not what its extension says.")
            % {"name": clean}
        )
    stream.seek(0)
    return CheckedUpload(clean, kind.media_type, size, sha256, stream)


def clean_name(name: str) -> str:
    """Return a name that shows what it is, 120 characters at most.

    Folders, control characters, text-direction marks and signs that systems reserve
    are removed; the dot of an inner extension (`offer.exe.pdf`) becomes `_`.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    safe = " ".join(_UNSAFE.sub("_", visible).split()).strip(". ")
    stem, dot, extension = safe.rpartition(".")
    if not dot:
        return safe[:MAX_NAME]
    stem = _INNER_EXTENSION.sub("_", stem).strip(". ") or "file"
    return f"{stem[: MAX_NAME - 1 - len(extension)]}.{extension}"[:MAX_NAME]


def _measured(stream: BinaryIO, max_bytes: int) -> tuple[int, str]:
    """Return size and SHA-256 of the stream; stop reading beyond the limit."""
    stream.seek(0)
    size, digest = 0, hashlib.sha256()
    while data := stream.read(_CHUNK):
        size += len(data)
        if size > max_bytes:
            raise UploadRefused(
                _("The file is larger than %(size)s MB.")
                % {"size": max_bytes // 1_000_000}
            )
        digest.update(data)
    if not size:
        raise UploadRefused(_("The file is empty."))
    return size, digest.hexdigest()


class RequestCap(FileUploadHandler):
    """Stops a request whose files exceed their limit, while they arrive.

    Stands first among FILE_UPLOAD_HANDLERS and hands every piece on. A body sent in
    chunks announces no length: only counting ends it.
    """

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._in_request = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count a piece and hand it on.

        :raises RequestDataTooBig: if the file or the request exceeds its limit.
        """
        self._in_request += len(raw_data)
        over_file = start + len(raw_data) > MAX_BYTES
        if over_file or self._in_request > MAX_REQUEST_BYTES:
            # Django interrupts its handlers for StopUpload only: what has arrived of
            # the file would stay on the disk until memory is swept.
            for handler in getattr(self.request, "upload_handlers", ()):
                handler.upload_interrupted()
            raise RequestDataTooBig(_("The files are too large."))
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
