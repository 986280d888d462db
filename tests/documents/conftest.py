"""The mark of the tests that need several processes and a while."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "concurrency: several processes write to one database"
    )
