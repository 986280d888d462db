"""Refusals are read in the language of the source."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Speak English, whatever the language of the installation."""
    with translation.override("en"):
        yield
