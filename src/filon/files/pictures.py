"""Pictures from outside are decoded and encoded again.

What is left is pixels: no place and date of the photograph, no script appended to a
GIF, nothing that a decoder elsewhere could stumble over.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from filon.kernel.errors import DomainError

# A telephone takes 50 million pixels at most in its usual modes; decoded they are
# 150 MB for the moment of the conversion.
MAX_PIXELS = 50_000_000
_MODES = {
    "JPEG": ("RGB", "L"),
    "PNG": ("RGB", "RGBA", "L", "P", "1"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("RGB", "RGBA", "L", "P"),
}


class PictureRefused(DomainError):
    """The picture is damaged, too large, or of another format than its name says."""


def encoded_again(content: BinaryIO, picture_format: str) -> bytes:
    """Return the picture as bytes of the same format, upright, without metadata.

    Of an animation the first image remains.

    :raises PictureRefused: with the reason.
    """
    content.seek(0)
    try:
        with Image.open(content, formats=[picture_format]) as picture:
            _check_size(picture)
            return _encoded(picture, picture_format)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
    ) as error:
        raise PictureRefused(
            _("The picture is damaged, or not in the format its name says.")
        ) from error


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise PictureRefused(
            _("The picture has more than %(limit)s million pixels.")
            % {"limit": MAX_PIXELS // 1_000_000}
        )


def _encoded(picture: Image.Image, picture_format: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    modes = _MODES[picture_format]
    if has_alpha and "RGBA" in modes:
        upright = upright.convert("RGBA")
    elif upright.mode not in modes:
        upright = upright.convert("RGB")
    bare = upright.copy()
    bare.info = {}
    out = io.BytesIO()
    if picture_format == "JPEG":
        bare.save(out, picture_format, quality=88, optimize=True)
    else:
        bare.save(out, picture_format)
    return out.getvalue()
