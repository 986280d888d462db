"""Rows with valid defaults."""

from __future__ import annotations

from typing import Any

from filon.search.rows import IndexRow

KIND = "directory.organization"


def make_row(object_id: int, title: str, **fields: Any) -> IndexRow:
    """Return a row shared by everybody unless a team or an owner is given."""
    fields.setdefault("kind", KIND)
    fields.setdefault("url", f"/records/{object_id}/")
    fields.setdefault("is_shared", not {"team_id", "owner_id"} & fields.keys())
    return IndexRow(object_id=object_id, title=title, **fields)
