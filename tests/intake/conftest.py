"""Sentences of the tests are read in English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Read sentences as they are written in the source."""
    with translation.override("en"):
        yield
