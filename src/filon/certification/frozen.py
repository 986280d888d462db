"""What a proof says, as canonical JSON, and its hash.

Costs and margins never enter a candidate's file, whoever wrote the record's picture.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model

from filon.coordination import kinds
from filon.files.models import StoredFile
from filon.journal.models import kind_of

SECRET_WORDS = ("cost", "margin", "token", "password", "secret", "hash")


def content_of_record(row: Model) -> dict[str, Any]:
    """Return the picture of a record: its kind's own, else all of its plain fields."""
    kind = kinds.kind(kind_of(row))
    own = kind.content if kind is not None else None
    said = own(row) if own is not None else _fields(row)
    return {
        "kind": kind_of(row),
        "id": row.pk,
        "title": kinds.title_of(row),
        "record": _without_secrets(plain(said)),
    }


def content_of_file(file: StoredFile) -> dict[str, Any]:
    """Return the picture of a file: its name and the hash of its bytes."""
    return {
        "kind": "file",
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def canonical(content: Any) -> str:
    """Return the one text of a content: keys sorted, no spaces, accents kept."""
    return json.dumps(
        content,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        cls=DjangoJSONEncoder,
    )


def plain(content: Any) -> Any:
    """Return a content as JSON gives it back."""
    return json.loads(canonical(content))


def fingerprint(content: Any) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def fingerprint_of_bytes(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def lines(content: Any, path: str = "") -> list[tuple[str, str]]:
    """Return a content as (name, value) lines, nested names joined by a dot."""
    if isinstance(content, dict):
        return [
            line
            for name, value in content.items()
            for line in lines(value, f"{path}.{name}" if path else str(name))
        ]
    if isinstance(content, list):
        return [
            line
            for number, value in enumerate(content, start=1)
            for line in lines(value, f"{path} {number}")
        ]
    if content is None or content == "":
        return []
    return [(path, str(content))]


def _fields(row: Model) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if isinstance(field, ForeignKey):
            related = getattr(row, field.name)
            said[field.name] = str(related) if related is not None else None
        elif not isinstance(value, bytes | memoryview):
            said[field.name] = value
    return said


def _without_secrets(content: Any) -> Any:
    if isinstance(content, dict):
        return {
            name: _without_secrets(value)
            for name, value in content.items()
            if not any(word in name.lower() for word in SECRET_WORDS)
        }
    if isinstance(content, list):
        return [_without_secrets(value) for value in content]
    return content
