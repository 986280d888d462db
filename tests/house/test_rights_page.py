"""The page of permissions says what the policies do."""

from __future__ import annotations

import permissions


def test_page_of_permissions_is_current() -> None:
    written = permissions.PAGE.read_text(encoding="utf-8")

    assert written == permissions.page(), "run scripts/permissions.py"
