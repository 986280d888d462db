"""An empty registry for each test, and the folder of the workers."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from filon.jobs import registry


@pytest.fixture(autouse=True)
def empty_registry(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.FILON_HOME = tmp_path
    for name in ("_HANDLERS", "_RHYTHMS", "_DRAINS"):
        monkeypatch.setattr(registry, name, {})
