"""Measure every main page with 100,000 companies, beside what is aimed at.

    make bench                      on SQLite
    DATABASE_URL=… make bench       on an empty PostgreSQL database, or a former bench's
    python -m bench --only list1,search_common --n 10

The database is built once for each state of schema and data (.cache/bench). Two
workers serve it; a salesperson whose team follows half of the companies signs in and
sends each request once: no page, word or record is asked for twice.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from bench import places

sys.path[:0] = [str(places.ROOT), str(places.ROOT / "src")]


def main() -> int:
    """Build what is missing, serve it, measure, print."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--only", default="", help="tests, by their names")
    parser.add_argument("--n", type=int, default=20, help="requests of each")
    parser.add_argument("--companies", type=int, default=100_000)
    parser.add_argument("--out", type=Path, help="a file for the results as JSON")
    options = parser.parse_args()
    places.set_environment()
    master = places.master(options.companies)
    is_known = not places.is_postgresql() and master.exists()
    places.forget_former()
    if is_known:
        shutil.copyfile(master, places.working_copy())

    import django

    django.setup()

    from bench import report, serving
    from bench.build import ensure
    from bench.company_data import Size, World
    from bench.pages import described

    from filon.kernel import clock

    size = Size(companies=options.companies)
    ensure(size, is_known=is_known)
    wanted = {name for name in options.only.split(",") if name}
    world = World(size, clock.now())
    with serving.served() as server:
        site = described(world, server)
        results = serving.measured(site, wanted, options.n)
        memory = serving.memory_of(server)
    report.tell(world, results, memory, wanted, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
