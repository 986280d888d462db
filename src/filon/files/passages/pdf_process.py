"""Reads the text of a PDF in a process of its own; run as a script.

A PDF can unfold to gigabytes or loop; here only this process ends.

Reads the PDF from standard input; writes JSON lines: a page each, or why not.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any

import pypdf

_MEMORY = 1_500_000_000
_CPU_SECONDS = 50
_PAGES = 400
_CHARACTERS = 4_000_000


def main() -> None:
    """Write the text of each page."""
    _limit()
    content = io.BytesIO(sys.stdin.buffer.read())
    try:
        reader = pypdf.PdfReader(content)
        # A PDF that only restricts printing opens with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            _write({"refused": "password"})
            return
        if len(reader.pages) > _PAGES:
            _write({"refused": "pages"})
            return
        _write_pages(reader)
    except (pypdf.errors.WrongPasswordError, pypdf.errors.DependencyError):
        _write({"refused": "password"})
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, MemoryError):
        _write({"refused": "damaged"})
    except (AttributeError, IndexError, RecursionError, OSError):
        _write({"refused": "damaged"})


def _write_pages(reader: pypdf.PdfReader) -> None:
    written = 0
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        written += len(text)
        if written > _CHARACTERS:
            _write({"refused": "pages"})
            return
        if text.strip():
            _write({"page": number, "text": text})


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(value: Any) -> None:
    sys.stdout.write(json.dumps(value, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
