"""From a file of a form to one that may be kept."""

from __future__ import annotations

from typing import Any

from filon.files.uploads import CheckedUpload, check_upload


def checked(file: Any) -> CheckedUpload | None:
    """Check an uploaded file by name, size and content; None stays None.

    :raises UploadRefused: if it may not be kept.
    """
    return check_upload(file.name or "", file) if file else None
