"""The processes of the numbering test: `number_worker WORKERS`.

Each issues 200 documents, one transaction each, and fails every tenth on purpose. Its
own calendar goes from mid-December to mid-January; refused for being late, it moves on.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta

import django
from django.db import connection, transaction

from tests.race import race

FIRST_DAY = date(2026, 12, 20)
DAYS = 24
EACH = 200
ISSUED = "CREATE TABLE issued (number text PRIMARY KEY, day text, worker int)"


class Broken(Exception):
    """The transaction that fails on purpose."""


def issue(worker: int, step: int, on: date) -> None:
    from filon.documents.services import next_number

    with transaction.atomic():
        number = next_number(series="OFF", on=on)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO issued (number, day, worker) VALUES (%s, %s, %s)",
                [number, on.isoformat(), worker],
            )
        if step % 10 == 9:
            raise Broken


def run(worker: int) -> str:
    from filon.documents.services import NumberOutOfOrder

    count, late = EACH, timedelta(0)
    for step in range(count):
        while True:
            on = FIRST_DAY + timedelta(days=step * DAYS // count) + late
            try:
                issue(worker, step, on)
            except Broken:
                break
            except NumberOutOfOrder:
                late += timedelta(days=1)
                continue
            break
    return ""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute(ISSUED)
    connection.close()
    race(run, range(int(sys.argv[1])))
