"""Files and imports for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from filon.accounts.models import User
from filon.intake import services
from filon.intake.models import Import, ImportRow
from filon.intake.services.running import Counts
from filon.jobs.worker import run_pending

COMPANIES = """Raison sociale;SIREN;Adresse;Code postal;Ville;Téléphone
Forges du Lignon;732829320;Rue des Forges;42130;Boën;04 77 12 34 56
Usinage du Giffre;552100554;Zone du Giffre;74440;Taninges;04 50 11 22 33
"""


def quiet(
    *,
    done: int | None = None,
    total: int | None = None,
    step: str | None = None,
    params: Mapping[str, Any] | None = None,
    checkpoint: Mapping[str, Any] | None = None,
) -> None:
    """Report to nobody."""


def uploaded(
    text: str | bytes,
    actor: User,
    now: datetime,
    *,
    kind: str = "ORGANIZATIONS",
    name: str = "file.csv",
    **options: Any,
) -> Import:
    """Upload a file."""
    content = text.encode() if isinstance(text, str) else text
    return services.import_upload(
        kind=kind, name=name, content=content, actor=actor, now=now, **options
    )


def imported(text: str | bytes, actor: User, now: datetime, **options: Any) -> Import:
    """Upload a file and bring it in at once; return the import as it ended."""
    source = uploaded(text, actor, now, **options)
    services.import_start(source=source, actor=actor, now=now)
    services.import_run(source=source, clock=lambda: now, report=quiet)
    source.refresh_from_db()
    return source


def reverted(source: Import, actor: User, now: datetime) -> tuple[int, int]:
    """Take an import out again; return rows reverted and kept."""
    later = now + timedelta(hours=1)
    services.import_revert(source=source, actor=actor, now=later)
    return services.revert_run(
        source=source, actor=actor, clock=lambda: later, report=quiet
    )


def counts(source: Import) -> Counts:
    """Return the counts of an import."""
    return Counts(
        source.rows_read,
        source.created_count,
        source.updated_count,
        source.unchanged_count,
        source.refused_count,
    )


def messages(source: Import, outcome: str = "REFUSED") -> list[str]:
    """Return the sentences about the rows with an outcome, in order."""
    rows = ImportRow.objects.filter(source=source, outcome=outcome).order_by("number")
    return [
        reason["message"] % reason["params"] if reason["params"] else reason["message"]
        for row in rows
        for reason in row.reasons
    ]


def run_jobs(now: datetime) -> None:
    """Let the worker do what waits."""
    run_pending(now=now)
