"""Zip archives from outside (UP-03): judged before they are unpacked, counted while.

The directory of an archive may lie about sizes, point twice at the same data or name
paths outside; readers in other languages believe it. So every entry is followed to its
local header and unpacked once into nothing, with a counter, before a reader opens it.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError

_CHUNK = 65_536
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64_SIZE = 20
_LOCAL = struct.Struct("<4s5H3L2H")
_MAX_DIRECTORY_BYTES = 2_000_000
_SMALL = 1_000_000
_PACKED_NAMES = (
    *(".zip", ".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".zst", ".cab"),
    *(".jar", ".docx", ".xlsx", ".odt", ".ods"),
)
_PACKED_MAGIC = (
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
)


class ArchiveRefused(DomainError):
    """The archive is damaged, too large once unpacked, or built to do harm."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold; sizes in bytes, `ratio` unpacked over packed."""

    entries: int = 2_000
    unpacked: int = 200_000_000
    ratio: int = 100


DEFAULT_LIMITS = Limits()


@contextmanager
def checked_archive(
    content: BinaryIO, *, limits: Limits = DEFAULT_LIMITS, may_nest: bool = False
) -> Iterator[zipfile.ZipFile]:
    """Open an archive after every check; entries may be read as they say they are.

    `may_nest` lets archives inside pass, for kinds whose parts nobody unpacks (a
    workbook embedded in a letter).

    :raises ArchiveRefused: with the reason.
    """
    with _opened(content, limits) as archive:
        with _refusals():
            _check(archive, content, limits, may_nest=may_nest)
        yield archive


def _opened(content: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    _check_directory_size(content, limits)
    with _refusals():
        return zipfile.ZipFile(content)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the libraries raise on a bad archive into a sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError) as error:
        raise _damaged() from error
    except (NotImplementedError, RuntimeError) as error:
        raise ArchiveRefused(
            _("The archive is compressed or encrypted in a way that is not read here.")
        ) from error


def _check(
    archive: zipfile.ZipFile, content: BinaryIO, limits: Limits, *, may_nest: bool
) -> None:
    entries = archive.infolist()
    _check_entries(entries, _size(content), limits)
    _check_places(archive, content, entries)
    for entry in entries:
        start = _check_content(content, entry)
        if not may_nest and _is_packed(entry, start):
            raise ArchiveRefused(
                _("The archive contains another archive: %(name)s.")
                % {"name": entry.filename}
            )


def _damaged() -> ArchiveRefused:
    return ArchiveRefused(_("The archive is damaged or is not an archive."))


def _size(content: BinaryIO) -> int:
    return content.seek(0, io.SEEK_END)


def _check_directory_size(content: BinaryIO, limits: Limits) -> None:
    """Refuse a huge directory before the library loads it: 100,000 entries are 60 MB.

    The record is looked for where `zipfile` looks for it.
    """
    size = _size(content)
    content.seek(max(0, size - _END.size - 65_535))
    tail = content.read()
    place = len(tail) - _END.size
    if place < 0 or tail[place : place + 4] != b"PK\x05\x06" or tail[-2:] != b"\0\0":
        place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + _END.size > len(tail):
        raise _damaged()
    end = _END.unpack_from(tail, place)
    count, directory = end[4], end[5]
    place_64 = place - _LOCATOR_64_SIZE - _END_64.size
    if place_64 >= 0 and tail[place_64 : place_64 + 4] == b"PK\x06\x06":
        end_64 = _END_64.unpack_from(tail, place_64)
        count, directory = max(count % 0xFFFF, end_64[7]), end_64[8]
    if count > limits.entries or directory > _MAX_DIRECTORY_BYTES:
        raise _too_many(count, limits)


def _too_many(count: int, limits: Limits) -> ArchiveRefused:
    return ArchiveRefused(
        _("The archive holds %(count)s files; at most %(limit)s are accepted.")
        % {"count": count, "limit": limits.entries}
    )


def _check_entries(
    entries: Sequence[zipfile.ZipInfo], packed: int, limits: Limits
) -> None:
    if len(entries) > limits.entries:
        raise _too_many(len(entries), limits)
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > _SMALL and unpacked > limits.ratio * packed
    if unpacked > limits.unpacked or too_dense:
        raise ArchiveRefused(
            _("The archive would take %(size)s MB once unpacked: it is refused.")
            % {"size": unpacked // 1_000_000}
        )
    names = {_key(entry) for entry in entries}
    if len(names) < len(entries):
        raise ArchiveRefused(_("The archive holds the same file name twice."))
    for entry in entries:
        _check_name(entry)


def _key(entry: zipfile.ZipInfo) -> str:
    return entry.filename.casefold().rstrip("/")


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    path = PurePosixPath(name)
    outside = path.is_absolute() or ".." in path.parts
    if outside or "\\" in name or ":" in name or "\0" in name:
        raise ArchiveRefused(_("A file of the archive has a path that leads outside."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ArchiveRefused(_("The archive contains a link instead of a file."))
    if entry.flag_bits & 0x1:
        raise ArchiveRefused(_("The archive is protected by a password."))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError(entry.compress_type)


def _check_places(
    archive: zipfile.ZipFile, content: BinaryIO, entries: Sequence[zipfile.ZipInfo]
) -> None:
    """Refuse entries whose data overlap, or whose local header says otherwise."""
    reached = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < reached:
            raise ArchiveRefused(_("Files of the archive overlap: it is refused."))
        reached = _data_offset(content, entry) + entry.compress_size
    if reached > archive.start_dir:
        raise ArchiveRefused(_("Files of the archive overlap: it is refused."))


def _data_offset(content: BinaryIO, entry: zipfile.ZipInfo) -> int:
    """Return where the data of an entry start, by its local header."""
    content.seek(entry.header_offset)
    header = _LOCAL.unpack(content.read(_LOCAL.size))
    name = content.read(header[9])
    encoding = "utf-8" if header[2] & 0x800 else "cp437"
    same_name = name.decode(encoding) == entry.orig_filename
    if header[0] != b"PK\x03\x04" or not same_name or header[3] != entry.compress_type:
        raise _damaged()
    return entry.header_offset + _LOCAL.size + len(name) + int(header[10])


def _check_content(content: BinaryIO, entry: zipfile.ZipInfo) -> bytes:
    """Unpack an entry into nothing; return its first bytes.

    It must give exactly the bytes it announces: other readers do not stop there.
    """
    content.seek(_data_offset(content, entry))
    start, count, checksum = b"", 0, 0
    for data in _unpacked(content, entry):
        count += len(data)
        if count > entry.file_size:
            break
        checksum = zlib.crc32(data, checksum)
        start = start or data[:8]
    if count != entry.file_size or checksum != entry.CRC:
        raise ArchiveRefused(
            _("The archive does not hold what it announces: %(name)s.")
            % {"name": entry.filename}
        )
    return start


def _unpacked(content: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (data := content.read(min(_CHUNK, left))):
            left -= len(data)
            yield data
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pending = b""
    while not inflater.eof:
        if not pending:
            pending = content.read(min(_CHUNK, left))
            left -= len(pending)
            if not pending:
                return
        yield inflater.decompress(pending, _CHUNK)
        pending = inflater.unconsumed_tail


def _is_packed(entry: zipfile.ZipInfo, start: bytes) -> bool:
    suffix = PurePosixPath(entry.filename).suffix.lower()
    return suffix in _PACKED_NAMES or start.startswith(_PACKED_MAGIC)
