"""`filon backup` and `filon restore`: whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from filon.project.backups import archive
from tests.house.tree import ROOT
from tests.installations import PASSWORD, Installation, Workshop

# Each round commits a team, its file and its history together.
WRITER = """
import sys, django; django.setup()
from django.db import transaction
from filon.accounts.models import Team, User
from filon.files.services import attach, store_bytes
from filon.kernel import clock
alice = User.objects.get()
for number in range(100_000):
    now = clock.now()
    with transaction.atomic():
        team = Team.objects.create(name=f"Team {number}")
        file = store_bytes(content=f"content {number}".encode() * 500, name="a.txt",
                           media_type="text/plain", actor=alice, now=now)
        attach(target=team, file=file, label="", actor=alice, now=now)
    print(number + 1, flush=True)
"""
COUNT = """
from filon.accounts.models import Team
from filon.files.models import Attachment, StoredFile
from filon.journal.models import Entry
print(Team.objects.count(), StoredFile.objects.count(), Attachment.objects.count(),
      Entry.objects.count())
"""
SIGN_IN = f"""
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
client = Client()
print(client.login(email="alice@example.com", password={PASSWORD!r}))
"""


@pytest.mark.concurrency
def test_backup_under_writes_is_restored_whole(
    origin: Installation, workshop: Workshop, tmp_path: Path
) -> None:
    """RE-17, in small."""
    target = tmp_path / "saved.zip"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", WRITER],
        env=origin.environment(DJANGO_SETTINGS_MODULE="filon.project.settings"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        for _round in range(20):
            before = int(writer.stdout.readline())
        done = origin.filon("backup", str(target))
        time.sleep(0.2)
        writer.kill()
        after = int((writer.stdout.read().split() or [str(before)])[-1])

    assert done.returncode == 0, done.stderr
    empty = workshop.make("empty")
    restored = empty.filon("restore", str(target))
    assert restored.returncode == 0, restored.stderr
    counts = {int(word) for word in empty.python(COUNT).split()}
    assert len(counts) == 1, "a round was saved in part"
    assert before <= counts.pop() <= after + 1
    checked = empty.filon("check")
    assert checked.returncode == 0, checked.stdout
    assert empty.python(SIGN_IN).strip() == "True"


def test_restored_rows_equal_those_of_the_manifest(
    origin: Installation, workshop: Workshop, tmp_path: Path
) -> None:
    target = tmp_path / "saved.zip"
    assert origin.filon("backup", str(target)).returncode == 0
    with archive.opened(target) as (_zipped, manifest):
        rows = manifest.rows

    empty = workshop.make("empty")
    assert empty.filon("restore", str(target)).returncode == 0

    again = tmp_path / "again.zip"
    assert empty.filon("backup", str(again)).returncode == 0
    with archive.opened(again) as (_zipped, manifest):
        assert manifest.rows == rows
    assert rows["accounts_user"] == 1


def test_new_rows_follow_restored_ones(
    origin: Installation, workshop: Workshop, tmp_path: Path
) -> None:
    target = tmp_path / "saved.zip"
    assert origin.filon("backup", str(target)).returncode == 0
    empty = workshop.make("empty")
    assert empty.filon("restore", str(target)).returncode == 0

    made = empty.filon("createuser", "bob@example.com")

    assert made.returncode == 0, made.stderr


def test_backup_never_replaces_a_file(origin: Installation, tmp_path: Path) -> None:
    target = tmp_path / "saved.zip"
    target.write_text("mine")

    done = origin.filon("backup", str(target))

    assert done.returncode == 1
    assert "never replaces" in done.stderr
    assert target.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []


def test_restore_into_a_used_installation_changes_nothing(
    origin: Installation, tmp_path: Path
) -> None:
    target = tmp_path / "saved.zip"
    assert origin.filon("backup", str(target)).returncode == 0
    origin.filon("createuser", "bob@example.com")

    done = origin.filon("restore", str(target))

    assert done.returncode == 1
    assert "already" in done.stderr
    assert "bob@example.com" in origin.python(
        "from filon.accounts.models import User\n"
        "print(*User.objects.values_list('email', flat=True))"
    )


def test_restore_of_a_damaged_or_newer_backup_touches_nothing(
    origin: Installation, workshop: Workshop, tmp_path: Path
) -> None:
    """RE-18."""
    good = tmp_path / "good.zip"
    assert origin.filon("backup", str(good)).returncode == 0
    empty = workshop.make("empty")
    cases = {
        "damaged": changed_member(good, tmp_path / "damaged.zip"),
        "complete": truncated(good, tmp_path / "truncated.zip"),
        "newer": from_the_future(good, tmp_path / "newer.zip"),
    }

    for word, path in cases.items():
        done = empty.filon("restore", str(path))
        assert done.returncode == 1, word
        assert word in done.stderr

    kept = {path.name for path in empty.home.iterdir()} - {"secret_key"}
    assert kept == set()
    assert empty.filon("restore", str(good)).returncode == 0


def changed_member(good: Path, target: Path) -> Path:
    """Copy a backup with one byte of its largest member changed."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(target, "w") as copy:
        largest = max(source.infolist(), key=lambda info: info.file_size)
        for info in source.infolist():
            content = bytearray(source.read(info))
            if info is largest:
                content[len(content) // 2] ^= 1
            copy.writestr(info, bytes(content))
        copy.comment = source.comment
    return target


def truncated(good: Path, target: Path) -> Path:
    """Copy the first half of a backup."""
    content = good.read_bytes()
    target.write_bytes(content[: len(content) // 2])
    return target


def from_the_future(good: Path, target: Path) -> Path:
    """Copy a backup as a later version would have written it."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == archive.MANIFEST:
                manifest = json.loads(content)
                manifest["migrations"].append(["accounts", "0099_telepathy"])
                content = json.dumps(manifest).encode()
                copy.comment = hashlib.sha256(content).hexdigest().encode()
            copy.writestr(info, content)
    return target
