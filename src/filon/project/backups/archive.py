"""The shape of a backup: a zip whose manifest names every member with its hash."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 64 * 1024 * 1024
CHUNK = 1024 * 1024
# No other name is ever read, so no name can lead out of the folder.
MEMBER = re.compile(
    r"database/[a-z0-9_]+\.(?:sqlite3|copy)|media/[0-9a-f]{2}/[0-9a-f]{64}"
)


class BackupRefused(DomainError):
    """The file is not a backup that this program can trust."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the backup."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup says of itself.

    `rows` counts the rows of each table in the state that was saved; `migrations`
    lists what was applied; `columns` gives the order of columns of each copied table
    (PostgreSQL only).
    """

    format: int
    version: str
    engine: str
    made_at: str
    rows: dict[str, int]
    migrations: list[tuple[str, str]]
    members: dict[str, Member]
    columns: dict[str, list[str]] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the manifest as text."""
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Return the manifest of a text.

        :raises BackupRefused: if the text is not one.
        """
        try:
            data: dict[str, Any] = json.loads(text)
            if data["format"] != FORMAT:
                raise BackupRefused(
                    _(
                        "This backup was made by another version of Filon (format"
                        " %(format)s)."
                    )
                    % {"format": data["format"]}
                )
            members = {
                str(name): Member(sha256=str(value["sha256"]), size=int(value["size"]))
                for name, value in data["members"].items()
            }
            return cls(
                format=FORMAT,
                version=str(data["version"]),
                engine=str(data["engine"]),
                made_at=str(data["made_at"]),
                rows={str(k): int(v) for k, v in data["rows"].items()},
                migrations=[(str(app), str(name)) for app, name in data["migrations"]],
                members=members,
                columns={k: list(map(str, v)) for k, v in data["columns"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupRefused(_not_a_backup()) from error


class Writer:
    """Writes members into a zip and remembers their hashes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: Path, *, compress: bool) -> None:
        """Add a file, read once."""
        info = zipfile.ZipInfo.from_file(source, name)
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        total, size = hashlib.sha256(), 0
        with source.open("rb") as stream, self.archive.open(info, "w") as target:
            while chunk := stream.read(CHUNK):
                total.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self.members[name] = Member(sha256=total.hexdigest(), size=size)

    def close(self, manifest: Manifest) -> None:
        """Add the manifest; its own hash is the comment of the zip."""
        text = manifest.to_json().encode()
        self.archive.writestr(MANIFEST, text)
        self.archive.comment = hashlib.sha256(text).hexdigest().encode()


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup whose names are safe and match its manifest.

    :raises BackupRefused: if it is not a backup, is truncated or protected.
    """
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise BackupRefused(_("There is no file %(path)s.") % {"path": path}) from error
    except (zipfile.BadZipFile, OSError) as error:
        raise BackupRefused(_not_a_backup()) from error
    with archive:
        infos = {info.filename: info for info in archive.infolist()}
        if any(info.flag_bits & 1 for info in infos.values()):
            raise BackupRefused(_("This backup is protected by a password."))
        info = infos.get(MANIFEST)
        if info is None or info.file_size > MANIFEST_LIMIT:
            raise BackupRefused(_not_a_backup())
        try:
            text = archive.read(info)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise BackupRefused(_damaged(MANIFEST)) from error
        if hashlib.sha256(text).hexdigest().encode() != archive.comment:
            raise BackupRefused(_damaged(MANIFEST))
        manifest = Manifest.from_json(text)
        _check_names(infos, manifest, len(archive.infolist()))
        yield archive, manifest


def extract(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Write every member under `folder`, each checked against its hash.

    :raises BackupRefused: at the first member that differs.
    """
    for name, member in manifest.members.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with archive.open(name) as stream, target.open("xb") as output:
                _copy_checked(stream, output, name, member)
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise BackupRefused(_damaged(name)) from error


def _copy_checked(
    stream: IO[bytes], output: IO[bytes], name: str, member: Member
) -> None:
    total, left = hashlib.sha256(), member.size
    while chunk := stream.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            break
        total.update(chunk)
        output.write(chunk)
    if left or total.hexdigest() != member.sha256:
        raise BackupRefused(_damaged(name))


def _check_names(
    infos: Mapping[str, zipfile.ZipInfo], manifest: Manifest, count: int
) -> None:
    expected = {*manifest.members, MANIFEST}
    foreign = [name for name in manifest.members if not MEMBER.fullmatch(name)]
    if foreign or expected != set(infos) or count != len(infos):
        raise BackupRefused(_not_a_backup())
    for name, member in manifest.members.items():
        if infos[name].file_size != member.size:
            raise BackupRefused(_damaged(name))


def _not_a_backup() -> str:
    return _("This file is not a complete Filon backup.")


def _damaged(name: str) -> str:
    return _("This backup is damaged: %(name)s is not what was saved.") % {"name": name}
