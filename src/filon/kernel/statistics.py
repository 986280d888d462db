"""What SQLite knows of its tables when it chooses an index."""

from __future__ import annotations

from django.db import connection


def refresh_statistics() -> None:
    """Let SQLite count its tables again; PostgreSQL does so by itself.

    Without statistics it takes any index for as good as another: the page of a company
    then reads all that its team ever did. Writers wait meanwhile, two seconds with
    100,000 companies and their history. Nothing is sampled: SQLite then guesses the
    sizes of tables wrong, by a factor of two.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
