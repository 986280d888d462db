"""Measure one change in the editor of an offer with 100 and with 500 lines.

    python -m bench.editor
    python -m bench.editor --n 20 --lines 100

What is timed is the work of the server for one typed quantity: checked, priced,
stored, written back. An empty database is kept for each schema. Aimed at: 150 ms for
100 lines (offers.md §5.2, the median on a quiet machine).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import places

sys.path[:0] = [str(places.ROOT), str(places.ROOT / "src")]


def main() -> int:
    """Build a company with a catalogue and measure each size of offer."""
    parser = argparse.ArgumentParser(prog="bench.editor")
    parser.add_argument("--n", type=int, default=10, help="changes of each size")
    parser.add_argument("--lines", type=int, nargs="*", default=[100, 500])
    options = parser.parse_args()
    places.CACHE.mkdir(parents=True, exist_ok=True)
    empty = places.CACHE / f"{places.stamp()}-editor.sqlite3"
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "editor.sqlite3"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "filon.project.settings",
            "FILON_HOME": folder,
            "FILON_URL": "",
            "DATABASE_URL": f"sqlite:///{database}",
        }
        if empty.exists():
            shutil.copyfile(empty, database)
        import django

        django.setup()
        if not empty.exists():
            from django.core.management import call_command
            from django.db import connection

            call_command("migrate", verbosity=0)
            connection.close()
            shutil.copyfile(database, empty)
        for size in options.lines:
            _measure(size, options.n)
    return 0


def _measure(size: int, count: int) -> None:
    from django.test import Client, override_settings
    from django.urls import reverse

    revision, seller = _offer(size)
    # The page names its own address; the test client speaks to this one.
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client(HTTP_HX_REQUEST="true", HTTP_ACCEPT_LANGUAGE="fr")
        client.force_login(seller, "filon.accounts.backends.EmailBackend")
        page = reverse("offers:revision", args=[revision.pk])
        warm = client.get(page)  # templates are compiled
        assert warm.status_code == 200, warm.headers
        start = time.perf_counter()
        whole = client.get(page)
        _tell(f"{size} lines, page", [time.perf_counter() - start], whole)
        line = revision.lines.order_by("position")[size // 2]
        url = reverse("offers:line", args=[line.pk])
        took, cpu = [], []
        for number in range(count + 1):
            data = {"quantity": 10 + number, "discount": "", "inclusion": "FIRM"}
            start, busy = time.perf_counter(), time.process_time()
            answer = client.post(url, data, follow=True)
            took.append(time.perf_counter() - start)
            cpu.append(time.process_time() - busy)
            assert answer.status_code == 200, answer.content[:500]
        _tell(f"{size} lines, one quantity", took[1:], answer)
        _tell(f"{size} lines, its processor time", cpu[1:], answer)


def _tell(what: str, took: list[float], answer: Any) -> None:
    middle = statistics.median(took) * 1000
    size = len(answer.content) / 1024
    print(f"{what:<34}{middle:8.0f} ms {size:8.0f} KiB", flush=True)


def _offer(size: int) -> tuple[Any, Any]:
    from filon.accounts.models import Role, User, ownership
    from filon.accounts.services import company_update, user_create
    from filon.catalog.models import Item
    from filon.directory.models import Organization
    from filon.kernel import clock
    from filon.offers import services

    now = clock.now()
    seller = User.objects.filter(email="bench@filon.example").first()
    if seller is None:
        seller = user_create(
            email="bench@filon.example",
            first_name="Alice",
            last_name="Bench",
            role=Role.SALESPERSON,
        )
        company_update(
            values={"name": "Acier", "siren": "123456782"}, actor=None, now=now
        )
        Item.objects.bulk_create(
            Item(
                reference=f"REF-{number:04}",
                name_fr=f"Vanne papillon DN {number}",
                name_key=f"vanne papillon dn {number}",
                price=Decimal(100) + number,
                cost=Decimal(60) + number,
                **ownership(seller, now),
            )
            for number in range(500)
        )
    customer = Organization.objects.create(
        name="Client", name_key="client", **ownership(seller, now)
    )
    start = services.OfferStart(title="Vannes", organization=customer)
    revision = services.offer_create(start=start, actor=seller, now=now)
    rows = "\n".join(f"REF-{number:04}\t{number + 1}" for number in range(size))
    services.lines_paste(revision=revision, text=rows, actor=seller, now=now)
    return revision, seller


if __name__ == "__main__":
    sys.exit(main())
