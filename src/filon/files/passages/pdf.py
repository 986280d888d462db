"""Reads the text of a PDF through a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.utils.translation import gettext as _

from filon.files.passages.passage import Passage, PassagesRefused, passages_of

_SCRIPT = Path(__file__).with_name("pdf_process.py")
_SECONDS = 60
_CHUNK = 1_000_000


def read_pdf(stream: BinaryIO) -> Iterator[Passage]:
    """Yield the paragraphs of each page that holds text.

    :raises PassagesRefused: if it is protected, damaged, too long or takes too long.
    """
    with TemporaryFile() as copy, TemporaryFile() as answer:
        stream.seek(0)
        while data := stream.read(_CHUNK):
            copy.write(data)
        copy.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 -- our own script, on our interpreter
                [sys.executable, "-I", str(_SCRIPT)],
                stdin=copy,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PassagesRefused(_("Reading this PDF takes too long.")) from error
        answer.seek(0)
        lines = answer.read().decode("utf-8", "replace").splitlines()
    count = 0
    for line in lines:
        said = json.loads(line)
        if "refused" in said:
            raise PassagesRefused(_reason(said["refused"]))
        found = passages_of(said["text"], page=said["page"], after=count)
        count += len(found)
        yield from found
    if done.returncode:
        raise PassagesRefused(_reason("damaged"))


def _reason(code: str) -> str:
    return {
        "password": _("The PDF is protected by a password."),
        "pages": _("The PDF has too many pages: send the part that matters."),
    }.get(code) or _("The PDF is damaged, or too large to be read.")
