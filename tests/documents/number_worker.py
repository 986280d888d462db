"""One process of the numbering test: `number_worker.py WORKER COUNT`.

Issues COUNT documents, one transaction each, and fails every tenth on purpose. Its own
calendar goes from mid-December to mid-January; refused for being late, it moves on.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta

import django
from django.db import connection, transaction

FIRST_DAY = date(2026, 12, 20)
DAYS = 24


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


def run(worker: int, count: int) -> None:
    from filon.documents.services import NumberOutOfOrder

    late = timedelta(0)
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


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()
    run(int(sys.argv[1]), int(sys.argv[2]))
