"""Giving a stored file."""

from __future__ import annotations

from django.http import FileResponse, Http404

from filon.files.models import StoredFile
from filon.files.services import path_of


def download(file: StoredFile | None) -> FileResponse:
    """Answer a stored file as a download.

    :raises Http404: if there is none, or the disk lost it.
    """
    if file is None:
        raise Http404
    try:
        stream = path_of(file.sha256).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        stream,
        as_attachment=True,
        filename=file.name,
        content_type=file.media_type,
    )
