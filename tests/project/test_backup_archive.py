"""Reading a file that claims to be a backup (UP-07, RE-18)."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from filon.project.backups import archive

HASH = hashlib.sha256(b"x").hexdigest()
GOOD_NAME = f"media/{HASH[:2]}/{HASH}"


def make_backup(
    path: Path, members: dict[str, bytes], *, extra: dict[str, bytes] | None = None
) -> Path:
    """Write a backup with these members, and others that its manifest hides."""
    manifest: dict[str, Any] = {
        "format": archive.FORMAT,
        "version": "0.1.0",
        "engine": "sqlite",
        "made_at": "2026-03-02T09:30:00+00:00",
        "rows": {},
        "migrations": [],
        "columns": {},
        "members": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in members.items()
        },
    }
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in {**members, **(extra or {})}.items():
            zipped.writestr(name, content)
        text = json.dumps(manifest).encode()
        zipped.writestr(archive.MANIFEST, text)
        zipped.comment = hashlib.sha256(text).hexdigest().encode()
    return path


def test_good_backup_is_extracted(tmp_path: Path) -> None:
    path = make_backup(tmp_path / "a.zip", {GOOD_NAME: b"x"})

    with archive.opened(path) as (zipped, manifest):
        archive.extract(zipped, manifest, tmp_path / "out")

    assert (tmp_path / "out" / GOOD_NAME).read_bytes() == b"x"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "media/../../etc/passwd",
        f"media/{HASH[:2]}/../{HASH}",
        "database/../x.sqlite3",
        "database\\..\\x.sqlite3",
        f"{GOOD_NAME}/x",
        "secret_key",
    ],
)
def test_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    path = make_backup(tmp_path / "a.zip", {name: b"x"})

    with pytest.raises(archive.BackupRefused), archive.opened(path):
        pass


def test_member_that_the_manifest_hides_is_refused(tmp_path: Path) -> None:
    path = make_backup(tmp_path / "a.zip", {}, extra={GOOD_NAME: b"x"})

    with pytest.raises(archive.BackupRefused), archive.opened(path):
        pass


def test_member_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    path = make_backup(tmp_path / "a.zip", {GOOD_NAME: b"x"})
    with zipfile.ZipFile(path) as source:
        manifest = source.read(archive.MANIFEST)
    bomb = tmp_path / "b.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(GOOD_NAME, b"x" * 1_000_000)
        zipped.writestr(archive.MANIFEST, manifest)
        zipped.comment = hashlib.sha256(manifest).hexdigest().encode()

    with pytest.raises(archive.BackupRefused), archive.opened(bomb):
        pass


@pytest.mark.parametrize(
    ("_case", "content"),
    [
        ("empty", b""),
        ("text", b"hello"),
        ("a zip of something else", None),
        ("no file", b"missing"),
    ],
)
def test_other_file_is_refused(
    _case: str, content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as zipped:
            zipped.writestr("hello.txt", "hello")
    elif content != b"missing":
        path.write_bytes(content)

    with pytest.raises(archive.BackupRefused), archive.opened(path):
        pass


@pytest.mark.parametrize(
    "manifest", [b"", b"{}", b"[]", b'{"format": 1}', b'{"format": 99}', b"\xff\xfe"]
)
def test_manifest_that_says_nothing_is_refused(manifest: bytes) -> None:
    with pytest.raises(archive.BackupRefused):
        archive.Manifest.from_json(manifest)


def test_manifest_that_was_changed_is_refused(tmp_path: Path) -> None:
    path = make_backup(tmp_path / "a.zip", {GOOD_NAME: b"x"})
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.comment = b"0" * 64

    with pytest.raises(archive.BackupRefused), archive.opened(path):
        pass


def test_protected_backup_is_refused(tmp_path: Path) -> None:
    path = make_backup(tmp_path / "a.zip", {GOOD_NAME: b"x"})
    content = bytearray(path.read_bytes())
    central = content.rindex(b"PK\x01\x02")
    content[central + 8] |= 1
    path.write_bytes(bytes(content))

    with (
        pytest.raises(archive.BackupRefused, match=r"password|mot de passe"),
        archive.opened(path),
    ):
        pass
