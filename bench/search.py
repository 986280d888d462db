"""Time the search box over 100,000 companies, on SQLite or on PostgreSQL.

    python bench/search.py [COUNT]

Takes an empty database from DATABASE_URL, else a temporary SQLite file. Prints median
milliseconds of whole calls (parsing, SQL, ranking), how fast rows enter the index, and
how many misspelt names are found among the first ten.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from filon.accounts.models import User
    from filon.search.rows import IndexRow

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"common": 20.0, "rare": 10.0, "typo": 20.0}


def main() -> None:
    """Fill the index and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
        os.environ.setdefault("FILON_HOME", folder)

        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", "search", verbosity=0, skip_checks=True)
        rows = fill(count)
        measure(rows)
        connection.close()


def fill(count: int) -> list[IndexRow]:
    """Index the companies in one transaction, then once more unchanged."""
    from bench.search_data import companies
    from django.db import connection, transaction

    from filon.search.models import SearchEntry
    from filon.search.services import index

    if SearchEntry.objects.exists():
        sys.exit("The index is not empty: give the bench a database of its own.")
    rows = list(companies(count))
    print(f"{connection.vendor}, {count:,} companies")
    for label in ("index", "index unchanged"):
        start, busy = time.perf_counter(), time.process_time()
        with transaction.atomic():
            index(rows)
        took, busy = time.perf_counter() - start, time.process_time() - busy
        print(f"{label:<24}{count / took:>9,.0f} rows/s  ({busy:.1f} s of CPU here)")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rows


def measure(rows: list[IndexRow]) -> None:
    """Print the medians."""
    from bench.search_data import KIND, misspellings
    from django.db import transaction

    from filon.accounts.models import Role, User
    from filon.search.selectors import find, matching_ids
    from filon.search.services import index

    director = User(pk=1, role=Role.DIRECTOR)
    seller = User(pk=2, role=Role.SALESPERSON, team_id=3)
    lonely = User(pk=3, role=Role.SALESPERSON, team_id=20)
    some = rows[:: len(rows) // 100][:100]
    proper = [max(row.title.split()[:-1], key=len) for row in some]
    sirens = [f"{s[:3]} {s[3:6]} {s[6:]}" for s in (r.identifiers[0] for r in some)]
    common = ["meca", "soci", "sar", "mécanique", "société", "mo", "fonderie"]

    def ask(user: User) -> Callable[[str], object]:
        return lambda text: find(user, text)

    show("common prefix", common, ask(director), TARGETS["common"])
    show("common prefix, a team", common, ask(seller), TARGETS["common"])
    show("common, team of one", common, ask(lonely), TARGETS["rare"])
    show("4-letter prefix", [p[:4] for p in proper], ask(director), TARGETS["common"])
    show("rare word", proper, ask(director), TARGETS["rare"])
    show("rare word, a team", proper, ask(seller), TARGETS["rare"])
    pairs = [f"{row.title.split()[-1]} {row.subtitle}" for row in some]
    show("word + city", pairs, ask(director), TARGETS["common"])
    show("phone", [row.phones[0] for row in some], ask(director), TARGETS["rare"])
    show("SIREN", sirens, ask(director), TARGETS["rare"])
    typos = misspellings(rows)
    show("typo", [t.typed for t in typos], ask(director), TARGETS["typo"])
    words = [t.typed.split()[0] for t in typos]
    show("typo, one word", words, ask(director), TARGETS["typo"])
    found = sum(
        t.object_id in {hit.object_id for hit in find(director, t.typed)} for t in typos
    )
    print(f"{'typos found in ten':<24}{found / len(typos):>9.1%}  at least 85 %")
    show(
        "ids, common",
        common,
        lambda text: matching_ids(director, KIND, text).count(),
        TARGETS["common"],
    )

    def write(text: str) -> None:
        with transaction.atomic():
            index([some[proper.index(text)]])

    show("write one, unchanged", proper[:30], write, 5.0)


def show(
    label: str, texts: list[str], call: Callable[[str], object], target: float
) -> None:
    """Print the median and the 95th percentile of a call over texts."""
    times = []
    for text in texts:
        call(text)
        start = time.perf_counter()
        call(text)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    late = times[int(len(times) * 0.95)]
    middle = median(times)
    verdict = "" if middle <= target else "  SLOW"
    print(f"{label:<24}{middle:>9.1f} ms  p95 {late:.1f}, at most {target:g}{verdict}")


if __name__ == "__main__":
    main()
