"""The table: what was measured, beside what is aimed at and beside raw SQL."""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.build import LONELY, SALESPERSON
from bench.company_data import DEPARTMENTS, World
from bench.places import CACHE
from bench.search_data import companies
from django.db import connection

from filon.accounts.models import User
from filon.directory.indexing import ORGANIZATION
from filon.search.selectors import find

# design/performance.md: the best of four other programs, what Filon aims at (ms).
AIMS = {
    "home": ("54", 20),
    "list1": ("97", 15),
    "listdeep": ("322", 15),
    "listfilter": ("199", 20),
    "listsearch": ("351", 20),
    "search_common": ("351", 20),
    "search_rare": ("415", 10),
    "search_typo": ("378", 20),
    "company": ("116", 25),
    "pipeline": ("432", 35),
    "create_company": ("29", 15),
    "create_quote": ("112", 30),
    "pdf": ("118", 65),
    "indicators": ("230", 25),
}
RATES = {
    "export_csv": (23_092, 60_000),
    "export_xlsx": (3_466, 15_000),
    "import": (2_159, 8_000),
}
IMPORTED = 10_000
MUST = 100.0
HELD_TO = {"list1", "listdeep", "listsearch", "search_common", "search_rare", "company"}


def tell(
    world: World,
    results: dict[str, dict[str, Any]],
    memory: dict[str, float],
    wanted: set[str],
    out: Path | None,
) -> None:
    """Print everything; write the results where asked."""
    print(f"\n{world.size.companies:,} companies, {connection.vendor}, one client")
    print(f"{'':<18}{'median':>9}{'p95':>9}{'CPU':>9}{'best peer':>11}{'aim':>7}")
    for name, result in results.items():
        _line(name, result)
    if not wanted or "import" in wanted:
        results["import"] = _import(world)
        _line("import", results["import"])
    print(
        f"memory of all processes: {memory['Pss_Anon']:.0f} MiB of their own (aim 350),"
        f" {memory['Rss']:.0f} resident with the mapped database"
    )
    if not wanted:
        _raw(world)
        _lonely(world)
    if out:
        out.write_text(json.dumps({"memory": memory, **results}, indent=1))


def _line(name: str, result: dict[str, Any]) -> None:
    if "error" in result:
        print(f"{name:<18}  {result['error']}")
        return
    if name in RATES:
        best, aim = RATES[name]
        rate, per_cpu = result["rows_per_s"], result.get("rows_per_cpu_s")
        more = f", {per_cpu:,.0f} a CPU second" if per_cpu else ""
        print(f"{name:<18}{rate:>9,.0f} rows/s{more} (best peer {best:,}, aim {aim:,})")
        return
    peer, aim = AIMS[name]
    slow = "  SLOW" if name in HELD_TO and result["p50"] >= MUST else ""
    print(
        f"{name:<18}{result['p50']:>6} ms{result['p95']:>6} ms"
        f"{result.get('cpu_ms', ''):>6} ms{peer:>8} ms{aim:>4} ms{slow}"
    )


def _import(world: World) -> dict[str, Any]:
    """Import companies through the command; every fifth resembles a known one."""
    path, count = CACHE / "companies.csv", min(IMPORTED, world.size.companies)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Code client", "Nom", "Téléphone", "Code postal", "Ville"])
        known = companies(world.size.companies)
        for number, row in zip(range(count), known, strict=False):
            name = row.title if number % 5 == 0 else f"Nouvelle {number} {row.title}"
            phone, department = f"05 {10_000_000 + number}", DEPARTMENTS[number % 11]
            postcode = f"{department}{number % 1_000:03}"
            writer.writerow([f"C{number}", name, phone, postcode, row.subtitle])
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "filon.project.cli", "import", "organizations"),
            *(str(path), "--yes", "--json", "--owner", SALESPERSON),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode or json.loads(done.stdout)["read"] != count:
        return {"error": done.stderr or done.stdout[:300]}
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"rows_per_s": count / took, "rows_per_cpu_s": count / spent}


def _raw(world: World) -> None:
    """Time the SQL that answers the same questions with nothing around it."""
    mine = (
        "SELECT id, name, postcode, city, lifecycle, abc_class, owner_id, siren"
        " FROM directory_organization"
        " WHERE deleted_at IS NULL AND (team_id = 1 OR is_shared)"
    )
    deep = f"{mine} AND name_key >= %s ORDER BY name_key, id LIMIT 51"
    print("raw SQL:")
    _timed("list, page 1", f"{mine} ORDER BY name_key, id LIMIT 51", [[]] * 20)
    keys = [[letter * 2] for letter in "abcdefghijlmnopqrstuv"]
    _timed("list, deep page", deep, keys)
    _timed("search, common", *_search())


def _search() -> tuple[str, list[list[Any]]]:
    words = ("meca", "usin", "fond", "plas", "chau", "hydr", "meta", "toler")
    if connection.vendor == "sqlite":
        statement = (
            "SELECT title, url FROM search_searchentry WHERE id IN (SELECT rowid FROM"
            " search_fts WHERE search_fts MATCH %s LIMIT 12)"
        )
        return statement, [[f"{word}* AND _t1"] for word in words]
    statement = (
        "SELECT title, url FROM search_searchentry"
        " WHERE search_vector(body) @@ %s::tsquery LIMIT 12"
    )
    return statement, [[f"{word}:* & _t1"] for word in words]


def _timed(label: str, statement: str, arguments: list[list[Any]]) -> None:
    times = []
    with connection.cursor() as cursor:
        for values in arguments:
            start = time.perf_counter()
            cursor.execute(statement, values)
            cursor.fetchall()
            times.append((time.perf_counter() - start) * 1000)
    print(f"  {label:<16}{median(times):>7.2f} ms")


def _lonely(world: World) -> None:
    """A team that follows one company of all finds it by a word of thousands."""
    person = User.objects.get(email=LONELY)
    last = next(
        row
        for row in companies(world.size.companies)
        if row.object_id == world.size.companies
    )
    word = last.title.split()[-1]
    start = time.perf_counter()
    hits = find(person, word, kinds=[ORGANIZATION])
    took = (time.perf_counter() - start) * 1000
    titles = ", ".join(hit.title for hit in hits) or "nothing"
    is_found = any(hit.object_id == world.size.companies for hit in hits)
    mark = "✓" if is_found else "✗"
    print(f"{mark} a team with one company finds by “{word}”: {titles} ({took:.1f} ms)")
