"""History is appended in the transaction of the change, and never changed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from filon.accounts.models import User, ownership
from filon.directory.models import Organization
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.journal.services import (
    AlreadyTrashed,
    EditConflict,
    record,
    restore,
    save_changes,
    trash,
)


@pytest.fixture
def company(alice: User, now: datetime) -> Organization:
    return Organization.objects.create(
        name="Roche", name_key="roche", **ownership(alice, now)
    )


def test_entry_reads_in_the_language_of_the_reader(
    company: Organization, alice: User, now: datetime
) -> None:
    record(
        target=company,
        message="File “%(name)s” attached",
        params={"name": "plan.pdf"},
        actor=alice,
        now=now,
    )

    with translation.override("en"):
        assert timeline(company)[0].sentence == "File “plan.pdf” attached"
    with translation.override("fr"):
        french = timeline(company)[0].sentence
    assert "plan.pdf" in french
    assert french != "File “plan.pdf” attached"


def test_entry_writes_its_days_as_the_reader_does(
    company: Organization, alice: User, now: datetime
) -> None:
    record(
        target=company,
        message="File “%(name)s” attached",
        params={"name": "2026-12-14"},
        actor=alice,
        now=now,
    )

    with translation.override("en"):
        assert "14 Dec 2026" in timeline(company)[0].sentence
    with translation.override("fr"):
        assert "14/12/2026" in timeline(company)[0].sentence


@pytest.mark.parametrize("name", ["2026-12-14.pdf", "2026-13-45", "OF-2026-12-1"])
def test_what_is_not_a_day_stays_as_written(
    name: str, company: Organization, alice: User, now: datetime
) -> None:
    record(
        target=company,
        message="File “%(name)s” attached",
        params={"name": name},
        actor=alice,
        now=now,
    )

    assert name in timeline(company)[0].sentence


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET message = 'x'",
        "DELETE FROM journal_entry",
        "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry",
    ],
)
def test_raw_sql_cannot_change_history(
    statement: str, company: Organization, alice: User, now: datetime
) -> None:
    if "REPLACE" in statement and connection.vendor != "sqlite":
        statement = "UPDATE journal_entry SET message = 'y'"
    record(target=company, message="Created", actor=alice, now=now)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Entry.objects.get().message == "Created"


def test_change_raises_the_version_and_tells_what_changed(
    company: Organization, alice: User, now: datetime
) -> None:
    assert save_changes(company, values={"city": "Lyon"}, actor=alice, now=now)

    assert company.version == 2
    assert Entry.objects.get().changes == {"city": ["", "Lyon"]}


def test_same_values_write_nothing(
    company: Organization, alice: User, now: datetime
) -> None:
    assert not save_changes(company, values={"name": "Roche"}, actor=alice, now=now)

    assert not Entry.objects.exists()


def test_second_editor_is_told_and_overwrites_nothing(
    company: Organization, alice: User, bob: User, now: datetime
) -> None:
    seen = company.version
    save_changes(company, values={"city": "Lyon"}, actor=alice, now=now)
    other_tab = Organization.objects.get(pk=company.pk)
    other_tab.city = ""

    with pytest.raises(EditConflict):
        save_changes(
            other_tab,
            values={"city": "Nantes"},
            actor=bob,
            now=now,
            expected_version=seen,
        )

    company.refresh_from_db()
    assert company.city == "Lyon"


def test_trash_is_undone(company: Organization, alice: User, now: datetime) -> None:
    trash(instance=company, actor=alice, now=now)
    assert not Organization.objects.visible_to(alice).exists()
    with pytest.raises(AlreadyTrashed):
        trash(instance=company, actor=alice, now=now)

    restore(instance=company, actor=alice, now=now)

    assert Organization.objects.visible_to(alice).get() == company
    assert Entry.objects.count() == 2
