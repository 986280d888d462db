"""Chunks, resuming, others' changes, and files that mean harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.files.tables import TableRefused, write_xlsx
from filon.intake import services
from filon.intake.models import DuplicatePair, Import, ImportRow
from filon.intake.selectors.preview import preview
from filon.intake.services import running
from filon.intake.services.running import Counts
from filon.intake.writing import plan as planning
from filon.jobs.models import Job
from filon.kernel.errors import DomainError
from tests.directory.builders import company
from tests.intake.builders import (
    COMPANIES,
    counts,
    imported,
    quiet,
    run_jobs,
    uploaded,
)


def many(count: int) -> str:
    lines = [f"C{n};Forge {n};{42000 + n}" for n in range(count)]
    return "\n".join(["Code client;Nom;CP", *lines]) + "\n"


def test_worker_does_the_whole_in_the_background(alice: User, now: datetime) -> None:
    source = uploaded(COMPANIES, alice, now)

    services.import_start(source=source, actor=alice, now=now)
    run_jobs(now)

    source.refresh_from_db()
    job = Job.objects.get()
    assert (source.status, job.status) == (Import.Status.DONE, Job.Status.DONE)
    assert (job.done, job.total) == (2, 2)
    assert counts(source) == Counts(2, 2, 0, 0, 0)

    services.import_revert(source=source, actor=alice, now=now)
    run_jobs(now)

    source.refresh_from_db()
    assert source.status == Import.Status.REVERTED


def test_interrupted_import_goes_on_and_writes_nothing_twice(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 10)
    source = uploaded(many(45), alice, now)
    services.import_start(source=source, actor=alice, now=now)

    def dying_at(row: int) -> Callable[..., None]:
        def report(**progress: object) -> None:
            done = progress.get("done")
            if isinstance(done, int) and done >= row and done % 10 == 0:
                raise KeyboardInterrupt

        return report

    for row in (10, 20, 40):
        with pytest.raises(KeyboardInterrupt):
            services.import_run(source=source, clock=lambda: now, report=dying_at(row))
        source.refresh_from_db()
        whole = ImportRow.objects.filter(source=source).count()
        assert whole % 10 == 0
        assert Organization.objects.count() == whole == source.rows_read
    result = services.import_run(source=source, clock=lambda: now, report=quiet)

    assert result == Counts(45, 45, 0, 0, 0)
    assert Organization.objects.count() == 45


def test_repeated_key_is_seen_across_an_interruption(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    text = "Code client;Nom\nC1;Un\nC2;Deux\nC1;Autre\n"
    source = uploaded(text, alice, now)
    services.import_start(source=source, actor=alice, now=now)

    def dying(**progress: object) -> None:
        if progress.get("done") == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.import_run(source=source, clock=lambda: now, report=dying)
    source.refresh_from_db()
    services.import_run(source=source, clock=lambda: now, report=quiet)

    source.refresh_from_db()
    assert counts(source) == Counts(3, 2, 0, 0, 1)
    assert Organization.objects.get(external_ref="C1").name == "Un"


def test_two_runs_of_one_import_write_each_row_once(alice: User, now: datetime) -> None:
    source = uploaded(COMPANIES, alice, now)
    services.import_start(source=source, actor=alice, now=now)
    second = Import.objects.get(pk=source.pk)
    services.import_run(source=source, clock=lambda: now, report=quiet)
    second.status = Import.Status.RUNNING

    with pytest.raises(running.AlreadyRunning):
        services.import_run(source=second, clock=lambda: now, report=quiet)

    assert Organization.objects.count() == 2


def test_change_made_meanwhile_is_planned_anew(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge = company(alice, now, siren="732829320")
    write = planning.save_versioned
    calls: list[list[str]] = []

    def disturbed(record: Organization, names: list[str], at: datetime) -> None:
        if not calls:
            Organization.objects.filter(pk=record.pk).update(version=7)
        calls.append(names)
        write(record, names, at)

    monkeypatch.setattr(planning, "save_versioned", disturbed)

    source = imported(COMPANIES, alice, now)

    forge.refresh_from_db()
    assert counts(source) == Counts(2, 2, 0, 0, 0)
    assert (forge.phone, forge.version) == ("04 77 12 34 56", 2)
    assert len(calls) == 2


def test_preview_says_the_same_and_writes_nothing(alice: User, now: datetime) -> None:
    source = uploaded(COMPANIES + "Bancale;732829320;;;;\n", alice, now)

    seen = preview(source, now)

    assert seen.counts == {"CREATED": 2, "UPDATED": 0, "UNCHANGED": 0, "REFUSED": 1}
    assert seen.rows[0].outcome == "REFUSED"
    assert not Organization.objects.exists()
    services.import_start(source=source, actor=alice, now=now)
    services.import_run(source=source, clock=lambda: now, report=quiet)
    source.refresh_from_db()
    assert counts(source) == Counts(3, 2, 0, 0, 1)


def test_formula_cell_stays_text(alice: User, now: datetime) -> None:
    content = write_xlsx(["Nom", "Note"], [["=1+1", '=HYPERLINK("http://a")']])

    imported(content, alice, now, name="piege.xlsx")

    trap = Organization.objects.get()
    assert (trap.name, trap.note) == ("=1+1", '=HYPERLINK("http://a")')


def test_file_of_a_million_rows_is_refused_with_its_count(
    alice: User, now: datetime
) -> None:
    content = b"Nom\n" + b"Forge\n" * 1_000_000

    with pytest.raises(TableRefused, match="1000000 rows"):
        uploaded(content, alice, now)

    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.csv", b"<html><script>alert(1)</script></html>"),
        ("program.exe", b"MZ"),
        ("book.xlsx", b"PK\x03\x04 broken"),
        ("empty.csv", b""),
    ],
)
def test_file_that_is_no_table_is_refused_and_not_kept(
    name: str, content: bytes, alice: User, now: datetime
) -> None:
    with pytest.raises(DomainError):
        uploaded(content, alice, now, name=name)

    assert not Import.objects.exists()


def test_resembling_companies_are_proposed_and_never_merged(
    alice: User, now: datetime
) -> None:
    text = (
        "Nom;SIREN;CP;Tél\n"
        "Exsto;;26100;04 75 00 00 01\n"
        "SAS Baule et Exsto;;26100;\n"
        "Exsto;;69003;\n"
        "Chaudronnerie Exsto;;26100;04 75 00 00 01\n"
        "Tout autre;732829320;26100;\n"
        "Tout Autre SA;732829320;42000;\n"
        "Lyon Lyon;;69001;\n"
    )

    imported(text, alice, now)

    found = {
        (
            Organization.objects.get(pk=pair.left_id).name,
            Organization.objects.get(pk=pair.right_id).name,
        ): pair.reasons
        for pair in DuplicatePair.objects.all()
    }
    assert ("Exsto", "SAS Baule et Exsto") in found
    assert "phone" in found["Exsto", "Chaudronnerie Exsto"]
    assert Organization.objects.count() == 6


def test_pair_judged_distinct_is_not_proposed_again(alice: User, now: datetime) -> None:
    text = "Nom;CP\nExsto;26100\nBaule et Exsto;26100\n"
    imported(text, alice, now)
    pair = DuplicatePair.objects.get()

    services.pair_set_distinct(pair=pair, actor=alice, now=now)
    imported(text + "Autre;26100\n", alice, now)

    pair.refresh_from_db()
    assert pair.status == DuplicatePair.Status.DISTINCT
    assert pair.decided_by == alice
    assert DuplicatePair.objects.count() == 1
