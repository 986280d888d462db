"""The database knows what its tables hold."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.kernel.statistics import refresh_statistics


def test_rows_of_a_table_are_counted(alice: User, now: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL counts by itself.")
    for name in "abc":
        Organization.objects.create(
            name=name, name_key=name, owner=alice, created_at=now, updated_at=now
        )

    refresh_statistics()

    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'directory_org_name'")
        assert cursor.fetchall() == [("3 1 1 1 1",)]
