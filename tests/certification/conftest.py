"""Sentences of refusals are read in English here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English where no page chooses."""
    with translation.override("en"):
        yield
