"""The worlds hold what they promise."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.world.scene import scene

pytestmark = pytest.mark.django_db


def test_worlds_grow_to_any_number_of_rows(now: datetime) -> None:
    made = scene(now).fill(3)
    made.fill(7)

    assert len(made.ours.of("directory.Contact")) == 7
    assert len(made.theirs.of("offers.OfferLine")) == 7
