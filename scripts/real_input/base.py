"""Companies and items, imported by the command as an installation does it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db.models import Count
from django.db.models.functions import Length

from filon.catalog.models import Item
from filon.directory.models import Organization, Site
from filon.intake.models import DuplicatePair
from real_input.company import ALICE
from real_input.steps import StepFailed, Steps
from real_input.tables import Data, rows_of, write_stores

SIREN = 9
SIRET = 14


def imported(kind: str, path: Path) -> dict[str, Any]:
    """Import a file with the mapping that is proposed; return what is counted."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "filon.project.cli", "import", kind, str(path)),
            *("--yes", "--json", "--owner", ALICE),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StepFailed(done.stderr.strip())
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def counted(read: int, **some: int) -> dict[str, Any]:
    """Return what an import without a refused row reports."""
    nothing = dict.fromkeys(("created", "updated", "unchanged", "refused"), 0)
    return {"read": read, **nothing, **some, "errors": []}


def sites(data: Data, steps: Steps) -> None:
    """Import industrial sites, keyed by their number: SIRET is not unique there."""
    rows = rows_of(data.sites)
    count = len(rows)
    sirens = {row["Numero_SIRET"][:SIREN] for row in rows}
    broken = sum("\n" in row["Adresse"] for row in rows)
    with steps.step(f"{count:,} industrial sites of two regions"):
        steps.same(
            "import",
            imported("organizations", data.sites),
            counted(count, created=count),
        )
        kept = Site.objects.values("external_ref").distinct().count()
        steps.same("sites kept by Identifiant", kept, 1480)
        known = Organization.objects.values("siren").distinct().count()
        steps.same("organizations", Organization.objects.count(), 1166)
        steps.same("of as many SIREN", known, len(sirens))
        odd = Site.objects.annotate(n=Length("siret")).exclude(n=SIRET).count()
        steps.same("SIRET that are not of 14 characters", odd, 0)
        lines = Site.objects.filter(address__contains="\n").count()
        steps.same("addresses with line breaks", lines, broken)
        _siret_as_in_the_file(rows, steps)
        _duplicates(steps)
    with steps.step("The same file again"):
        again = imported("organizations", data.sites)
        steps.same("import", again, counted(count, unchanged=count))
        steps.same("organizations", Organization.objects.count(), 1166)


def _siret_as_in_the_file(rows: list[dict[str, str]], steps: Steps) -> None:
    written = {row["Identifiant"]: row["Numero_SIRET"].zfill(SIRET) for row in rows}
    stored = dict(Site.objects.values_list("external_ref", "siret"))
    steps.true("every SIRET is the one of its row", holds=written == stored)


def _duplicates(steps: Steps) -> None:
    kinds = DuplicatePair.objects.values("kind").annotate(n=Count("pk"))
    found = {row["kind"].rpartition(".")[2]: row["n"] for row in kinds}
    said = ", ".join(f"{count} pairs ({kind})" for kind, count in sorted(found.items()))
    steps.true(f"duplicates proposed: {said or 'none'}", holds=bool(found))


def items(data: Data, steps: Steps) -> None:
    """Import items; where the file writes 0 the price is unknown, not free."""
    rows = data.table("Product")
    with steps.step(f"{len(rows)} items"):
        steps.same(
            "import", imported("items", data.items), counted(504, created=len(rows))
        )
        unknown = Item.objects.filter(price=None, cost=None).count()
        steps.same("with price and cost unknown", unknown, 200)
        steps.same("free ones", Item.objects.filter(price=0).count(), 0)
        again = imported("items", data.items)
        steps.same("the same file again", again, counted(504, unchanged=504))


def stores(data: Data, folder: Path, steps: Steps) -> None:
    """Import stores whose addresses the source keeps in four tables."""
    path = folder / "stores.csv"
    with steps.step("Stores with their address"):
        count = write_stores(data, path)
        steps.same(
            "import", imported("organizations", path), counted(701, created=count)
        )
        found = Organization.objects.filter(siren="").exclude(name="")
        steps.same("stores with a name", found.count(), 701)
        complete = Site.objects.filter(organization__siren="")
        complete = complete.exclude(address="").exclude(city="")
        steps.same("with an address and a city", complete.count(), 701)
        again = imported("organizations", path)
        steps.same("the same file again", again, counted(701, unchanged=701))
