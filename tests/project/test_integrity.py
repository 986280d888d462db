"""`filon check` finds what was planted, and nothing in sound data (RE-14, in small)."""

from __future__ import annotations

import json

import pytest

from tests.installations import Installation, is_postgres

SOUND = """
from filon.accounts.models import Team, User
from filon.files.services import attach, store_bytes
from filon.kernel import clock
alice, now = User.objects.get(), clock.now()
team = Team.objects.create(name="North")
for content in (b"lost", b"changed"):
    file = store_bytes(content=content, name=f"{content.decode()}.txt",
                       media_type="text/plain", actor=alice, now=now)
    attach(target=team, file=file, label="", actor=alice, now=now)
"""
PLANTED = """
import hashlib
from django.db import connection
from filon.accounts.models import Team
from filon.documents.models import NumberSeries
from filon.files.services import path_of
from filon.kernel import clock
from filon.search.models import SearchEntry
path_of(hashlib.sha256(b"lost").hexdigest()).unlink()
path_of(hashlib.sha256(b"changed").hexdigest()).write_bytes(b"CHANGED")
Team.objects.all().delete()
NumberSeries.objects.create(code="OFF", year=2026, last=1, last_on=clock.today())
SearchEntry.objects.create(kind="accounts.user", object_id=999, title="Ghost",
    subtitle="", url="/", title_key="ghost", body="ghost", is_shared=True, weight=0)
"""


def faults(installation: Installation) -> dict[str, str]:
    """Return what `filon check` reports, by record."""
    done = installation.filon("check", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == (1 if report["faults"] else 0)
    return {fault["record"]: fault["fault"] for fault in report["list"]}


def test_sound_data_has_no_fault(origin: Installation) -> None:
    origin.python(SOUND)

    assert faults(origin) == {}


def test_planted_faults_are_found(origin: Installation) -> None:
    origin.python(SOUND)
    origin.python(PLANTED)

    found = faults(origin)

    assert "no longer on the disk" in found["lost.txt (1)"]
    assert "changed" in found["changed.txt (2)"]
    assert "which is gone" in found["files.Attachment 1"]
    assert found["OFF-2026-00001"] == "is on no document"
    assert found["accounts.User 999"] == "is found, but no longer exists"
    assert found["accounts.User 1"] == "is not found by the search box"


@pytest.mark.skipif(is_postgres(), reason="PostgreSQL enforces its foreign keys")
def test_broken_foreign_key_is_found(origin: Installation) -> None:
    origin.python(SOUND)
    origin.python(
        "from django.db import connection\n"
        "cursor = connection.cursor()\n"
        "cursor.execute('PRAGMA foreign_keys=OFF')\n"
        "cursor.execute('DELETE FROM files_storedfile WHERE id = 1')\n"
    )

    found = faults(origin)

    assert "does not exist" in found["files_attachment 1"]
